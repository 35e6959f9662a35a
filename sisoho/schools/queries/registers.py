"""The school's list as it goes out to a spreadsheet, in the columns such lists have."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.schools.models import Enrolment, Guardian, Pupil, PupilHousehold, PupilPlace, SchoolClass, Village
from sisoho.schools.queries.birth import birth_text, sex_text
from sisoho.schools.queries.classes import enrolled_on
from sisoho.schools.queries.units import campus_names


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the school's list as it goes out to a spreadsheet; the ID number stands in full.

    `birth` is a date where the day is known, else text (03/2014).
    """

    id_number: str
    name: str
    birth: date | str
    sex: str
    ethnic_group: str
    class_name: str
    campus: str
    village: str
    father: str
    mother: str
    phone: str


def register_lines(access: Access, year_id: int, class_id: int | None = None) -> list[RegisterLine]:
    """Everyone in class today, by class and given name, or one class; for a person who may see it in full."""
    if class_id is None or not access.sees_class(class_id):
        access.need(Right.SEE_REGISTERS)
    condition = (Enrolment.unit == access.unit_id) & (Enrolment.year == year_id) & enrolled_on(access.on)
    if class_id is not None:
        condition &= Enrolment.school_class == class_id
    rows = list(
        Enrolment.select(
            Enrolment.pupil,
            Pupil,
            SchoolClass.name.alias("class_name"),
            SchoolClass.grades,
            SchoolClass.campus.alias("class_campus"),
            PupilPlace.campus.alias("own_campus"),
            Village.name.alias("village"),
        )
        .join(Pupil, on=(Enrolment.pupil == Pupil.id) & (Pupil.unit == Enrolment.unit))
        .join(
            PupilPlace,
            JOIN.LEFT_OUTER,
            on=(PupilPlace.pupil == Pupil.id)
            & (PupilPlace.unit == access.unit_id)
            & (PupilPlace.starts <= access.on)
            & (PupilPlace.ends.is_null() | (PupilPlace.ends > access.on)),
        )
        .join(
            Village,
            JOIN.LEFT_OUTER,
            on=(PupilPlace.village == Village.id) & (Village.unit == access.commune_id),
        )
        .switch(Enrolment)
        .join(
            SchoolClass, on=(Enrolment.school_class == SchoolClass.id) & (SchoolClass.unit == Enrolment.unit)
        )
        .where(condition)
        .objects()
    )
    rows.sort(key=lambda row: (row.grades, len(row.class_name), row.class_name, row.sort_key))
    family = _family(access, [row.pupil_id for row in rows])
    campuses = campus_names(access)
    return [
        RegisterLine(
            row.id_number,
            row.full_name,
            row.birth_date
            if row.birth_precision == "day" and row.birth_date
            else birth_text(row.birth_date, row.birth_precision),
            sex_text(row.sex),
            row.ethnic_group,
            row.class_name,
            campuses.get(row.own_campus or row.class_campus, ("", ""))[1],
            row.village or "",
            *_parents(family.get(row.pupil_id, [])),
        )
        for row in rows
    ]


def _family(access: Access, pupil_ids: list[int]) -> dict[int, list[Guardian]]:
    rows = (
        Guardian.select(Guardian, PupilHousehold.pupil.alias("of_pupil"))
        .join(
            PupilHousehold,
            on=(PupilHousehold.household == Guardian.household) & (PupilHousehold.unit == Guardian.unit),
        )
        .where(
            (Guardian.unit == access.unit_id)
            & PupilHousehold.ends.is_null()
            & PupilHousehold.pupil.in_(pupil_ids)
        )
        .order_by(Guardian.id)
        .objects()
    )
    found: dict[int, list[Guardian]] = {}
    for row in rows:
        found.setdefault(row.of_pupil, []).append(row)
    return found


def _parents(guardians: list[Guardian]) -> tuple[str, str, str]:
    """Father, mother, and the first phone of the household, the mother's before others'."""
    by_relation = {row.relation: row for row in reversed(guardians)}
    father, mother = by_relation.get("cha"), by_relation.get("mẹ")
    phones = [row.phone for row in (mother, father, *guardians) if row is not None and row.phone]
    return (
        father.full_name if father else "",
        mother.full_name if mother else "",
        phones[0] if phones else "",
    )
