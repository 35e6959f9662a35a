"""From grade 5 to grade 6, child by child: who completed primary, where each goes, and who arrived.

The two numbers of "huy động vào lớp 6" (domain: new grade 6 ÷ completed primary of last year) are
these lists counted; the commune sees the counts alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from peewee import JOIN, fn

from sisoho import db
from sisoho.access import Access, Right
from sisoho.schools.models import Enrolment, Handover, Pupil, SchoolClass, SchoolYear, YearResult
from sisoho.schools.queries.birth import birth_text, sex_text
from sisoho.schools.queries.classes import enrolled_on
from sisoho.schools.queries.units import unit_names
from sisoho.schools.rules import LAST_OF_PRIMARY, Result


@dataclass(frozen=True, slots=True)
class Completed:
    """A pupil who completed primary here. state: inside | "" (nobody said where) | as models.Handover.

    `inside`: in grade 6 of this very school. `id` and `handover_id` are row ids.
    """

    id: int
    public_id: str
    name: str
    birth: str
    sex: str
    class_name: str
    state: str
    to_school: str
    arrived_on: date | None
    handover_id: int | None

    @property
    def has_arrived(self) -> bool:
        return self.state in ("inside", "arrived")


def completed_year(access: Access) -> SchoolYear | None:
    """The last year of this school that ended with someone completing primary."""
    found: SchoolYear | None = (
        SchoolYear.select(SchoolYear)
        .join(YearResult, on=(YearResult.year == SchoolYear.id) & (YearResult.unit == SchoolYear.unit))
        .where((SchoolYear.unit == access.unit_id) & (YearResult.result == Result.COMPLETED_PRIMARY.value))
        .order_by(SchoolYear.starts.desc())
        .first()
    )
    return found


def completed_primary(access: Access, year: SchoolYear) -> list[Completed]:
    """By class and given name; three statements."""
    access.need(Right.CONFIRM_TRANSFER)
    inside = _inside(access, year)
    going = {row.pupil_id: row for row in _handovers(access, year)}
    names = unit_names({row.to_unit_id for row in going.values() if row.to_unit_id}, access.on)
    return [
        _completed(row, row.pupil_id in inside, going.get(row.pupil_id), names)
        for row in sorted(_latest(access, year), key=lambda row: (row.school_class.name, row.pupil.sort_key))
    ]


def _latest(access: Access, year: SchoolYear) -> list[Any]:
    """The results that stand: the latest word of each pupil, if it is completed primary."""
    r, later = YearResult, YearResult.alias()
    last = (
        later.select(fn.MAX(later.id))
        .where((later.unit == access.unit_id) & (later.year == year.id))
        .group_by(later.pupil)
    )
    return list(
        r.select(r, Pupil, SchoolClass)
        .join(Pupil, on=(Pupil.id == r.pupil) & (Pupil.unit == r.unit))
        .switch(r)
        .join(SchoolClass, on=(SchoolClass.id == r.school_class) & (SchoolClass.unit == r.unit))
        .where((r.unit == access.unit_id) & r.id.in_(last) & (r.result == Result.COMPLETED_PRIMARY.value))
    )


def _inside(access: Access, year: SchoolYear) -> set[int]:
    e = Enrolment
    rows = e.select(e.pupil).where(
        (e.unit == access.unit_id)
        & (e.starts >= year.ends)
        & (e.grade > LAST_OF_PRIMARY)
        & (e.ends.is_null() | (e.ends > e.starts))  # who dropped out in the summer never came
    )
    return {pupil_id for (pupil_id,) in rows.tuples()}


def _handovers(access: Access, year: SchoolYear) -> list[Handover]:
    own = (Handover.unit == access.unit_id) & (Handover.year == year.id)
    return list(Handover.select().where(own & (Handover.state != "withdrawn")).order_by(Handover.id))


def _completed(row: Any, inside: bool, going: Handover | None, names: dict[int, str]) -> Completed:
    state = "inside" if inside else going.state if going else ""
    where = (going.to_name or names.get(going.to_unit_id, "")) if going and not inside else ""
    return Completed(
        row.pupil_id,
        row.pupil.public_id,
        row.pupil.full_name,
        birth_text(row.pupil.birth_date, row.pupil.birth_precision),
        sex_text(row.pupil.sex),
        row.school_class.name,
        state,
        where,
        going.arrived_on if going else None,
        going.id if going else None,
    )


@dataclass(frozen=True, slots=True)
class Arriving:
    """A child another school says is coming into grade 6 here.

    `same_id`: an own pupil who is this child already (same ID number, or name and birth date): the
    records are joined instead of copied. `same` says who that is.
    """

    id: int
    public_id: str
    from_unit_id: int
    former_id: int
    name: str
    birth: str
    sex: str
    from_school: str
    state: str
    arrived_on: date | None
    same_id: int | None
    same: str


def arriving(access: Access) -> list[Arriving]:
    """Those of the last intake, by school and given name: who has arrived and who has not."""
    access.need(Right.CONFIRM_TRANSFER)
    h = Handover
    with db.unscoped("a handover is read by the school it goes to"):
        rows = list(
            h.select(h, Pupil)
            .join(Pupil, on=(Pupil.id == h.pupil) & (Pupil.unit == h.unit))
            .where((h.to_unit == access.unit_id) & (h.state != "withdrawn"))
            .order_by(h.id)
        )
        years = dict(
            SchoolYear.select(SchoolYear.id, SchoolYear.ends)
            .where(SchoolYear.id.in_({row.year_id for row in rows}))
            .tuples()
        )
    last = max((ends.year for ends in years.values()), default=0)
    rows = [row for row in rows if years[row.year_id].year == last]
    names = unit_names({row.unit_id for row in rows}, access.on)
    own = _own(access, rows)
    found = [_arriving(row, names.get(row.unit_id, ""), own) for row in rows]
    keys = {row.id: row.pupil.sort_key for row in rows}
    return sorted(found, key=lambda one: (one.from_school, keys[one.id]))


def _own(access: Access, rows: Collection[Any]) -> dict[Any, tuple[int, str]]:
    """ID number, or name and day of birth → own pupil and what the clerk is shown of that pupil."""
    p = Pupil
    keys = {row.pupil.sort_key for row in rows}
    numbers = {row.pupil.id_number for row in rows} - {""}
    today = (Enrolment.pupil == p.id) & (Enrolment.unit == p.unit) & enrolled_on(access.on)
    found: dict[Any, tuple[int, str]] = {}
    query = (
        p.select(p.id, p.full_name, p.sort_key, p.birth_date, p.id_number, SchoolClass.name)
        .join(Enrolment, JOIN.LEFT_OUTER, on=today)
        .join(
            SchoolClass,
            JOIN.LEFT_OUTER,
            on=(SchoolClass.id == Enrolment.school_class) & (SchoolClass.unit == p.unit),
        )
        .where((p.unit == access.unit_id) & (p.sort_key.in_(keys) | p.id_number.in_(numbers)))
    )
    for id_, name, key, birth, number, class_name in query.tuples():
        said = (id_, f"{name}, {class_name or 'chưa có lớp'}")
        found[(key, birth)] = said
        if number:
            found[number] = said
    return found


def _arriving(row: Any, from_school: str, own: dict[Any, tuple[int, str]]) -> Arriving:
    child = row.pupil
    alike = (child.sort_key, child.birth_date) if child.birth_date else None
    same_id, same = own.get(child.id_number) or own.get(alike) or (None, "")
    return Arriving(
        row.id,
        row.public_id,
        row.unit_id,
        row.pupil_id,
        child.full_name,
        birth_text(child.birth_date, child.birth_precision),
        sex_text(child.sex),
        from_school,
        row.state,
        row.arrived_on,
        same_id,
        same,
    )


@dataclass(frozen=True, slots=True)
class IntoGradeSix:
    """Counts of one school's leavers, no names: what the commune sees."""

    school: str
    completed: int
    inside: int
    arrived: int

    @property
    def missing(self) -> int:
        return self.completed - self.inside - self.arrived

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.inside + self.arrived, self.completed) if self.completed else None


def into_grade_six(pupils: Collection[Completed], school: str) -> IntoGradeSix:
    states = [pupil.state for pupil in pupils]
    return IntoGradeSix(school, len(states), states.count("inside"), states.count("arrived"))
