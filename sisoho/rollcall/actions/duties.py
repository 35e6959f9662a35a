"""Give the roll of a class to somebody other than its homeroom teacher, and take it back."""

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.rollcall.models import RollDuty as DutyRow
from sisoho.rollcall.rules import RollDuty, check_duty
from sisoho.schools.models import SchoolClass, StaffMember
from sisoho.schools.queries.loading import own_public, own_row


def assign_roll(access: Access, duty: RollDuty) -> DutyRow:
    """Raises NotAllowed, NotFound, RuleBroken (rules.check_duty)."""
    access.need(Right.MANAGE_STAFF)
    check_duty(duty)
    with db.write():
        own_row(access, SchoolClass, duty.class_id)
        own_row(access, StaffMember, duty.staff_id)
        row = DutyRow.create(
            unit=access.unit_id,
            school_class=duty.class_id,
            staff=duty.staff_id,
            weekday=duty.weekday,
            half_day=duty.half_day.value if duty.half_day else "",
            substitute=duty.substitute,
            starts=duty.starts,
            ends=duty.ends,
        )
        record(access, "assign_roll", "roll_duty", row.id, ("staff", "weekday", "half_day"))
    return row


def end_roll_duty(access: Access, duty_id: str) -> None:
    """The duty ends today; rolls taken under it stay. Raises NotAllowed, NotFound."""
    access.need(Right.MANAGE_STAFF)
    with db.write():
        row = own_public(access, DutyRow, duty_id)
        row.ends = max(row.starts, clock.today())
        row.save()
        record(access, "end_roll_duty", "roll_duty", row.id, ("ends",))
