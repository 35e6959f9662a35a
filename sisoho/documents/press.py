"""What making paper needs from this machine: fonts, keys, trusted roots, the address printed on it."""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sisoho.config import Config

_PUBLIC_SERVICE = "public-service"


@dataclass(frozen=True)
class Press:
    """`public_url` is "" where the server has no public address: then no code is printed.

    `passphrase` opens the keys of this machine. Roots in `trust_roots` are trusted; those in its folder
    `public-service` are besides Ban Cơ yếu's (NĐ 68/2024), the only ones a seal may rest on.
    """

    fonts: Path
    keys: Path
    trust_roots: Path
    public_url: str
    passphrase: bytes

    @classmethod
    def of(cls, config: Config) -> "Press":
        secret = config.secret_key.encode()
        passphrase = hmac.new(secret, b"signing keys", hashlib.sha256).hexdigest().encode()
        return cls(config.fonts, config.keys, config.trust_roots, config.public_url, passphrase)

    def key_file(self, unit_public_id: str) -> Path:
        return self.keys / f"{unit_public_id}.p12"

    @cached_property
    def roots(self) -> tuple[bytes, ...]:
        """PEM certificates trusted here and no further."""
        return _certificates(self.trust_roots)

    @cached_property
    def public_service_roots(self) -> tuple[bytes, ...]:
        return _certificates(self.trust_roots / _PUBLIC_SERVICE)


def _certificates(folder: Path) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(folder.glob("*.pem")))
