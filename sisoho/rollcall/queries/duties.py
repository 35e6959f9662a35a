"""Who takes the roll of which class, where it is not simply the homeroom teacher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.rollcall.models import RollDuty as DutyRow
from sisoho.rollcall.rules import RollDuty, on_duty
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import SchoolClass, StaffMember


@dataclass(frozen=True, slots=True)
class RollDuties:
    """The duties of a span; without any, every roll is the homeroom teacher's."""

    rows: Sequence[RollDuty] = ()

    def is_mine(self, access: Access, class_id: int, slot: Slot) -> bool:
        """Whether the roll is this person's to take, so shown at home, carried along and reminded of."""
        staff = on_duty(self.rows, class_id, slot)
        return access.staff_id in staff if staff else class_id in access.class_ids


def roll_duties(access: Access, starts: date, ends: date) -> RollDuties:
    """Those that count on a day from `starts` until the day before `ends`; one statement."""
    t = DutyRow
    rows = (
        t.select(t.school_class, t.staff, t.starts, t.ends, t.weekday, t.half_day, t.substitute)
        .where((t.unit == access.unit_id) & (t.starts < ends) & (t.ends.is_null() | (t.ends > starts)))
        .tuples()
    )
    return RollDuties(
        tuple(
            RollDuty(class_id, staff_id, first, last, weekday, HalfDay(half) if half else None, substitute)
            for class_id, staff_id, first, last, weekday, half, substitute in rows
        )
    )


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty in a list. `last_day` is included."""

    public_id: str
    class_name: str
    staff: str
    weekday: int | None
    half_day: str
    substitute: bool
    starts: date
    ends: date | None


def roll_duty_lines(access: Access) -> list[DutyLine]:
    """The duties that are not over, by class; one statement."""
    t, c, s = DutyRow, SchoolClass, StaffMember
    rows = (
        t.select(
            t.public_id, c.name, s.full_name, t.weekday, t.half_day, t.substitute, t.starts, t.ends
        )
        .join(c, on=(c.id == t.school_class) & (c.unit == t.unit))
        .switch(t)
        .join(s, on=(s.id == t.staff) & (s.unit == t.unit))
        .where((t.unit == access.unit_id) & (t.ends.is_null() | (t.ends > access.on)))
        .order_by(c.position, c.name, t.starts, t.id)
        .tuples()
    )  # fmt: skip
    return [DutyLine(*row) for row in rows]
