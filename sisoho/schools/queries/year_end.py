"""Results of a year as they stand, and who dropped out in the summer before it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sisoho.access import Access
from sisoho.schools.models import (
    Enrolment,
    Move,
    Pupil,
    ResultConfirmation,
    SchoolClass,
    SchoolYear,
    StaffMember,
    YearResult,
)
from sisoho.schools.queries.birth import birth_text, births_of_namesakes
from sisoho.schools.queries.years import YearCard, begun_year
from sisoho.schools.rules import Level, MoveKind, MoveState, Result, level_of, percent_text


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A pupil of a class when the year ends; `id` is the row id, `result` None while nobody decided.

    `birth` is said of namesakes alone.
    """

    id: int
    public_id: str
    name: str
    sort_key: str
    class_id: int
    grade: int
    birth: str
    result: Result | None
    reason: str = ""
    on: date | None = None
    by: str = ""


def ending_year(access: Access) -> YearCard | None:
    """The year whose results are decided: the latest that has begun. None before the first."""
    return begun_year(access, access.on)


def result_lines(
    access: Access, year: YearCard, class_ids: Collection[int] | None = None
) -> list[ResultLine]:
    """Who is on the roll on the year's last day (today, before it), by given name; two statements."""
    day = min(access.on, year.last_day)
    e, p = Enrolment, Pupil
    wanted = (e.unit == access.unit_id) & (e.year == year.id) & (e.starts <= day)
    wanted &= e.ends.is_null() | (e.ends > day)
    if class_ids is not None:
        wanted &= e.school_class.in_(list(class_ids))
    rows = (
        e.select(
            p.birth_date,
            p.birth_precision,
            p.id,
            p.public_id,
            p.full_name,
            p.sort_key,
            e.school_class,
            e.grade,
        )
        .join(p, on=(e.pupil == p.id) & (p.unit == e.unit))
        .where(wanted)
        .tuples()
    )
    said = _said(access, year.id)
    lines = [
        ResultLine(*(*row, birth_text(born, precision), *said.get(row[0], (None,))))
        for born, precision, *row in rows
    ]
    told = births_of_namesakes((line.id, (line.class_id, line.name), line.birth) for line in lines)
    lines = [replace(line, birth=told.get(line.id, "")) for line in lines]
    return sorted(lines, key=lambda line: (line.sort_key, line.id))


def gone_in_summer(access: Access, year: YearCard) -> frozenset[int]:
    """Row ids of who left after the year's last day: judged with their class, but due nowhere here."""
    m = Move
    rows = m.select(m.pupil).where(
        (m.unit == access.unit_id)
        & (m.year == year.id)
        & (m.on >= year.ends)
        & (m.state != MoveState.CANCELLED.value)
    )
    return frozenset(row.pupil_id for row in rows)


def _said(access: Access, year_id: int) -> dict[int, tuple[Any, ...]]:
    """pupil id → result, reason, day, who: the latest word of each."""
    r = YearResult
    rows = (
        r.select(r.pupil, r.result, r.reason, r.on, StaffMember.full_name)
        .left_outer_join(StaffMember, on=(StaffMember.id == r.by) & (StaffMember.unit == r.unit))
        .where((r.unit == access.unit_id) & (r.year == year_id))
        .order_by(r.recorded_at, r.id)
        .tuples()
    )
    return {pupil: (Result(result), reason, on, by or "") for pupil, result, reason, on, by in rows}


def result_history(access: Access, pupil_id: int) -> list[tuple[str, str, date, str]]:
    """Every word on a pupil's results, newest first: year, result, day, reason."""
    r = YearResult
    rows = (
        r.select(SchoolYear.label, r.result, r.on, r.reason)
        .join(SchoolYear, on=(SchoolYear.id == r.year) & (SchoolYear.unit == r.unit))
        .where((r.unit == access.unit_id) & (r.pupil == pupil_id))
        .order_by(r.recorded_at.desc(), r.id.desc())
        .tuples()
    )
    return [(year, Result(result).label, on, reason) for year, result, on, reason in rows]


def confirmed_classes(access: Access, year_id: int) -> frozenset[int]:
    """Row ids of the classes whose results a leader stands for."""
    c = ResultConfirmation
    rows = (
        c.select(c.school_class)
        .join(SchoolClass, on=(SchoolClass.id == c.school_class) & (SchoolClass.unit == c.unit))
        .where((c.unit == access.unit_id) & (SchoolClass.year == year_id))
        .tuples()
    )
    return frozenset(class_id for (class_id,) in rows)


@dataclass(frozen=True, slots=True)
class SummerCount:
    """Who was due on the first day (lên lớp, lưu ban, đã tuyển), and who dropped out in the summer.

    Apart from the year's own rate, whose denominator is the opening roll without them.
    """

    due: int
    dropped: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.dropped, self.due) if self.due else None

    @property
    def text(self) -> str:
        """`1/45 em (2,222 %)`: at such numbers a rate says little without its counts."""
        return f"{self.dropped}/{self.due} em ({percent_text(self.rate, 3)})"


def summer_counts(access: Access, year: YearCard) -> Mapping[Level, SummerCount]:
    """By level; one statement."""
    m, c = Move, SchoolClass
    rows = (
        m.select(m.pupil, m.kind, m.on, c.grades)
        .join(c, on=(c.unit == m.unit) & ((c.id == m.to_class) | (c.id == m.from_class)))
        .where(
            (m.unit == access.unit_id)
            & (m.year == year.id)
            & (m.state != MoveState.CANCELLED.value)
            & m.kind.in_([MoveKind.ENROLLED.value, MoveKind.SUMMER_DROPPED.value])
            & (m.on <= year.opening_roll_on)
        )
        .tuples()
    )
    due: dict[Level, set[int]] = {level: set() for level in Level}
    dropped: dict[Level, set[int]] = {level: set() for level in Level}
    for pupil_id, kind, _on, grades in rows:
        level = level_of(int(grades.split(",")[0]))
        if level is not None:
            (due if kind == MoveKind.ENROLLED else dropped)[level].add(pupil_id)
    return {level: SummerCount(len(due[level]), len(dropped[level])) for level in Level if due[level]}
