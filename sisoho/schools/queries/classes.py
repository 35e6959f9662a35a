"""Classes and who is in them, as a list on screen and paper has them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from peewee import JOIN, Case, fn

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.schools.models import Duty, Enrolment, Pupil, PupilPlace, SchoolClass, StaffMember, Village
from sisoho.schools.queries.birth import birth_text, sex_text
from sisoho.schools.queries.units import campus_names
from sisoho.schools.rules import Level, level_of


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class with its numbers of today; `id` is the row id."""

    id: int
    public_id: str
    name: str
    grades: tuple[int, ...]
    campus: str
    homeroom: str
    pupils: int
    girls: int

    @property
    def level(self) -> Level | None:
        return level_of(self.grades[0])

    @property
    def joins_grades(self) -> bool:
        return len(self.grades) > 1


def class_lines(access: Access, year_id: int, class_id: int | None = None) -> list[ClassLine]:
    """The classes of a year by grade and name, or the one of that row id."""
    condition = (SchoolClass.unit == access.unit_id) & (SchoolClass.year == year_id)
    if class_id is not None:
        condition &= SchoolClass.id == class_id
    rows = list(SchoolClass.select().where(condition))
    ids = [row.id for row in rows]
    counts, homeroom, campuses = _counts(access, ids), _homeroom(access, ids), campus_names(access)
    lines = [
        ClassLine(
            row.id,
            row.public_id,
            row.name,
            tuple(map(int, row.grades.split(","))),
            campuses.get(row.campus_id, ("", ""))[1],
            ", ".join(homeroom[row.id]),
            *counts.get(row.id, (0, 0)),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.grades, len(line.name), line.name))


def _counts(access: Access, class_ids: list[int]) -> dict[int, tuple[int, int]]:
    girls = fn.SUM(Case(None, [(Pupil.sex == "female", 1)], 0))
    rows = (
        Enrolment.select(Enrolment.school_class, fn.COUNT(Enrolment.id), girls)
        .join(Pupil, on=(Enrolment.pupil == Pupil.id) & (Pupil.unit == Enrolment.unit))
        .where(
            (Enrolment.unit == access.unit_id)
            & Enrolment.school_class.in_(class_ids)
            & enrolled_on(access.on)
        )
        .group_by(Enrolment.school_class)
    )
    return {class_id: (int(pupils), int(girls or 0)) for class_id, pupils, girls in rows.tuples()}


def enrolled_on(on: date):  # type: ignore[no-untyped-def]
    """Enrolments that count on a day."""
    return (Enrolment.starts <= on) & (Enrolment.ends.is_null() | (Enrolment.ends > on))


def _homeroom(access: Access, class_ids: list[int]) -> dict[int, list[str]]:
    rows = (
        Duty.select(Duty, StaffMember)
        .join(StaffMember, on=(Duty.staff == StaffMember.id) & (StaffMember.unit == Duty.unit))
        .where(
            (Duty.unit == access.unit_id)
            & (Duty.kind == "homeroom")
            & Duty.school_class.in_(class_ids)
            & (Duty.starts <= access.on)
            & (Duty.ends.is_null() | (Duty.ends > access.on))
        )
    )
    names = defaultdict(list)
    for row in rows:
        names[row.school_class_id].append(row.staff.full_name)
    return names


@dataclass(frozen=True, slots=True)
class ListedPupil:
    """A line of a class list. The fields after `name` are empty for who may see names only."""

    id: int
    public_id: str
    name: str
    birth: str = ""
    sex: str = ""
    village: str = ""
    grade: int = 0


@dataclass(frozen=True, slots=True)
class ClassList:
    """`full`: the person may see more than names, and open the pupils' pages."""

    line: ClassLine
    pupils: tuple[ListedPupil, ...]
    full: bool


def class_list(access: Access, public_id: str) -> ClassList:
    """Who is in a class today, by given name.

    Any teacher of the school may see the names of any class (a substitute takes its roll); the rest
    is for its homeroom teacher, the leaders and the clerk (domain.md §9). Raises NotFound.
    """
    row = SchoolClass.get_or_none((SchoolClass.unit == access.unit_id) & (SchoolClass.public_id == public_id))
    if row is None:
        raise NotFound
    full = access.sees_class(row.id) or access.may(Right.SEE_REGISTERS)
    (line,) = class_lines(access, row.year_id, row.id)
    return ClassList(line, tuple(_pupils(access, row.id, full)), full)


def _pupils(access: Access, class_id: int, full: bool) -> list[ListedPupil]:
    on = access.on
    rows = (
        Enrolment.select(Enrolment, Pupil, Village.name.alias("village"))
        .join(Pupil, on=(Enrolment.pupil == Pupil.id) & (Pupil.unit == Enrolment.unit))
        .join(
            PupilPlace,
            JOIN.LEFT_OUTER,
            on=(PupilPlace.pupil == Pupil.id)
            & (PupilPlace.unit == access.unit_id)
            & (PupilPlace.starts <= on)
            & (PupilPlace.ends.is_null() | (PupilPlace.ends > on)),
        )
        .join(
            Village,
            JOIN.LEFT_OUTER,
            on=(PupilPlace.village == Village.id) & (Village.unit == access.commune_id),
        )
        .where((Enrolment.unit == access.unit_id) & (Enrolment.school_class == class_id) & enrolled_on(on))
        .objects()
    )
    # Sorted here: PostgreSQL would order the keys by its locale, not byte by byte.
    by_name = sorted(rows, key=lambda row: (row.sort_key, row.pupil_id))
    if not full:
        return [ListedPupil(row.pupil_id, row.public_id, row.full_name) for row in by_name]
    return [
        ListedPupil(
            row.pupil_id,
            row.public_id,
            row.full_name,
            birth_text(row.birth_date, row.birth_precision),
            sex_text(row.sex),
            row.village or "",
            row.grade,
        )
        for row in by_name
    ]


def class_ids(access: Access, year_id: int) -> dict[str, tuple[int, str]]:
    """Public id → (row id, name) of a year's classes, in their order."""
    return {line.public_id: (line.id, line.name) for line in class_lines(access, year_id)}


def joins_grades(access: Access, year_id: int) -> bool:
    """Whether some class of the year joins several grades, so that forms must ask for a pupil's own."""
    joined = SchoolClass.grades.contains(",")
    own = (SchoolClass.unit == access.unit_id) & (SchoolClass.year == year_id)
    return bool(SchoolClass.select().where(own & joined).exists())
