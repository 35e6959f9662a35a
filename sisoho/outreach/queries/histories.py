"""What the sheets say of pupils, half-day by half-day: the ground under every list of outreach."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sisoho.access import Access
from sisoho.outreach.rules import Seen, SheetWords, seen_on
from sisoho.rollcall.queries import SheetRecord, records_between
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import Slot, due_by_pupil
from sisoho.schools.queries.due import ClassRoll, class_rolls

History = list[tuple[Slot, Seen]]
ONE_DAY = timedelta(days=1)


class Histories:
    """The classes and sheets of a span; a pupil's history is made when asked for."""

    def __init__(self, rolls: list[ClassRoll], records: list[SheetRecord], starts: date, ends: date) -> None:
        self.rolls, self.records = rolls, records
        self.starts, self.ends = starts, ends
        self._sheets = {(record.class_id, record.slot): record for record in records}

    def sheet(self, class_id: int, slot: Slot) -> SheetRecord | None:
        return self._sheets.get((class_id, slot))

    def marked_absent(self) -> set[int]:
        """Every pupil with a mark of absence without leave."""
        without_leave = (MarkKind.V, MarkKind.K)
        return {i for record in self.records for i, kind in record.marks.items() if kind in without_leave}

    def newest_first(self, pupil_ids: Collection[int]) -> dict[int, History]:
        """pupil id → due half-days with what was seen, also across a change of class."""
        found: dict[int, History] = {pupil_id: [] for pupil_id in pupil_ids}
        for roll in self.rolls:
            for pupil_id, history in self._in_class(roll, found.keys()):
                found[pupil_id] += history
        for history in found.values():
            history.sort(key=lambda line: line[0], reverse=True)
        return found

    def _in_class(self, roll: ClassRoll, wanted: Collection[int]) -> Iterator[tuple[int, History]]:
        dates = [pupil.dates for pupil in roll.pupils if pupil.id in wanted]
        if not dates:
            return
        for pupil_id, slots in due_by_pupil(roll.calendar, dates, self.starts, self.ends).items():
            yield pupil_id, [(slot, self._seen(pupil_id, roll.id, slot)) for slot in slots]

    def _seen(self, pupil_id: int, class_id: int, slot: Slot) -> Seen:
        record = self.sheet(class_id, slot)
        return seen_on(pupil_id, SheetWords(record.roll, record.marks) if record else None)


def histories(access: Access, starts: date, until: date) -> Histories:
    """The school's classes and sheets from `starts` to `until`, both included; four statements.

    A span that begins before the school year is cut at its beginning.
    """
    ends = until + ONE_DAY
    rolls = class_rolls(access, until, ends)
    starts = max([starts, *(roll.calendar.year.starts for roll in rolls)])
    return Histories(rolls, records_between(access, starts, ends), starts, ends)
