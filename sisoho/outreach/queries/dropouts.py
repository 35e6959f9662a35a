"""Danh sách học sinh bỏ học: who has left school, who may be about to, and what was done."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.outreach.queries.dropout_people import Person, Visits, people, visits_about
from sisoho.outreach.queries.duties import Duties, duties
from sisoho.outreach.queries.histories import ONE_DAY, Histories, History, histories
from sisoho.outreach.rules import (
    OFFICIAL_AFTER,
    Cause,
    DropoutGroup,
    Streak,
    absence_streak,
    causes_named,
    is_suspected,
    sessions_missed,
)
from sisoho.school_calendar import LessonKind, Slot, covers, due_slots
from sisoho.schools.models import Move, SchoolClass
from sisoho.schools.queries import SummerCount, current_year, summer_counts
from sisoho.schools.queries.settings import setting
from sisoho.schools.rules import DROPPING, Level, MoveKind, MoveState, level_of
from sisoho.vietnamese import format_date

_DROPPING = [kind.value for kind in DROPPING]
_TELLING = [
    *_DROPPING,
    *(kind.value for kind in (MoveKind.RETURNED, MoveKind.ENROLLED, MoveKind.TRANSFER_IN)),
]


@dataclass(frozen=True, slots=True)
class DropoutLine:
    """`sessions`: days missed of own accord this year; None for an earlier year. `causes`: groups only."""

    group: DropoutGroup
    person: Person
    class_name: str
    since: date
    sessions: int | None
    causes: tuple[Cause, ...]
    assigned: str
    result: str
    level: Level | None = None  # of a class of this year

    @property
    def is_over_rule(self) -> bool:
        return self.sessions is not None and self.sessions > OFFICIAL_AFTER

    @property
    def causes_label(self) -> str:
        return "; ".join(cause.label for cause in self.causes)


@dataclass(frozen=True, slots=True)
class DropoutRegister:
    """`year` is its label, "" before the first; `groups` hold those that have lines, in their order.

    `summer`: the rate of the summer before the year, apart from the year's own.
    """

    year: str
    groups: tuple[tuple[DropoutGroup, tuple[DropoutLine, ...]], ...]
    suspect_after: int
    summer: Mapping[Level, SummerCount]

    def of(self, group: DropoutGroup) -> tuple[DropoutLine, ...]:
        return dict(self.groups).get(group, ())

    def only(self, group: str, level: str) -> "DropoutRegister":
        """Narrowed to a group and a level, by their values; "" narrows nothing."""
        kept = (
            (one, tuple(line for line in lines if level in ("", line.level)))
            for one, lines in self.groups
            if group in ("", one)
        )
        return replace(self, groups=tuple((one, lines) for one, lines in kept if lines))


@dataclass(frozen=True, slots=True)
class _Left:
    """A dropout as the moves tell it."""

    pupil_id: int
    class_id: int
    class_name: str
    on: date
    this_year: bool
    in_summer: bool
    returned_on: date | None
    causes: tuple[Cause, ...]


def dropout_register(access: Access) -> DropoutRegister:
    """For leaders and the clerk: facts and results, no narrative of a visit. Raises NotAllowed."""
    access.need(Right.SEE_REGISTERS)
    year = current_year(access)
    after = setting(access, "suspect_after", access.on)
    if year is None:
        return DropoutRegister("", (), after, {})
    past = histories(access, year.starts, access.on)
    left = list(_left(access, year.id))
    enrolled = _enrolled(past, access.on)
    of_left = _main_lessons(past, access.on, {one.pupil_id for one in left})
    absent = _main_lessons(past, access.on, past.marked_absent() & enrolled.keys())
    suspected = {
        pupil_id: history
        for pupil_id, history in absent.items()
        if is_suspected(_days(absence_streak(history)), sessions_missed(history), after)
    }
    ids = [*(one.pupil_id for one in left), *suspected]
    levels = {roll.id: level_of(roll.grades[0]) for roll in past.rolls}
    found = _Lines(people(access, ids), visits_about(access, ids), duties(access, access.on), levels)
    lines = [
        *(found.left(one, sessions_missed(of_left[one.pupil_id])) for one in left),
        *(found.suspected(pupil_id, *enrolled[pupil_id], history) for pupil_id, history in suspected.items()),
    ]
    return DropoutRegister(year.label, tuple(_grouped(lines)), after, summer_counts(access, year))


def _grouped(lines: list[DropoutLine]) -> Iterator[tuple[DropoutGroup, tuple[DropoutLine, ...]]]:
    for group in DropoutGroup:
        own = [line for line in lines if line.group is group]
        if own:
            yield group, tuple(sorted(own, key=lambda line: (line.class_name, line.person.sort_key)))


@dataclass(frozen=True, slots=True)
class _Lines:
    people: Mapping[int, Person]
    visits: Mapping[int, Visits]
    duties: Duties
    levels: Mapping[int, Level | None]

    def left(self, one: _Left, missed: int) -> DropoutLine:
        group = DropoutGroup.THIS_YEAR if one.this_year else DropoutGroup.EARLIER
        result = self._visits(one.pupil_id).result
        if one.returned_on is not None:
            group, result = DropoutGroup.RETURNED, f"Trở lại lớp ngày {format_date(one.returned_on)}"
        if one.in_summer and one.this_year:  # also once back: then an addition to the roll, no dropout less
            group = DropoutGroup.SUMMER
        sessions = missed if one.this_year and not one.in_summer else None
        line = self._line(group, one.pupil_id, one.class_id, one.class_name, one.on, sessions, result)
        return line if line.causes else replace(line, causes=one.causes)  # nobody was met: as registered

    def suspected(self, pupil_id: int, class_id: int, class_name: str, history: History) -> DropoutLine:
        slot = absence_streak(history).since
        assert slot is not None  # is_suspected asks for a present absence
        result, missed = self._visits(pupil_id).result, sessions_missed(history)
        return self._line(DropoutGroup.SUSPECTED, pupil_id, class_id, class_name, slot.date, missed, result)

    def _line(
        self, group: DropoutGroup, pupil_id: int, class_id: int, class_name: str, since: date,
        sessions: int | None, result: str,
    ) -> DropoutLine:  # fmt: skip
        person = self.people[pupil_id]
        staff = self.duties.answerable(person.village_id, class_id)
        assigned = ", ".join(one.name for one in staff)
        causes = self._visits(pupil_id).causes
        level = self.levels.get(class_id)
        return DropoutLine(group, person, class_name, since, sessions, causes, assigned, result, level)

    def _visits(self, pupil_id: int) -> Visits:
        return self.visits.get(pupil_id, Visits())


def _left(access: Access, year_id: int) -> Iterator[_Left]:
    """Everyone whose last word is that they dropped out, and who dropped out and came back this year."""
    m, c, d = Move, SchoolClass, Move.alias()
    dropped = d.select(d.pupil).where((d.unit == access.unit_id) & d.kind.in_(_DROPPING))
    rows: Iterable[Any] = (
        m.select(m.pupil, m.kind, m.on, m.year, m.from_class, c.name, m.reason)
        .join(c, JOIN.LEFT_OUTER, on=(c.id == m.from_class) & (c.unit == m.unit))
        .where(
            (m.unit == access.unit_id)
            & (m.state != MoveState.CANCELLED.value)
            & m.kind.in_(_TELLING)
            & m.pupil.in_(dropped)
        )
        .order_by(m.on, m.id)
        .tuples()
    )
    by_pupil: dict[int, list[Any]] = defaultdict(list)
    for pupil_id, *rest in rows:
        by_pupil[pupil_id].append(rest)
    for pupil_id, told in by_pupil.items():
        at = max(place for place, row in enumerate(told) if row[0] in _DROPPING)
        kind, on, year, class_id, class_name, reason = told[at]
        back = told[at + 1][1] if at + 1 < len(told) else None
        if back is None or year == year_id:
            yield _Left(
                pupil_id,
                class_id,
                class_name or "",
                on,
                year == year_id,
                kind == MoveKind.SUMMER_DROPPED,
                back,
                causes_named(reason),
            )


def _enrolled(past: Histories, on: date) -> dict[int, tuple[int, str]]:
    """pupil id → class id and name, of those in class."""
    return {
        pupil.id: (roll.id, roll.name)
        for roll in past.rolls
        for pupil in roll.pupils
        if any(covers(span, on) for span in pupil.dates.enrolled)
    }


def _main_lessons(past: Histories, until: date, pupil_ids: Collection[int]) -> dict[int, History]:
    """pupil id → the half-days of chính khóa on which the pupil was due, newest first."""
    main: dict[int, set[Slot]] = defaultdict(set)
    for roll in past.rolls:
        kinds = {LessonKind.CHINH_KHOA}
        slots = due_slots(roll.calendar, past.starts, until + ONE_DAY, kinds=kinds)
        for pupil in roll.pupils:
            main[pupil.id].update(slots)
    return {
        pupil_id: [(slot, seen) for slot, seen in history if slot in main[pupil_id]]
        for pupil_id, history in past.newest_first(pupil_ids).items()
    }


def _days(streak: Streak) -> int:
    return len({slot.date for slot in streak.slots})
