"""The school on the day its opening roll was frozen, as its plan tells it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from peewee import JOIN

from sisoho.access import Access
from sisoho.reports.rules import OpeningFigures
from sisoho.schools.models import Enrolment, OpeningRoll, Pupil, PupilPlace, SchoolClass
from sisoho.schools.queries import YearCard
from sisoho.schools.queries.classes import enrolled_on
from sisoho.schools.rules import Level, level_of

_MAJORITY = frozenset({"", "Kinh"})


@dataclass(frozen=True, slots=True)
class Opening:
    """`by_village`: village row id (None: not known) → pupils. `frozen`: else these are today's pupils."""

    figures: OpeningFigures
    by_level: Mapping[Level, int]
    by_village: Mapping[int | None, int]
    frozen: bool


def opening_of(access: Access, year: YearCard) -> Opening:
    """Of the frozen roll, or of those enrolled today where it is not frozen; three statements."""
    rows = _rows(access, year)
    levels = Counter(filter(None, (level_of(grade) for grade, _, _, _ in rows)))
    villages = Counter(village for _, _, _, village in rows)
    classes, campuses = _places(access, year)
    figures = OpeningFigures(
        classes=classes,
        pupils=len(rows),
        girls=sum(sex == "female" for _, sex, _, _ in rows),
        minority=sum(group not in _MAJORITY for _, _, group, _ in rows),
        campuses=campuses,
        villages=sum(village is not None for village in villages),
    )
    return Opening(figures, levels, villages, year.frozen_at is not None)


Row = tuple[int, str, str, int | None]


def _rows(access: Access, year: YearCard) -> list[Row]:
    """(grade, sex, ethnic group, village) of each pupil."""
    if year.frozen_at is not None:
        roll, day = OpeningRoll, year.opening_roll_on
        query = roll.select(roll.grade, roll.sex, roll.ethnic_group, PupilPlace.village)
    else:
        roll, day = Enrolment, access.on
        query = roll.select(roll.grade, Pupil.sex, Pupil.ethnic_group, PupilPlace.village).join(
            Pupil, on=(Pupil.id == roll.pupil) & (Pupil.unit == roll.unit)
        )
    living = (PupilPlace.starts <= day) & (PupilPlace.ends.is_null() | (PupilPlace.ends > day))
    query = query.join_from(
        roll,
        PupilPlace,
        JOIN.LEFT_OUTER,
        on=(PupilPlace.pupil == roll.pupil) & (PupilPlace.unit == roll.unit) & living,
    ).where((roll.unit == access.unit_id) & (roll.year == year.id))
    return list((query if year.frozen_at is not None else query.where(enrolled_on(day))).tuples())


def _places(access: Access, year: YearCard) -> tuple[int, int]:
    """How many classes, and at how many campuses (one where none is named)."""
    rows = SchoolClass.select(SchoolClass.campus).where(
        (SchoolClass.unit == access.unit_id) & (SchoolClass.year == year.id)
    )
    campuses = [row.campus_id for row in rows]
    return len(campuses), len(set(campuses)) or 1
