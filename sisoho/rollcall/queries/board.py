"""The teacher's list of classes: what is mine today, what I still owe, and every other class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sisoho.access import Access
from sisoho.rollcall.models import RollCallSheet
from sisoho.rollcall.queries.duties import roll_duties
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.queries.due import ClassCard, class_cards

ONE_DAY = timedelta(days=1)
# Older half-days are no longer a teacher's morning work; the leaders' board shows them.
_OWED_REACH = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ClassSlot:
    """A class at a half-day with school; `received_at` is None until the school has its sheet."""

    class_id: str
    name: str
    slot: Slot
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Resting:
    """A class that a closure keeps at home: `1+2`, or `1A chiều` where only a part of its day."""

    class_id: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Board:
    """`mine`: the rolls of the day that are this person's to take.

    `owed`: the earlier ones without a sheet, newest first; none from before the first day on which any
    class of the school has sent one. `homeroom`: (public id, name) of the person's own classes.
    """

    day: date
    mine: tuple[ClassSlot, ...]
    owed: tuple[ClassSlot, ...]
    others: tuple[ClassSlot, ...]
    day_off: str  # why nobody has school that day, "" if somebody has or there is no closure
    days_before: date | None  # the last day with school before, for the link back
    homeroom: tuple[tuple[str, str], ...] = ()
    resting: tuple[Resting, ...] = ()  # the classes closed that day, while others have school


def board(access: Access, day: date) -> Board:
    """The classes of a day; four statements."""
    starts = day - _OWED_REACH
    cards = class_cards(access, starts, day + ONE_DAY)
    return board_of(access, day, cards, _received(access, starts, day + ONE_DAY))


def board_of(
    access: Access, day: date, cards: Sequence[ClassCard], received: Mapping[tuple[int, Slot], datetime]
) -> Board:
    """The same of classes and times of receipt already read; one statement, for the duties."""
    starts = day - _OWED_REACH
    # A school that joins in November owes nothing for the weeks in which it kept its roll on paper.
    joined = min((slot.date for _, slot in received), default=day)

    duties = roll_duties(access, starts, day + ONE_DAY)

    def lines(first: date, end: date, *, mine: bool) -> tuple[ClassSlot, ...]:
        return tuple(
            ClassSlot(card.public_id, card.name, slot, received.get((card.id, slot)))
            for card in cards
            for slot in card.slots(first, end)
            if duties.is_mine(access, card.id, slot) == mine
        )

    earlier = [line for line in lines(joined, day, mine=True) if line.received_at is None]
    taught = {slot.date for card in cards for slot in card.slots(starts, day)}
    return Board(
        day=day,
        mine=lines(day, day + ONE_DAY, mine=True),
        owed=tuple(sorted(earlier, key=lambda line: line.slot, reverse=True)),
        others=lines(day, day + ONE_DAY, mine=False),
        day_off=_day_off(cards, day),
        days_before=max(taught, default=None),
        homeroom=tuple((card.public_id, card.name) for card in cards if card.id in access.class_ids),
        resting=resting(cards, day),
    )


def resting(cards: Sequence[ClassCard], day: date) -> tuple[Resting, ...]:
    """The classes whose school or campus is closed at a half-day they would be taught; no statement.

    None when nobody has school: then the whole day is said to be off.
    """
    if not any(card.half_days(day) for card in cards):
        return ()
    return tuple(_resting(card, closed) for card in cards if (closed := card.closed_slots(day)))


def _resting(card: ClassCard, closed: tuple[Slot, ...]) -> Resting:
    reason = next((found.reason for slot in closed if (found := card.closure(slot))), "")
    part = " ".join(slot.half_day.label for slot in closed) if card.half_days(closed[0].date) else ""
    return Resting(card.id, f"{card.name} {part}".strip(), reason)


def _day_off(cards: Sequence[ClassCard], day: date) -> str:
    closures = (card.closure(Slot(day, half_day)) for card in cards for half_day in HalfDay)
    return next((closure.reason for closure in closures if closure), "")


def _received(access: Access, starts: date, ends: date) -> dict[tuple[int, Slot], datetime]:
    s = RollCallSheet
    rows = (
        s.select(s.school_class, s.date, s.half_day, s.received_at)
        .where((s.unit == access.unit_id) & (s.date >= starts) & (s.date < ends))
        .tuples()
    )
    return {(class_id, Slot(day, HalfDay(half_day))): at for class_id, day, half_day, at in rows}
