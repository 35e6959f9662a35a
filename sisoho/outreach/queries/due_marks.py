"""Which marks count: one of a pupil who turns out not to have been due is kept, but left out of figures."""

from collections.abc import Collection, Iterable, Iterator

from sisoho.rollcall.queries import MarkRow
from sisoho.school_calendar import due
from sisoho.schools.queries.due import ClassRoll


class DueMarks:
    """The classes of a span, asked who was due when a mark was made; no statement."""

    def __init__(self, rolls: Collection[ClassRoll]) -> None:
        self._calendars = {roll.id: roll.calendar for roll in rolls}
        self._dates = {(roll.id, pupil.id): pupil.dates for roll in rolls for pupil in roll.pupils}

    def of(self, marks: Iterable[MarkRow]) -> Iterator[MarkRow]:
        """The marks of pupils who were due in that class at that half-day, in the given order."""
        return (mark for mark in marks if self._counts(mark))

    def _counts(self, mark: MarkRow) -> bool:
        dates = self._dates.get((mark.class_id, mark.pupil_id))
        return dates is not None and bool(due(self._calendars[mark.class_id], [dates], mark.slot))
