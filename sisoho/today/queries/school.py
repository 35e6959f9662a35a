"""The school's day as its leaders see it; every figure from the outreach board already read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.access import Access
from sisoho.outreach import queries as outreach
from sisoho.rollcall.queries import Resting, SheetState, attendance_of, resting, states_of
from sisoho.rollcall.rules import SheetTotals, total
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.queries.due import ClassRoll
from sisoho.schools.rules import Level, level_of
from sisoho.today.queries.hours import Hours

ONE_DAY = timedelta(days=1)
STRIP_DAYS = 14


@dataclass(frozen=True, slots=True)
class MissingClass:
    """A class whose sheet the school does not have; `phone` of its homeroom teacher, "" if unknown."""

    class_id: str
    name: str
    slot: Slot
    phone: str


@dataclass(frozen=True, slots=True)
class HalfDayFigures:
    """One half-day of the whole school. `is_late`: the hour for the roll is past."""

    slot: Slot
    reported: int
    scheduled: int
    totals: SheetTotals
    missing: tuple[MissingClass, ...]
    has_begun: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """A class or village; by half-day its totals, None while nobody has reported it."""

    name: str
    class_id: str
    by_half_day: Mapping[HalfDay, SheetTotals | None]


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """The day, its half-days with school, and the fourteen days up to it (rate in percent or None)."""

    day: date
    half_days: tuple[HalfDayFigures, ...]
    by_class: tuple[PlaceFigures, ...]
    by_village: tuple[PlaceFigures, ...]
    strip: tuple[tuple[str, float | None], ...]
    day_off: str
    has_classes: bool
    resting: tuple[Resting, ...]


def school_day(access: Access, hours: Hours, on_board: outreach.Board) -> SchoolDay:
    """No statement."""
    first = access.on - ONE_DAY * (STRIP_DAYS - 1)
    span = states_of(on_board.rolls, on_board.records, first, access.on + ONE_DAY, hours.is_locked)
    today = [state for state in span if state.slot.date == access.on and state.scheduled]
    by_half_day = {
        half_day: states
        for half_day in HalfDay
        if (states := [state for state in today if state.slot.half_day is half_day])
    }
    return SchoolDay(
        day=access.on,
        half_days=tuple(_figures(on_board, hours, states) for states in by_half_day.values()),
        by_class=_by_class(on_board, by_half_day),
        by_village=_by_village(on_board, by_half_day),
        strip=_strip(span, first),
        day_off=_day_off(access, on_board),
        has_classes=bool(on_board.rolls),
        resting=resting(on_board.rolls, access.on),
    )


def _figures(on_board: outreach.Board, hours: Hours, states: Sequence[SheetState]) -> HalfDayFigures:
    slot = states[0].slot
    return HalfDayFigures(
        slot=slot,
        reported=sum(state.record is not None for state in states),
        scheduled=len(states),
        totals=total(totals for state in states if (totals := state.totals)),
        missing=tuple(
            MissingClass(state.roll.public_id, state.roll.name, slot, _phone(on_board, state.roll.id))
            for state in states
            if state.record is None
        ),
        has_begun=hours.has_begun(slot),
        is_late=hours.is_late(slot),
    )


def _phone(on_board: outreach.Board, class_id: int) -> str:
    return next((person.phone for person in on_board.duties.homeroom(class_id) if person.phone), "")


ByHalfDay = Mapping[HalfDay, Sequence[SheetState]]


def _by_class(on_board: outreach.Board, by_half_day: ByHalfDay) -> tuple[PlaceFigures, ...]:
    found: dict[int, dict[HalfDay, SheetTotals | None]] = {}
    for half_day, states in by_half_day.items():
        for state in states:
            found.setdefault(state.roll.id, {})[half_day] = state.totals
    return tuple(
        PlaceFigures(roll.name, roll.public_id, found[roll.id]) for roll in on_board.rolls if roll.id in found
    )


def _by_village(on_board: outreach.Board, by_half_day: ByHalfDay) -> tuple[PlaceFigures, ...]:
    """In the commune's order; pupils whose village is not known last."""
    sums = {half_day: attendance_of(states).by_village for half_day, states in by_half_day.items()}
    villages = [(card.id, card.name) for card in on_board.villages.by_id.values()]
    return tuple(
        PlaceFigures(name, "", {half_day: totals.get(id_) for half_day, totals in sums.items()})
        for id_, name in [*villages, (None, "Chưa ghi thôn buôn")]
        if any(id_ in totals for totals in sums.values())
    )


def _strip(span: Sequence[SheetState], first: date) -> tuple[tuple[str, float | None], ...]:
    by_day: dict[date, SheetTotals] = defaultdict(SheetTotals)
    for state in span:
        if totals := state.totals:
            by_day[state.slot.date] += totals
    days = [first + ONE_DAY * number for number in range(STRIP_DAYS)]
    rates = [by_day[day].attendance_rate for day in days]
    return tuple(
        (f"{day:%d/%m}", None if rate is None else round(float(rate) * 100, 1))
        for day, rate in zip(days, rates, strict=True)
    )


def _day_off(access: Access, on_board: outreach.Board) -> str:
    closures = (roll.closure(Slot(access.on, half_day)) for roll in on_board.rolls for half_day in HalfDay)
    return next((closure.reason for closure in closures if closure), "")


def classes_by_level(rolls: Iterable[ClassRoll]) -> dict[Level, list[int]]:
    """The school's levels, lower first, with the row ids of their classes.

    A multigrade class belongs to the level of its lowest grade.
    """
    levels = {roll.id: level_of(roll.grades[0]) for roll in rolls}
    return {
        level: [id_ for id_, of_class in levels.items() if of_class is level]
        for level in Level
        if level in levels.values()
    }
