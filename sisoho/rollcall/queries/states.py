"""Which half-days of which classes have been reported."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.access import Access
from sisoho.rollcall.queries.locks import is_locked
from sisoho.rollcall.queries.records import SheetRecord, records_between
from sisoho.rollcall.rules import SheetTotals, sheet_totals
from sisoho.school_calendar import Slot
from sisoho.schools.queries.due import ClassRoll, class_rolls

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SheetState:
    """One class at one half-day: the ids of the pupils `due`, and its sheet once there is one.

    `scheduled` is false for a sheet of a half-day that was closed later. `locked`: V counts as K.
    """

    roll: ClassRoll
    slot: Slot
    scheduled: bool
    due: tuple[int, ...]
    locked: bool
    record: SheetRecord | None = None

    @property
    def totals(self) -> SheetTotals | None:
        """None until the sheet has been received."""
        if self.record is None:
            return None
        return sheet_totals(self.due, self.record.roll, self.record.marks, self.locked)

    def totals_among(self, pupil_ids: Collection[int]) -> SheetTotals:
        """The totals of some of the due pupils, those of one village say; only with a record."""
        assert self.record is not None
        marks = {i: kind for i, kind in self.record.marks.items() if i in pupil_ids}
        return sheet_totals(pupil_ids, self.record.roll, marks, self.locked)


def sheet_states(access: Access, day: date) -> list[SheetState]:
    """The board of one day: by half-day, in the school's order of classes."""
    return states_between(access, day, day + ONE_DAY)


def states_between(
    access: Access, starts: date, ends: date, class_ids: Collection[int] | None = None
) -> list[SheetState]:
    """Every scheduled or reported half-day of every class from `starts` until the day before `ends`.

    Oldest first; half-days to come are there too, without a sheet. Four statements for any span, five
    if it began before today.
    """
    rolls = class_rolls(access, starts, ends, class_ids)
    found = records_between(access, starts, ends, class_ids)
    return states_of(rolls, found, starts, ends, is_locked(access, starts))


def states_of(
    rolls: Sequence[ClassRoll],
    of_span: Iterable[SheetRecord],
    starts: date,
    ends: date,
    locked: Callable[[date], bool],
) -> list[SheetState]:
    """The same of what was already read, which may reach beyond the span; no statement."""
    records = {(r.class_id, r.slot): r for r in of_span if starts <= r.slot.date < ends}
    found = []
    for roll in rolls:
        scheduled = set(roll.slots(starts, ends))
        reported = {slot for class_id, slot in records if class_id == roll.id}
        for slot in scheduled | reported:
            record = records.get((roll.id, slot))
            found.append(
                SheetState(roll, slot, slot in scheduled, roll.due_ids(slot), locked(slot.date), record)
            )
    place = {roll.id: number for number, roll in enumerate(rolls)}
    return sorted(found, key=lambda state: (state.slot, place[state.roll.id]))
