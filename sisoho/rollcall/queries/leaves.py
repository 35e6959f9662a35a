"""Leave that families asked for: of a class, to be kept up to date, and of pupils somebody may go and see."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sisoho.access import Access
from sisoho.rollcall.models import Leave as LeaveRow
from sisoho.rollcall.rules import Leave
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import StaffMember
from sisoho.schools.queries.due import ClassRoll


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """One leave in a list; a withdrawn one stays to be seen."""

    public_id: str
    pupil: str
    class_name: str
    leave: Leave
    by: str
    withdrawn: bool


def leave_lines(access: Access, rolls: Collection[ClassRoll]) -> list[LeaveLine]:
    """The leaves of the classes' pupils that are not over, and those withdrawn; one statement."""
    today = access.on
    known = {pupil.id: (pupil.label, roll.name) for roll in rolls for pupil in roll.enrolled(today)}
    t, s = LeaveRow, StaffMember
    rows = (
        t.select(*_SPAN, t.public_id, s.full_name, t.withdrawn_at)
        .join(s, on=(s.id == t.by) & (s.unit == t.unit))
        .where((t.unit == access.unit_id) & t.pupil.in_(list(known)) & (t.last_date >= today))
        .order_by(t.first_date, t.id)
        .tuples()
    )
    return [
        LeaveLine(public_id, *known[span[0]], _leave(*span), by, withdrawn is not None)
        for *span, public_id, by, withdrawn in rows
    ]


def leaves_since(access: Access, pupil_ids: Collection[int], since: date) -> dict[int, tuple[Leave, ...]]:
    """pupil id → leave that was not over by a day, in time order, with the family's reason.

    For those who look after the pupils, not for whoever takes a roll. No statement for no pupil.
    """
    if not pupil_ids:
        return {}
    t = LeaveRow
    rows = t.select(*_SPAN).where(
        (t.unit == access.unit_id)
        & t.pupil.in_(list(pupil_ids))
        & (t.last_date >= since)
        & t.withdrawn_at.is_null()
    )
    found: dict[int, list[Leave]] = defaultdict(list)
    for span in rows.order_by(t.first_date, t.id).tuples():
        found[span[0]].append(_leave(*span))
    return {pupil_id: tuple(leaves) for pupil_id, leaves in found.items()}


_SPAN: Any = (
    LeaveRow.pupil,
    LeaveRow.first_date,
    LeaveRow.first_half_day,
    LeaveRow.last_date,
    LeaveRow.last_half_day,
    LeaveRow.reason,
    LeaveRow.asked_by,
)


def _leave(
    pupil_id: int, first: date, first_half: str, last: date, last_half: str, reason: str, asked_by: str
) -> Leave:
    span = Slot(first, HalfDay(first_half)), Slot(last, HalfDay(last_half))
    return Leave(pupil_id, *span, reason, asked_by)
