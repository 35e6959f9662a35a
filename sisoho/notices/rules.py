"""When a phone may ring for school work, and to which addresses this server sends."""

from datetime import datetime, time
from ipaddress import ip_address
from urllib.parse import urlsplit

from sisoho.errors import RuleBroken
from sisoho.school_calendar import at_vietnam, vietnam_date, vietnam_time

EARLIEST = time(6, 0)
LATEST = time(20, 0)  # domain.md §8.1: no push after 20:00; a school may ask for less, never for more
LONGEST_ENDPOINT = 1000
_REFUSED = "Địa chỉ nhận lời nhắc của trình duyệt này không dùng được. Chưa có gì thay đổi."


def may_ring(now: datetime, quiet_from: time = LATEST) -> bool:
    """Whether a push may be sent at `now`: from 6:00 until the school's quiet hour, at most 20:00."""
    return EARLIEST <= vietnam_time(now).time() < min(quiet_from, LATEST)


def seconds_to_ring(now: datetime, quiet_from: time, until: datetime) -> int:
    """For how long a push that stays true `until` then may wait for its phone.

    A phone found again at night must not ring then.
    """
    quiet = at_vietnam(vietnam_date(now), min(quiet_from, LATEST))
    return max(0, int((min(until, quiet) - now).total_seconds()))


def check_endpoint(endpoint: str, *, local: bool = False) -> None:
    """Raises RuleBroken unless it is an https address of a named host at the usual port.

    Any signed-in person can name an endpoint, and the server then posts to it: without this it could be
    made to knock at machines that only it can reach. `local` (tests) allows http://127.0.0.1 as well.
    """
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise RuleBroken(_REFUSED) from None
    if local and parts.scheme == "http" and parts.hostname == "127.0.0.1":
        return
    named = parts.scheme == "https" and "." in (parts.hostname or "") and port in (None, 443)
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint and "@" not in parts.netloc
    if not (named and plain and len(endpoint) <= LONGEST_ENDPOINT):
        raise RuleBroken(_REFUSED)


def is_public(address: str) -> bool:
    """Whether an IPv4 address is one of the public Internet."""
    found = ip_address(address)
    return found.version == 4 and found.is_global and not found.is_multicast
