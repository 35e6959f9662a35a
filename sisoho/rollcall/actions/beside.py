"""What people say beside the marks: leave in advance, what a later lesson saw, a village cut off by water."""

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.rollcall.models import Leave as LeaveRow
from sisoho.rollcall.models import LessonNote
from sisoho.rollcall.rules import Leave, Seen, check_leave, check_seen, refuse_impossible
from sisoho.school_calendar import Slot, covers
from sisoho.schools.models import Closure
from sisoho.schools.queries.due import ClassRoll
from sisoho.schools.queries.loading import commune_village, own_public

FLOOD = "mưa lũ"


def ask_leave(access: Access, roll: ClassRoll, leave: Leave) -> LeaveRow:
    """Leave of a pupil of the class, as the family asked. It marks no sheet: who sends one confirms it.

    Raises NotAllowed, NotFound (never a pupil of this class), RuleBroken (rules.check_leave, or a pupil who
    is not in the class on any of the days).
    """
    staff_id = _staff_of_class(access, roll)
    pupil = next((pupil for pupil in roll.pupils if pupil.id == leave.pupil_id), None)
    if pupil is None:
        raise NotFound
    check_leave(leave, clock.today())
    if not any(covers(span, day) for span in pupil.dates.enrolled for day in leave.days):
        told = f"Em không học lớp {roll.name} trong những ngày này: hãy ghi ở lớp em đang học."
        raise RuleBroken(told, {"pupil": told})
    with db.write():
        row = LeaveRow.create(
            unit=access.unit_id,
            pupil=leave.pupil_id,
            first_date=leave.first.date,
            first_half_day=leave.first.half_day.value,
            last_date=leave.last.date,
            last_half_day=leave.last.half_day.value,
            reason=leave.reason,
            asked_by=leave.asked_by,
            by=staff_id,
            at=clock.now(),
        )
        record(access, "ask_leave", "leave", row.id, ("first_date", "last_date", "reason"))
    return row


def withdraw_leave(access: Access, roll: ClassRoll, leave_id: str) -> None:
    """The pupil comes after all; the row stays, and so do marks already sent. Raises NotFound, NotAllowed."""
    staff_id = _staff_of_class(access, roll)
    with db.write():
        row = own_public(access, LeaveRow, leave_id)
        if row.pupil_id not in {pupil.id for pupil in roll.pupils}:
            raise NotFound
        if row.withdrawn_at is None:
            row.withdrawn_by, row.withdrawn_at = staff_id, clock.now()
            row.save()
            record(access, "withdraw_leave", "leave", row.id, ("withdrawn_at",))


def note_lesson(
    access: Access, roll: ClassRoll, slot: Slot, pupil_id: int, kind: Seen, number: int, reason: str
) -> LessonNote:
    """What a teacher of the school saw after the roll. Raises NotAllowed, NotFound, RuleBroken."""
    access.need(Right.TAKE_ROLL)
    if access.staff_id is None:
        raise NotAllowed("Ghi thêm cần tên người ghi; tài khoản này không gắn với một thầy cô nào.")
    refuse_impossible(roll.calendar, slot, clock.today())
    if pupil_id not in roll.due_ids(slot):
        raise NotFound("Em này không phải đi học buổi này. Chưa ghi gì.")
    check_seen(kind, number)
    with db.write():
        row = LessonNote.create(
            unit=access.unit_id,
            school_class=roll.id,
            date=slot.date,
            half_day=slot.half_day.value,
            pupil=pupil_id,
            kind=kind.value,
            number=number,
            reason=reason,
            by=access.staff_id,
            at=clock.now(),
        )
        record(access, "note_lesson", "lesson_note", row.id, ("kind", "number", "reason"))
    return row


def close_for_flood(access: Access, roll: ClassRoll, slot: Slot, village_id: int) -> None:
    """The pupils of a village need not come at `slot`, in whatever class. Raises NotAllowed, RuleBroken.

    The homeroom teacher may say so too: at the bell nobody else knows that the water has come.
    """
    _staff_of_class(access, roll)
    commune_village(access, village_id)
    if not any(pupil.village_id(slot.date) == village_id for pupil in roll.enrolled(slot.date)):
        raise RuleBroken("Lớp này không có em nào ở buôn đó. Chưa có gì thay đổi.")
    with db.write():
        if _floods(access, slot, village_id).exists():
            return
        row = Closure.create(
            unit=access.unit_id,
            village=village_id,
            first_date=slot.date,
            first_half_day=slot.half_day.value,
            last_date=slot.date,
            last_half_day=slot.half_day.value,
            reason=FLOOD,
            flood=True,
        )
        record(access, "close_for_flood", "closure", row.id)


def undo_flood(access: Access, roll: ClassRoll, slot: Slot, village_id: int) -> None:
    """Take back what one tap declared, nothing longer; the row stays. Raises NotAllowed, NotFound."""
    staff_id = _staff_of_class(access, roll)
    with db.write():
        rows = list(_floods(access, slot, village_id))
        if not rows:
            raise NotFound("Buổi này buôn không ghi nghỉ do mưa lũ riêng một buổi; hãy xem trang Năm học.")
        for row in rows:
            row.withdrawn_by, row.withdrawn_at = staff_id, clock.now()
            row.save()
            record(access, "undo_flood", "closure", row.id, ("withdrawn_at",))


def _floods(access: Access, slot: Slot, village_id: int):  # type: ignore[no-untyped-def]
    c, half = Closure, slot.half_day.value
    return c.select().where(
        (c.unit == access.unit_id)
        & (c.village == village_id)
        & c.flood
        & (c.first_date == slot.date)
        & (c.last_date == slot.date)
        & (c.first_half_day == half)
        & (c.last_half_day == half)
        & c.withdrawn_at.is_null()
    )


def _staff_of_class(access: Access, roll: ClassRoll) -> int:
    """Who acts. Raises NotAllowed unless it is the homeroom teacher or a leader; NotFound elsewhere."""
    if roll.unit_id != access.unit_id:
        raise NotFound
    if access.staff_id is None or not access.sees_class(roll.id):
        raise NotAllowed("Việc này của giáo viên chủ nhiệm hoặc ban giám hiệu. Chưa có gì thay đổi.")
    return access.staff_id
