"""When something was written down on a phone that may have had no signal."""

import re
from datetime import UTC, datetime, timedelta

from sisoho.school_calendar import YEARS

_LONGEST_SKEW = timedelta(days=365 * 20)  # a phone whose clock was lost says 1970 or 2000


def read_said_at(device_at: str, skew_ms: str) -> datetime | None:
    """The phone's instant without what its clock was off at the last contact.

    None when it does not say: the time of receipt stands in, and nothing is refused for it.
    """
    try:
        found = datetime.fromisoformat(device_at)
    except ValueError:
        return None
    if found.tzinfo is None or found.year not in YEARS:
        return None
    skew = timedelta(milliseconds=int(skew_ms)) if re.fullmatch(r"-?[0-9]{1,15}", skew_ms) else timedelta()
    return found.astimezone(UTC) - (skew if abs(skew) < _LONGEST_SKEW else timedelta())
