"""argon2id: the one place that knows how passwords are hashed."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB and two passes (OWASP's first choice): 30 ms of one core, and a school of 60 that signs in
# at 7 o'clock on four threads takes under 80 MiB. Raising it here re-hashes each at its next sign-in.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether `password` is the one of `stored`. Takes as long when there is none ("")."""
    try:
        return _hasher.verify(stored or _nobodys(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    """A hash that nobody's password has, so that an unknown name costs what a known one does."""
    return _hasher.hash("")
