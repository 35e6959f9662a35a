"""The targets in force for a unit: its own words, and those of the units above it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sisoho.access import Access
from sisoho.emulation import models
from sisoho.emulation.rules.targets import (
    Indicator,
    Origin,
)
from sisoho.schools.models import UnitProfile
from sisoho.schools.queries import current_year

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
