"""The targets in force for a unit: its own words, and those of the units above it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peewee import fn

from sisoho.access import Access
from sisoho.emulation import models
from sisoho.emulation.rules.targets import (
    ALL_LEVELS,
    Indicator,
    Origin,
    level_label,
    remarks,
)
from sisoho.schools.models import Enrolment, OpeningRoll, SchoolYear, UnitProfile
from sisoho.schools.queries import current_year, unit_card
from sisoho.schools.rules import Level, level_of

_FIRST_MONTH = 7  # from July on, what a commune sets is for the school year to come


@dataclass(frozen=True, slots=True)
class TargetValue:
    """value in percent: 0.55 means 0,55 %. `source`: the paper it stands in."""

    value: Decimal
    source: str
    set_on: date


@dataclass(frozen=True, slots=True)
class InForce:
    """The three words about one indicator at one level; None where nothing was set."""

    superior: TargetValue | None = None
    resolution: TargetValue | None = None
    registered: TargetValue | None = None

    @property
    def strictest(self) -> Decimal | None:
        """What the unit measures itself by: its own word, else the conference's, else the superior's."""
        said = self.registered or self.resolution or self.superior
        return said.value if said else None


TargetKey = tuple[Indicator, str]


def year_label(access: Access) -> str:
    """The label of the school's year; for a unit above schools, of the year the day falls in."""
    year = current_year(access) if access.unit_kind == "school" else None
    if year is not None:
        return year.label
    first = access.on.year - (access.on.month < _FIRST_MONTH)
    return f"{first}-{first + 1}"


def targets_in_force(access: Access, year: str) -> dict[TargetKey, InForce]:
    """(indicator, level) → what is in force; one statement.

    The superior's word is what the nearest unit above has set for itself, a commune before the
    department; where none of them is on this server or has spoken, what the unit copied from paper.
    """
    superiors = [] if access.commune_id in (None, access.unit_id) else [access.commune_id]
    department = (
        UnitProfile.select(UnitProfile.parent)
        .where(
            (UnitProfile.unit == (access.commune_id or access.unit_id)) & (UnitProfile.starts <= access.on)
        )
        .order_by(UnitProfile.starts.desc())
        .limit(1)
    )
    t = models.Target
    whose = (t.unit == access.unit_id) | (
        (t.unit.in_(superiors) | t.unit.in_(department)) & (t.origin == Origin.REGISTERED.value)
    )
    rows = t.select().where(whose & (t.year_label == year) & (t.set_on <= access.on)).order_by(t.set_on, t.id)
    # Later rows overwrite earlier ones; far superiors come first, so that nearer ones overwrite them.
    near = [access.unit_id, *superiors]
    said: dict[TargetKey, dict[str, TargetValue]] = {}
    for row in sorted(rows, key=lambda row: row.unit_id in near[1:]):
        own = row.unit_id == access.unit_id
        word = row.origin if own else "above"
        key = Indicator(row.indicator), row.level
        said.setdefault(key, {})[word] = TargetValue(row.value, row.source, row.set_on)
    return {
        key: InForce(
            superior=words.get("above") or words.get(Origin.SUPERIOR),
            resolution=words.get(Origin.RESOLUTION),
            registered=words.get(Origin.REGISTERED),
        )
        for key, words in said.items()
    }


@dataclass(frozen=True, slots=True)
class TargetCell:
    """One target as the page tells it; `count` is "" where nobody is on the roll."""

    rate: str
    count: str
    source: str
    set_on: date


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One indicator at one level."""

    indicator: Indicator
    level: str
    label: str
    roll: int
    cells: Mapping[Origin, TargetCell]
    remarks: tuple[str, ...]


def target_levels(access: Access) -> tuple[str, ...]:
    """The levels a unit has targets for, all of it first."""
    return ALL_LEVELS, *(unit_card(access.unit_id, access.on).levels or map(str, Level))


def target_lines(access: Access, year: str, levels: Iterable[str]) -> list[TargetLine]:
    """Every indicator at every level, set or not."""
    found, rolls = targets_in_force(access, year), roll_by_level(access, year)
    return [
        _line(indicator, level, found.get((indicator, level), InForce()), rolls.get(level, 0))
        for indicator in Indicator
        for level in levels
    ]


def _line(indicator: Indicator, level: str, said: InForce, roll: int) -> TargetLine:
    words = {
        Origin.SUPERIOR: said.superior,
        Origin.RESOLUTION: said.resolution,
        Origin.REGISTERED: said.registered,
    }
    cells = {
        origin: TargetCell(
            indicator.rate_text(word.value), indicator.count_text(word.value, roll), word.source, word.set_on
        )
        for origin, word in words.items()
        if word is not None
    }
    values = [word.value if word else None for word in words.values()]
    return TargetLine(indicator, level, level_label(level), roll, cells, tuple(remarks(indicator, *values)))


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
