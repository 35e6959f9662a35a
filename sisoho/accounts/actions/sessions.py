"""Sessions begin, are seen, are picked a unit, and end."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sisoho import clock
from sisoho.access import Access
from sisoho.accounts.models import Account, LoginSession
from sisoho.accounts.queries import account_by_id, load_signed_in, session_row, token_hash, unit_choices
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.errors import NotFound
from sisoho.schools.models import Unit
from sisoho.web.session import SignedIn

SERVER = 0  # the unit of an audit row about the server itself
SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Device:
    """The browser that signs in. `key`: the random id it was given, "" before it has one."""

    key: str = ""
    words: str = ""
    shared: bool = False


def access_of_account(account: Account) -> Access:
    """Who to name in the audit while a unit is not picked yet: the account, its staff, no role."""
    home = account.staff.unit_id if account.staff_id else account.unit_id
    return Access(
        account_id=account.id,
        staff_id=account.staff_id,
        unit_id=home or SERVER,
        unit_kind="",
        on=clock.today(),
        roles=frozenset(),
    )


def begin_session(account: Account, device: Device, *, by_slip: bool = False) -> str:
    """A new session; returns its token, of which only the SHA-256 is kept."""
    token = secrets.token_urlsafe(32)
    LoginSession.create(
        account=account,
        token_hash=token_hash(token),
        device=device.words,
        device_key=hashed_device(device),
        shared_device=device.shared,
        by_slip=by_slip,
        started_at=clock.now(),
        seen_at=clock.now(),
    )
    return token


def hashed_device(device: Device) -> str:
    return token_hash(device.key) if device.key else ""


def resume_session(token: str) -> SignedIn | None:
    """The person of a session token. Notes that the session was seen, at most every ten minutes."""
    person = load_signed_in(token)
    if person is not None and clock.now() - person.seen_at > SEEN_EVERY:
        seen = LoginSession.update(seen_at=clock.now()).where(LoginSession.id == person.session_id)
        with write():
            seen.execute()
    return person


def pick_unit(session_id: int, account_id: int, unit_public_id: str) -> None:
    """Act for that unit until another is picked. Raises NotFound for a unit without a duty today."""
    if unit_public_id not in {public_id for public_id, _name in unit_choices(account_id)}:
        raise NotFound("Hôm nay thầy cô không có nhiệm vụ ở đơn vị này.")
    unit = Unit.get(Unit.public_id == unit_public_id)
    with write():
        LoginSession.update(unit=unit).where(LoginSession.id == session_id).execute()


def sign_out(person: SignedIn) -> None:
    access = person.access or access_of_account(account_by_id(person.account_id))
    with write():
        _end(LoginSession.id == person.session_id)
        record(access, "sign_out", "account", person.account_id)


def end_replaced_session(session_id: int) -> None:
    """Somebody else signs in on this browser: the session that its cookie held is over."""
    with write():
        _end(LoginSession.id == session_id)


def end_session(access: Access, public_id: str) -> None:
    """End one of the person's own sessions, for instance on a lost phone. Raises NotFound."""
    assert access.account_id is not None
    with write():
        _end(LoginSession.id == session_row(access.account_id, public_id).id)
        record(access, "end_session", "account", access.account_id)


def end_other_sessions(access: Access, session_id: int) -> int:
    """End all of the person's sessions but this one; returns how many."""
    assert access.account_id is not None
    with write():
        ended = end_sessions_of(access.account_id, but=session_id)
        record(access, "end_other_sessions", "account", access.account_id)
    return ended


def end_sessions_of(account_id: int, but: int | None = None) -> int:
    chosen = LoginSession.account == account_id
    return _end(chosen & (LoginSession.id != but) if but is not None else chosen)


def _end(which) -> int:  # type: ignore[no-untyped-def]
    open_ones = LoginSession.update(ended_at=clock.now()).where(which & LoginSession.ended_at.is_null())
    return int(open_ones.execute())
