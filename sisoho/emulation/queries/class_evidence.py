"""One class in one week: the facts its points come from, and each half-day behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sisoho.emulation.rules import WeekFacts
from sisoho.outreach.queries import Answer
from sisoho.outreach.rules import LongAbsence, Promptness
from sisoho.rollcall.queries import SheetState
from sisoho.rollcall.rules import ReportingHours, SheetTotals, is_on_time, total
from sisoho.school_calendar import Slot
from sisoho.schools.queries.due import ClassRoll


@dataclass(frozen=True, slots=True)
class HalfDayEvidence:
    """A half-day that counts, as people check it.

    `taken_at` is the phone's time, None without a sheet; `missed` pupils were not called. `asked` of
    `unknown` absences first marked V were answered in time; `waiting` still may be.
    """

    slot: Slot
    taken_at: datetime | None
    in_time: bool
    missed: int
    unknown: int
    asked: int
    waiting: int

    @property
    def counts(self) -> bool:
        """Complete and on time."""
        return self.in_time and not self.missed


@dataclass(frozen=True, slots=True)
class ClassEvidence:
    """`states`: the class's half-days that count, in time order; `away`: its long absences."""

    roll: ClassRoll
    states: tuple[SheetState, ...]
    answers: tuple[Answer, ...]
    away: tuple[LongAbsence, ...]
    hours: ReportingHours

    def facts(self, on: date) -> WeekFacts:
        """The facts, with the number of pupils in class on a day."""
        sheets, prompt = self.half_days, _sum(self.answers)
        totals: SheetTotals = total(state.totals for state in self.states if state.totals)
        return WeekFacts(
            class_id=self.roll.id,
            pupils=len(self.roll.enrolled(on)),
            half_days=len(sheets),
            sheets=sum(sheet.counts for sheet in sheets),
            absences=prompt.due,
            contacted=prompt.done,
            missing=len(self.away),
            returned=sum(absence.returned is not None for absence in self.away),
            called=totals.roll,
            present=totals.present,
            campus_id=self.roll.calendar.campus_id,
            grades=self.roll.grades,
        )

    @property
    def half_days(self) -> tuple[HalfDayEvidence, ...]:
        return tuple(self._half_day(state) for state in self.states)

    def _half_day(self, state: SheetState) -> HalfDayEvidence:
        prompt = _sum(answer for answer in self.answers if answer.slot == state.slot)
        record, totals = state.record, state.totals
        return HalfDayEvidence(
            slot=state.slot,
            taken_at=record.taken_at if record else None,
            in_time=bool(record and is_on_time(state.slot, record.taken_at, self.hours)),
            missed=totals.not_called if totals else 0,
            unknown=prompt.due,
            asked=prompt.done,
            waiting=prompt.waiting,
        )


def _sum(answers: Iterable[Answer]) -> Promptness:
    return sum((answer.promptness for answer in answers), start=Promptness())
