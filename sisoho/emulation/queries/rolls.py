"""How many pupils a rate is a rate of, by level."""

from collections.abc import Iterable

from peewee import fn

from sisoho.access import Access
from sisoho.emulation.rules.targets import ALL_LEVELS
from sisoho.schools.models import Enrolment, OpeningRoll, SchoolYear
from sisoho.schools.rules import level_of


def roll_by_level(access: Access, year: str) -> dict[str, int]:
    """Level, or ALL_LEVELS → pupils of the opening roll; of a school that has not frozen it, of today.

    For a unit above schools the sum of its schools; two statements.
    """
    units = [access.unit_id] if access.unit_kind == "school" else sorted(access.school_ids)
    frozen = _counts(OpeningRoll, units, year)
    today = (Enrolment.starts <= access.on) & (Enrolment.ends.is_null() | (Enrolment.ends > access.on))
    rest = sorted(set(units) - {unit_id for unit_id, _, _ in frozen})
    counts: dict[str, int] = {}
    for _, grade, pupils in frozen + (_counts(Enrolment, rest, year, today) if rest else []):
        for level in filter(None, (ALL_LEVELS, level_of(grade))):
            counts[level] = counts.get(level, 0) + pupils
    return counts


def _counts(
    model: type[OpeningRoll] | type[Enrolment], units: Iterable[int], year: str, also: object = True
) -> list[tuple[int, int, int]]:
    """(unit, grade, pupils)."""
    query = (
        model.select(model.unit, model.grade, fn.COUNT(fn.DISTINCT(model.pupil)))
        .join(SchoolYear, on=(model.year == SchoolYear.id) & (SchoolYear.unit == model.unit))
        .where(model.unit.in_(list(units)) & (SchoolYear.label == year))
        .group_by(model.unit, model.grade)
    )
    return list((query if also is True else query.where(also)).tuples())
