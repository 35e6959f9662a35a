"""The targets as the page shows them: side by side, as rates and as counts of pupils."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.emulation.queries.rolls import roll_by_level
from sisoho.emulation.queries.targets import InForce, targets_in_force
from sisoho.emulation.rules.targets import ALL_LEVELS, Indicator, Origin, level_label, remarks
from sisoho.schools.queries import unit_card
from sisoho.schools.rules import Level


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
