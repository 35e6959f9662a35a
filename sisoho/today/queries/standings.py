"""Dropouts of the year against the target, in pupils: a rate of 0,025 % tells nobody how many that is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sisoho.access import Access
from sisoho.emulation.queries import targets_in_force
from sisoho.emulation.queries.rolls import roll_by_level
from sisoho.emulation.rules.targets import ALL_LEVELS, Indicator, level_label
from sisoho.schools.queries import YearCard
from sisoho.schools.queries.dropouts import dropouts
from sisoho.schools.queries.due import ClassRoll
from sisoho.schools.rules import most_dropouts
from sisoho.today.queries.school import classes_by_level


@dataclass(frozen=True, slots=True)
class Standing:
    """Dropouts of a level, or of the whole school, against what the school measures itself by.

    `level` is a Level's value or ALL_LEVELS. `most`: how many there may be; None without a target.
    """

    level: str
    label: str
    roll: int
    dropouts: int
    most: int | None

    @property
    def is_level(self) -> bool:
        return self.level != ALL_LEVELS

    @property
    def left(self) -> int | None:
        """How many more the target still bears; below zero once it is missed."""
        return None if self.most is None else self.most - self.dropouts


def standings(access: Access, year: YearCard, rolls: Collection[ClassRoll]) -> Iterator[Standing]:
    """One for each level; for the whole school too where it has a target of its own. Four statements."""
    by_level = dropouts(access, year.id, classes_by_level(rolls))
    said, sizes = targets_in_force(access, year.label), roll_by_level(access, year.label)
    counts: dict[str, int] = {level.value: count for level, count in by_level.items()}
    if (Indicator.DROPOUT, ALL_LEVELS) in said:
        counts[ALL_LEVELS] = sum(by_level.values())
    for level, count in counts.items():
        target = said.get((Indicator.DROPOUT, level))
        ceiling = target.strictest if target else None
        roll = sizes.get(level, 0)
        most = None if ceiling is None else most_dropouts(ceiling, roll)
        label = "Toàn trường" if level == ALL_LEVELS else level_label(level)
        yield Standing(level, label, roll, count, most)
