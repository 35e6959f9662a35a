"""When a pupil came back: evidence for the class, which presence alone would not show."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sisoho.outreach.rules.absence import Seen
from sisoho.school_calendar import Slot, slot_of


@dataclass(frozen=True, slots=True)
class LongAbsence:
    """A row of absences that called for a visit; `returned` is None while the pupil is away."""

    since: Slot
    returned: Slot | None


def long_absences(
    oldest_first: Iterable[tuple[Slot, Seen]], visited: Collection[datetime], after: int
) -> Iterator[LongAbsence]:
    """The pupil's long absences, the one that lasts until the end of the history too.

    A row counts when it had `after` half-days not excused, or when the family was visited during
    it; leave and half-days without a report neither count nor end it.
    """
    visits = sorted(slot_of(at) for at in visited)
    row: list[Slot] = []

    def is_long(until: Slot | None) -> bool:
        during = (visit for visit in visits if row[0] <= visit and (until is None or visit < until))
        return len(row) >= after or any(True for _ in during)

    for slot, seen in oldest_first:
        if seen is Seen.UNEXCUSED:
            row.append(slot)
        elif seen is Seen.PRESENT:
            if row and is_long(slot):
                yield LongAbsence(row[0], slot)
            row = []
    if row and is_long(None):
        yield LongAbsence(row[0], None)
