"""Head counts of a half-day beside the sheets, for a school and for the commune above it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, NotFound
from sisoho.rollcall.models import HeadCount, LessonNote
from sisoho.rollcall.queries.states import SheetState, sheet_states
from sisoho.rollcall.rules import Comparison, Seen, Source
from sisoho.school_calendar import Slot
from sisoho.schools.models import SchoolClass, StaffMember


@dataclass(frozen=True, slots=True)
class CountLine:
    """A class at a half-day. `due` as the calendar has it; `told`: counts so far, newest first."""

    class_id: str
    name: str
    due: int
    told: tuple["Told", ...]

    @property
    def offered(self) -> tuple[int, ...]:
        """The numbers of one tap: everyone, and a few fewer."""
        return tuple(range(self.due, max(self.due - 8, -1), -1))


@dataclass(frozen=True, slots=True)
class Told:
    comparison: Comparison
    source: Source
    by: str
    at: datetime


def access_to_count(access: Access, class_id: str) -> tuple[Access, int]:
    """The access with which a class (public id) is counted, and its row id. Raises NotAllowed, NotFound.

    A commune's officer counts in a school below as a visitor: no names, no rights of the school.
    """
    may_count(access)
    of_units = access.school_ids if access.may(Right.SEE_COMMUNE) else {access.unit_id}
    c = SchoolClass
    row = c.get_or_none(c.unit.in_(list(of_units)) & (c.public_id == class_id))
    if row is None:
        raise NotFound("Không tìm thấy lớp này.")
    return as_visitor(access, row.unit_id), row.id


def may_count(access: Access) -> None:
    """Raises NotAllowed for a province: it reads counts, the commune and the school make them."""
    if access.may(Right.SEE_COMMUNE) and access.unit_kind != "commune":
        raise NotAllowed("Kiểm đếm tại lớp là việc của trường và của xã.")


def as_visitor(access: Access, school_id: int) -> Access:
    """The same person looking at a school below; unchanged within one's own. Raises NotFound."""
    if school_id == access.unit_id:
        return access
    if school_id not in access.school_ids:
        raise NotFound("Trường này không thuộc xã.")
    return replace(access, unit_id=school_id, unit_kind="school", commune_id=access.unit_id)


def count_board(access: Access, slot: Slot) -> list[CountLine]:
    """The classes with school at `slot`; `access` of the school, or a visitor's. Seven statements."""
    states = [state for state in sheet_states(access, slot.date) if state.slot == slot]
    gone, counts = _gone(access, slot), _counts(access, slot)
    return [
        CountLine(
            state.roll.public_id,
            state.roll.name,
            len(state.due),
            tuple(
                Told(_compare(state, seen, gone[state.roll.id]), Source(source), by, at)
                for class_id, seen, source, by, at in counts
                if class_id == state.roll.id
            ),
        )
        for state in states
    ]


def _compare(state: SheetState, seen: int, gone: int) -> Comparison:
    away = len(state.roll.enrolled(state.slot.date)) - len(state.due)
    return Comparison(seen, state.totals, gone, away)


def _gone(access: Access, slot: Slot) -> Counter[int]:
    """Class → pupils noted as gone before the end of the half-day."""
    t = LessonNote
    rows = t.select(t.school_class, t.pupil).where(
        (t.unit == access.unit_id)
        & (t.date == slot.date)
        & (t.half_day == slot.half_day.value)
        & t.kind.in_((Seen.ABSENT_FROM.value, Seen.LEFT_EARLY.value))
    )
    return Counter(class_id for class_id, _ in set(rows.tuples()))


def _counts(access: Access, slot: Slot) -> list[tuple[int, int, str, str, datetime]]:
    t = HeadCount
    rows = (
        t.select(t.school_class, t.seen, t.source, StaffMember.full_name, t.at)
        # The one who counted may be of the commune, so the staff is not asked to be of the school.
        .join(StaffMember, on=(StaffMember.id == t.by) & StaffMember.unit.in_(_units(access)))
        .where((t.unit == access.unit_id) & (t.date == slot.date) & (t.half_day == slot.half_day.value))
        .order_by(t.id.desc())
        .tuples()
    )
    return list(rows)


def _units(access: Access) -> list[int]:
    return [unit for unit in (access.unit_id, access.commune_id) if unit is not None]
