"""Web push as browsers want it: encrypted for one browser (RFC 8291), signed by this server (RFC 8292).

The maker of the browser carries the message and can read none of it.
"""

import hashlib
import json
import os
import socket
import ssl
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from sisoho import clock
from sisoho.notices.rules import check_endpoint, is_public

PATIENCE = 10  # seconds for the browser maker's server
SIGNATURE_LASTS = 12 * 3600  # seconds; RFC 8292 allows a day


class Undelivered(Exception):
    """The browser maker's server could not be reached, or asks to come again later."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where one browser is reached, and its keys (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class WebPush:
    """`contact`: whom a browser maker may write to (https or mailto); "" turns push off.

    `key_file` is made on first use, readable by its owner only. `local` (tests) lets it send to 127.0.0.1.
    """

    key_file: Path
    contact: str
    local: bool = False

    @property
    def is_on(self) -> bool:
        return bool(self.contact)

    @property
    def public_key(self) -> str:
        """What a browser binds its subscription to (base64url)."""
        return _base64(_public(_kept_key(self.key_file).private_key))

    def send(self, to: Browser, message: Mapping[str, object], seconds: int, tag: str) -> int:
        """The answer's HTTP status. A newer message of the same `tag` replaces one not yet delivered.

        Raises Undelivered, RuleBroken for an address not to be sent to, ValueError for unusable keys.
        """
        check_endpoint(to.endpoint, local=self.local)
        parts = urlsplit(to.endpoint)
        body = _encrypt(to, json.dumps(message, ensure_ascii=False).encode())
        headers = self._signature(f"{parts.scheme}://{parts.netloc}") | {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(seconds),
            "Urgency": "normal",
            "Topic": _base64(hashlib.sha256(tag.encode()).digest())[:32],
        }
        return _post(to.endpoint, body, headers, local=self.local)

    def _signature(self, audience: str) -> dict[str, str]:
        until = int(clock.now().timestamp()) + SIGNATURE_LASTS
        signed: dict[str, str] = _kept_key(self.key_file).sign(
            {"aud": audience, "sub": self.contact, "exp": until}
        )
        return signed


def _encrypt(to: Browser, text: bytes) -> bytes:
    sealed: bytes = http_ece.encrypt(
        text,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=unbase64(to.p256dh),
        auth_secret=unbase64(to.auth),
        version="aes128gcm",
    )
    return sealed


def _post(url: str, body: bytes, headers: Mapping[str, str], *, local: bool) -> int:
    """Redirects are not followed and the answer is not read: nothing of it can reach a person."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection: HTTPConnection
    try:
        if local and parts.scheme == "http":
            connection = HTTPConnection(host, parts.port, timeout=PATIENCE)
        else:
            connection = _CheckedConnection(host)
        try:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request("POST", path, body, dict(headers))
            return connection.getresponse().status
        finally:
            connection.close()
    except (OSError, HTTPException) as problem:
        raise Undelivered(type(problem).__name__) from None  # its text may name the endpoint


class _CheckedConnection(HTTPSConnection):
    """Looks the name up once, and connects to the very address that was found to be public.

    Asking twice would let a name answer with a public address first and with an inner one then. Only
    IPv4: IPv6 has several ways of writing a private address, and every browser maker has IPv4.
    """

    def __init__(self, host: str) -> None:
        self.tls = ssl.create_default_context()
        super().__init__(host, timeout=PATIENCE, context=self.tls)

    def connect(self) -> None:
        found = {str(row[4][0]) for row in socket.getaddrinfo(self.host, self.port, socket.AF_INET)}
        if not found or not all(is_public(address) for address in found):
            raise OSError("not a public address")
        plain = socket.create_connection((found.pop(), self.port), self.timeout)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)


@cache
def _kept_key(path: Path) -> Vapid02:
    if not path.exists():
        _make_key(path)
    return Vapid02.from_pem(path.read_bytes())


def _make_key(path: Path) -> None:
    """Whole or not at all: written aside, then linked; of two processes the first one's stays."""
    made = Vapid02()
    made.generate_keys()
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(made.private_pem())
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _public(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unbase64(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
