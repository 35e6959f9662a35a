"""What is a teacher's today: the rolls to take, the reasons to find out, the villages to look after."""

from dataclasses import dataclass
from datetime import date, time

from sisoho.access import Access
from sisoho.outreach import queries as outreach
from sisoho.outreach.queries import Entry, ListCounts
from sisoho.outreach.queries.risk_reviews import reviews_due
from sisoho.rollcall import queries as rollcall
from sisoho.rollcall.queries import ClassSlot, Resting
from sisoho.rollcall.queries.unreported import has_cut_off
from sisoho.today.queries.hours import Hours


@dataclass(frozen=True, slots=True)
class OwnSlot:
    """A half-day of an own class; `opens_at` while it has not begun.

    `is_overdue`: the school's hour is past without a sheet; never where water keeps a pupil at home.
    """

    line: ClassSlot
    opens_at: time | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class TeacherDay:
    """`left` of `others` half-days of other classes that have begun are not reported yet.

    `to_verify`: pupils whose reason is open; `asked`: a homeroom teacher asks for a visit to them.
    `reviews`: (public id, name) of the own classes whose monthly review waits. `resting`: own classes
    whose campus is closed today.
    """

    day: date
    mine: tuple[OwnSlot, ...]
    owed: tuple[ClassSlot, ...]
    left: int
    others: int
    day_off: str
    to_verify: int
    classes: tuple[ListCounts, ...]
    villages: tuple[ListCounts, ...]
    asked: tuple[Entry, ...]
    reviews: tuple[tuple[str, str], ...]
    resting: tuple[Resting, ...]

    @property
    def has_school(self) -> bool:
        return bool(self.mine or self.others)


def teacher_day(access: Access, hours: Hours, on_board: outreach.Board | None) -> TeacherDay:
    """At most one statement with a board; three without (a teacher of no class and no village needs none)."""
    found = _roll_calls(access, on_board)
    begun = [line for line in found.others if hours.has_begun(line.slot)]
    return TeacherDay(
        day=found.day,
        mine=tuple(_own(line, hours, on_board) for line in found.mine),
        owed=found.owed,
        left=sum(line.received_at is None for line in begun),
        others=len(found.others),
        day_off=found.day_off,
        to_verify=_to_verify(access, hours, on_board),
        classes=tuple(outreach.homeroom_counts(access, on_board)) if on_board else (),
        villages=_own_villages(access, on_board) if on_board else (),
        asked=_asked(access, on_board) if on_board else (),
        reviews=tuple(reviews_due(access)),
        resting=tuple(one for one in found.resting if one.class_id in access.class_ids),
    )


def _own(line: ClassSlot, hours: Hours, on_board: outreach.Board | None) -> OwnSlot:
    opens_at = None if hours.has_begun(line.slot) else hours.starts[line.slot.half_day]
    is_late = line.received_at is None and hours.is_late(line.slot)
    return OwnSlot(line, opens_at, is_late and on_board is not None and _is_awaited(line, on_board))


def _is_awaited(line: ClassSlot, on_board: outreach.Board) -> bool:
    """Somebody is due and no water keeps a pupil at home: only then is a late sheet worth a word."""
    roll = next(roll for roll in on_board.rolls if roll.public_id == line.class_id)
    return bool(roll.due_ids(line.slot)) and not has_cut_off(roll, line.slot, on_board.villages.seasons)


def _roll_calls(access: Access, on_board: outreach.Board | None) -> rollcall.Board:
    if on_board is None:
        return rollcall.board(access, access.on)
    received = {(record.class_id, record.slot): record.received_at for record in on_board.records}
    return rollcall.board_of(access, access.on, on_board.rolls, received)


def _to_verify(access: Access, hours: Hours, on_board: outreach.Board | None) -> int:
    if on_board is None:
        return 0
    return len(rollcall.to_verify(access, on_board.rolls, on_board.records, hours.lock))


def _own_villages(access: Access, on_board: outreach.Board) -> tuple[ListCounts, ...]:
    """Those the person is on duty for; a leader's own too, not every village of the school."""
    own = {card.public_id for card in on_board.villages.by_id.values() if card.id in access.village_ids}
    return tuple(line for line in outreach.village_counts(access, on_board) if line.public_id in own)


def _asked(access: Access, on_board: outreach.Board) -> tuple[Entry, ...]:
    return tuple(
        entry for entry in on_board.entries if entry.request and entry.village_id in access.village_ids
    )
