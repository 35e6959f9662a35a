"""The week of the classes: points, ranks and the evidence behind them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from sisoho import clock
from sisoho.access import Access
from sisoho.emulation.queries.class_evidence import ClassEvidence, HalfDayEvidence
from sisoho.emulation.queries.scheme import scheme_of
from sisoho.emulation.rules import ClassWeek, Grouping, WeekScheme, week_of_classes
from sisoho.outreach.queries import answers, long_absences
from sisoho.rollcall.queries import SheetState, states_between
from sisoho.rollcall.rules import ReportingHours
from sisoho.school_calendar import HalfDay, SchoolWeek, Scope, Span, monday_of, school_weeks
from sisoho.schools.queries import campus_names, settings_of
from sisoho.schools.queries.due import ClassCard, ClassRoll, class_cards

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)
# From a summer week the way back leads to the last week of the year before.
_SUMMER = timedelta(weeks=16)


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class's week. `group`: whom it is ranked with, "" when with the whole school."""

    public_id: str
    name: str
    pupils: int
    group: str
    week: ClassWeek
    half_days: tuple[HalfDayEvidence, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """`label`: "Tuần 12 (23/11 – 29/11)". `is_open`: it is not over yet. `before`, `after`: Mondays."""

    starts: date
    label: str
    lines: tuple[ClassLine, ...]
    scheme: WeekScheme
    is_open: bool
    before: date | None
    after: date | None

    @property
    def groups(self) -> Mapping[str, tuple[ClassLine, ...]]:
        """The classes by group: by rank, those without one last, else as the school orders them."""
        found: dict[str, list[ClassLine]] = defaultdict(list)
        for line in sorted(self.lines, key=lambda line: (line.week.rank is None, line.week.rank or 0)):
            found[line.group].append(line)
        return {name: tuple(found[name]) for name in dict.fromkeys(line.group for line in self.lines)}


def week_of_school(access: Access, day: date) -> Week:
    """The week a day lies in; a fixed number of statements, however many classes.

    Of the present week those half-days count whose hour has come, or which have been reported.
    """
    monday = monday_of(min(day, access.on))
    ends = monday + ONE_WEEK
    evidence = _evidence(access, monday, ends)
    scheme = scheme_of(access, monday)
    facts = [of_class.facts(min(ends - ONE_DAY, access.on)) for of_class in evidence]
    groups = _Groups(access, scheme.grouping)
    lines = [
        ClassLine(
            of_class.roll.public_id,
            of_class.roll.name,
            fact.pupils,
            groups.name(of_class.roll),
            points,
            of_class.half_days,
        )
        for of_class, fact, points in zip(evidence, facts, week_of_classes(facts, scheme), strict=True)
    ]
    label, before, after = _place(access, monday)
    return Week(monday, label, tuple(lines), scheme, ends > access.on, before, after)


def _evidence(access: Access, starts: date, ends: date) -> list[ClassEvidence]:
    states = [state for state in states_between(access, starts, ends) if state.scheduled]
    hours, by_class = _hours(access, starts), defaultdict(list)
    for state in states:
        by_class[state.roll.id].append(state)
    asked = answers(access, starts, ends, [of_class[0].roll for of_class in by_class.values()])
    away = long_absences(access, starts, ends)
    return [
        ClassEvidence(
            roll=of_class[0].roll,
            states=tuple(state for state in of_class if _has_come(state, hours)),
            answers=tuple(answer for answer in asked if answer.class_id == class_id),
            away=tuple(away.get(class_id, ())),
            hours=hours,
        )
        for class_id, of_class in by_class.items()
    ]


def _has_come(state: SheetState, hours: ReportingHours) -> bool:
    return state.record is not None or hours.deadline(state.slot) <= clock.now()


def _hours(access: Access, on: date) -> ReportingHours:
    values = settings_of(access, ("report_by_morning", "report_by_afternoon"), on)
    return ReportingHours(*(time.fromisoformat(value) for value in values.values()))


class _Groups:
    """The words for a class's group; one statement where campuses part the classes."""

    def __init__(self, access: Access, grouping: Grouping) -> None:
        self._by_campus = grouping in (Grouping.CAMPUS, Grouping.CAMPUS_AND_GRADE)
        self._by_grade = grouping in (Grouping.GRADE, Grouping.CAMPUS_AND_GRADE)
        self._campuses = campus_names(access) if self._by_campus else {}

    def name(self, roll: ClassRoll) -> str:
        campus = self._campuses.get(roll.calendar.campus_id or 0, ("", "Điểm chính"))[1]
        grade = ("Lớp ghép " if len(roll.grades) > 1 else "Khối ") + "+".join(map(str, roll.grades))
        return " · ".join([campus] * self._by_campus + [grade] * self._by_grade)


def _place(access: Access, monday: date) -> tuple[str, date | None, date | None]:
    """The week's words, and the Mondays of the school weeks before and after it."""
    weeks = _weeks(class_cards(access, monday - _SUMMER, monday + ONE_WEEK))
    here = next((week for week in weeks if week.starts == monday), None)
    return (
        here.label if here else f"{monday:%d/%m} – {monday + ONE_WEEK - ONE_DAY:%d/%m/%Y} (tuần nghỉ)",
        max((week.starts for week in weeks if week.starts < monday), default=None),
        min((week.starts for week in weeks if monday < week.starts <= access.on), default=None),
    )


def _weeks(cards: list[ClassCard]) -> tuple[SchoolWeek, ...]:
    if not cards:
        return ()
    calendar = max((card.calendar for card in cards), key=lambda calendar: calendar.year.starts)
    holidays = [
        Span(
            closed.first.date + ONE_DAY * (closed.first.half_day is HalfDay.AFTERNOON),
            closed.last.date + ONE_DAY * (closed.last.half_day is HalfDay.AFTERNOON),
        )
        for closed in calendar.closures
        if closed.scope is Scope.SCHOOL and not closed.flood
    ]
    return school_weeks(calendar.year, holidays)
