"""How long a sign-in waits after failures: growing, capped, fading, never a lock.

Two counts are kept. One is of a login name on one device. The other is of a login name on all
devices that never signed in to it, and is far more patient: it stops whoever throws the device
cookie away after each guess, while a teacher on her own phone never meets it. There is no count per
address, because a whole school shares one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_ON_A_DEVICE = 2  # failures without any wait: fingers slip on a phone
FREE_ON_STRANGE_DEVICES = 10  # together, for one login name
LONGEST = 60  # seconds
FADES_AFTER = timedelta(minutes=10)  # each such span without a failure takes one off the count
_STEPS = 7  # 1, 2, 4, 8, 16, 32, 60: counting further would only make the fading slow


@dataclass(frozen=True, slots=True)
class Failures:
    """`count` failures as counted at the last of them, `last_at`."""

    count: int
    last_at: datetime


def wait_seconds(failures: Failures, now: datetime, free: int) -> int:
    """Whole seconds until the next attempt is looked at, 0 for at once."""
    due = failures.last_at + timedelta(seconds=_delay(failures.count, free))
    return max(0, -((now - due) // timedelta(seconds=1)))


def after_failure(failures: Failures, now: datetime, free: int) -> Failures:
    """The count with one more failure at `now`, the old ones faded."""
    faded = max(0, failures.count - (now - failures.last_at) // FADES_AFTER)
    return Failures(min(faded + 1, free + _STEPS), now)


def _delay(count: int, free: int) -> int:
    return 0 if count <= free else min(2 ** (count - free - 1), LONGEST)
