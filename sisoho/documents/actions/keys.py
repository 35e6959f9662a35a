"""The signing keys of units on this machine. Only demo keys are ever made here."""

import os
from functools import lru_cache
from pathlib import Path

from sisoho import clock
from sisoho.access import Access
from sisoho.accounts.queries import store_is_demo
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.documents.demo_keys import make_demo_authority, make_demo_key
from sisoho.documents.press import Press
from sisoho.documents.signing import Signer, open_key
from sisoho.errors import RuleBroken
from sisoho.schools.queries import unit_card


def make_demo_keys(access: Access, press: Press) -> Path:
    """A key for the acting unit of a demo, its authority's certificate beside the trusted roots.

    The authority's own key is forgotten at once. Raises RuleBroken on a real store: real keys stay on
    their holders' tokens (NĐ 68/2024).
    """
    if not store_is_demo():
        raise RuleBroken("Khóa thử chỉ có ở bản dùng thử. Máy chủ thật không giữ khóa ký của ai.")
    card = unit_card(access.unit_id, access.on)
    authority = make_demo_authority(card.name, clock.now())
    key = make_demo_key(
        authority, f"{card.name} (thử)", card.name, now=clock.now(), passphrase=press.passphrase
    )
    press.trust_roots.mkdir(parents=True, exist_ok=True)
    (press.trust_roots / f"{card.public_id}.pem").write_bytes(authority.certificate)
    path = press.key_file(card.public_id)
    _write_secret(path, key)
    with write():
        record(access, "make_demo_key", "unit", access.unit_id)
    return path


def has_key(access: Access, press: Press) -> bool:
    return press.key_file(unit_card(access.unit_id, access.on).public_id).is_file()


def unit_signer(access: Access, press: Press) -> Signer:
    """Raises RuleBroken when the unit has no key here."""
    path = press.key_file(unit_card(access.unit_id, access.on).public_id)
    if not path.is_file():
        raise RuleBroken(
            "Máy chủ không giữ khóa ký của đơn vị. Tải tệp để ký, ký bằng khóa riêng rồi tải lên; "
            "hoặc in ra ký trên giấy."
        )
    return _opened(path.read_bytes(), press.passphrase)


@lru_cache(maxsize=32)
def _opened(pkcs12: bytes, passphrase: bytes) -> Signer:
    return open_key(pkcs12, passphrase)  # loading costs more than signing


def _write_secret(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # a file that was there may have been readable by others
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
