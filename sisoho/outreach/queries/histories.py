"""What the sheets say of pupils, half-day by half-day: the ground under every list of outreach."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sisoho.access import Access
from sisoho.outreach.rules import Seen, SheetWords, seen_on
from sisoho.rollcall.queries import SheetRecord, records_between
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import Slot, due
from sisoho.schools.queries.due import ClassRoll, class_rolls

History = list[tuple[Slot, Seen]]
ONE_DAY = timedelta(days=1)


class Histories:
    """The classes and sheets of a span; a pupil's history is made when asked for."""

    def __init__(self, rolls: list[ClassRoll], records: list[SheetRecord], starts: date) -> None:
        self.rolls, self.records, self.starts = rolls, records, starts
        self._sheets = {(record.class_id, record.slot): record for record in records}
        self._newest_first: dict[int, list[SheetRecord]] = defaultdict(list)
        for record in reversed(records):
            self._newest_first[record.class_id].append(record)

    def sheet(self, class_id: int, slot: Slot) -> SheetRecord | None:
        return self._sheets.get((class_id, slot))

    def marked_absent(self) -> set[int]:
        """Every pupil with a mark of absence without leave."""
        without_leave = (MarkKind.V, MarkKind.K)
        return {i for record in self.records for i, kind in record.marks.items() if kind in without_leave}

    def newest_first(self, pupil_ids: Iterable[int], brief: Collection[int] = ()) -> dict[int, History]:
        """pupil id → due half-days that were reported, also across a change of class.

        Those of `brief` end with the last presence, which is all a row of absences needs: most pupils
        with an absence this month were back the next day.
        """
        found: dict[int, History] = {pupil_id: [] for pupil_id in pupil_ids}
        for roll in self.rolls:
            waiting = {pupil.id: pupil.dates for pupil in roll.pupils if pupil.id in found}
            for record in self._newest_first[roll.id]:
                if not waiting:
                    break
                words = SheetWords(record.roll, record.marks)
                for pupil_id in due(roll.calendar, waiting.values(), record.slot):
                    seen = seen_on(pupil_id, words)
                    found[pupil_id].append((record.slot, seen))
                    if seen is Seen.PRESENT and pupil_id in brief:
                        del waiting[pupil_id]
        for history in found.values():
            history.sort(key=lambda line: line[0], reverse=True)
        return found


def histories(
    access: Access, starts: date, until: date, class_ids: Collection[int] | None = None
) -> Histories:
    """The school's classes and sheets from `starts` to `until`, both included; four statements.

    A span that begins before the school year is cut at its beginning. `class_ids` narrows it.
    """
    ends = until + ONE_DAY
    rolls = class_rolls(access, until, ends, class_ids)
    starts = max([starts, *(roll.calendar.year.starts for roll in rolls)])
    return Histories(rolls, records_between(access, starts, ends, class_ids), starts)
