"""Bảng tin sĩ số: the week of the school and its classes in counts, for a wall anybody may read.

Nothing here carries a pupil or a family; dropouts are told for the school and its levels only, because
in a class of thirty everybody would know who is meant.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from sisoho.access import Access, Right
from sisoho.emulation.queries.scheme import scheme_of
from sisoho.emulation.rules.targets import rate
from sisoho.outreach.queries import returns
from sisoho.rollcall.queries import states_between
from sisoho.rollcall.rules import SheetTotals, total
from sisoho.school_calendar import monday_of
from sisoho.schools.queries import current_year
from sisoho.today.queries.home import attendance_target
from sisoho.today.queries.standings import Standing, standings

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ClassWeek:
    """`attendance` is None before the week's first sheet; `back`: pupils who came back this week.

    `is_small`: so few pupils that a rate points at one of them, so no figure of it is shown.
    """

    name: str
    pupils: int
    is_small: bool
    attendance: Fraction | None
    back: int


@dataclass(frozen=True, slots=True)
class NoticeBoard:
    """`target`: the attendance the school wants, in percent."""

    starts: date
    last: date
    year: str
    classes: tuple[ClassWeek, ...]
    attendance: Fraction | None
    target: Decimal | None
    standings: tuple[Standing, ...]

    @property
    def target_text(self) -> str:
        """`98 %`, "" where the school set none."""
        return "" if self.target is None else rate(self.target)

    @property
    def pupils(self) -> int:
        return sum(line.pupils for line in self.classes)

    @property
    def back(self) -> int:
        return sum(line.back for line in self.classes)


def notice_board(access: Access) -> NoticeBoard:
    """The present week so far. As many statements for a school of any size. Raises NotAllowed."""
    access.need(Right.SEE_SCHOOL)
    monday, year = monday_of(access.on), current_year(access)
    back = returns(access, monday, monday + ONE_WEEK)
    rolls, sheets = {}, defaultdict(list)
    for state in states_between(access, monday, monday + ONE_WEEK):
        rolls[state.roll.id] = state.roll
        if state.totals:
            sheets[state.roll.id].append(state.totals)
    smallest = scheme_of(access, monday).smallest_ranked
    sums: dict[int, SheetTotals] = {class_id: total(sheets[class_id]) for class_id in rolls}
    return NoticeBoard(
        starts=monday,
        last=monday + ONE_WEEK - ONE_DAY,
        year=year.label if year else "",
        classes=tuple(
            ClassWeek(roll.name, pupils, pupils < smallest, sums[id_].attendance_rate, len(back.get(id_, ())))
            for id_, roll in rolls.items()
            for pupils in [len(roll.enrolled(access.on))]
        ),
        attendance=total(sums.values()).attendance_rate,
        target=attendance_target(access),
        standings=tuple(standings(access, year, list(rolls.values()))) if year else (),
    )
