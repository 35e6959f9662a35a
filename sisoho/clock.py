"""The only caller of the machine's clock; tests and the demo set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

# One for the process, not for the thread: a browser test's server answers in threads of its own.
_set_to: list[datetime] = []


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to[-1] if _set_to else datetime.now(UTC)


def today() -> date:
    """The school day it is now in Vietnam."""
    return now().astimezone(VIETNAM).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let the block live at `instant` (aware): the demo's eleven weeks, the tests' frozen day."""
    if instant.tzinfo is None:
        raise ValueError("clock.at needs an aware instant")
    _set_to.append(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.pop()
