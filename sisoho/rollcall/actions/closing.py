"""Open a week longer, confirm a month, propose and decide a correction after its close."""

import json
from dataclasses import asdict

from sisoho import clock, db
from sisoho.access import Access, Right, Role
from sisoho.audit.actions import record
from sisoho.db import new_public_id
from sisoho.errors import Conflict, NotAllowed, NotFound
from sisoho.rollcall import queries
from sisoho.rollcall.actions.submit import submit_roll_call
from sisoho.rollcall.models import MonthConfirmation, ProposedMark, RollCallSheet
from sisoho.rollcall.queries import ClassRegister
from sisoho.rollcall.rules import (
    MarkKind,
    RollCallSubmission,
    Step,
    WeekOpening,
    check_confirmation,
    check_opening,
    check_proposal,
)
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import SchoolClass, Setting
from sisoho.schools.queries import due, setting
from sisoho.schools.queries.due import ClassRoll
from sisoho.schools.queries.loading import own_public

_OPENED = "opened_weeks"


def open_week(access: Access, opening: WeekOpening) -> None:
    """Marks of the week may change until the end of a day. Raises NotAllowed, RuleBroken (check_opening)."""
    access.need(Right.SEE_SCHOOL)
    check_opening(opening, clock.now(), queries.lock_setting(access))
    with db.write():
        opened = dict(setting(access, _OPENED, access.on))
        opened[opening.monday.isoformat()] = {
            "until": opening.until.isoformat(),
            "reason": opening.reason,
            "by": access.person_name,
            "at": clock.now().isoformat(),
        }
        row, _ = Setting.get_or_create(
            unit=access.unit_id, key=_OPENED, starts=access.on, defaults={"value": "{}"}
        )
        row.value = json.dumps(opened, ensure_ascii=False)
        row.save()
        record(access, "open_week", "setting", row.id, (opening.monday.isoformat(), "until", "reason"))


def confirm_month(access: Access, of: ClassRegister) -> MonthConfirmation:
    """Stand for a class's month as it is now. Raises NotAllowed, RuleBroken (check_confirmation)."""
    class_row_id = of.row_id
    step = step_of(access, class_row_id)
    if step is None or access.staff_id is None:
        raise NotAllowed("Sổ tháng do giáo viên chủ nhiệm, rồi hiệu trưởng xác nhận. Chưa có gì thay đổi.")
    totals = of.register.total
    with db.write():
        given = queries.confirmations(access, of.month, {class_row_id: totals}).get(class_row_id, ())
        check_confirmation(step, of.month, clock.today(), given)
        row = MonthConfirmation.create(
            unit=access.unit_id,
            school_class=class_row_id,
            month=of.month.starts,
            step=step.value,
            totals=asdict(totals),
            by=access.staff_id,
            at=clock.now(),
        )
        record(access, "confirm_month", "month_confirmation", row.id, (of.month.key, step.value))
    return row


def step_of(access: Access, class_row_id: int) -> Step | None:
    """In which part this person stands for a class's month."""
    if Role.PRINCIPAL in access.roles:
        return Step.PRINCIPAL
    return Step.HOMEROOM if class_row_id in access.class_ids else None


def propose_mark(
    access: Access, roll: ClassRoll, slot: Slot, pupil_id: int, after: MarkKind | None, reason: str
) -> ProposedMark:
    """A correction after the month's close, for the principal to decide.

    Raises NotAllowed, NotFound (no sheet, or a pupil who was not due), RuleBroken (check_proposal).
    """
    if access.staff_id is None or not access.sees_class(roll.id):
        raise NotAllowed("Đề nghị sửa do giáo viên chủ nhiệm hoặc ban giám hiệu gửi. Chưa có gì thay đổi.")
    sheet = queries.stored_sheet(access, roll.id, slot)
    if sheet is None or pupil_id not in roll.due_ids(slot):
        raise NotFound("Buổi này chưa có bản điểm danh, hoặc em này không phải đi học. Chưa ghi gì.")
    before = sheet.stored.kinds.get(pupil_id)
    check_proposal(before, after, reason, queries.window_of(access, slot.date, clock.now()))
    with db.write():
        row = ProposedMark.create(
            unit=access.unit_id,
            sheet=sheet.id,
            pupil=pupil_id,
            before=before or "",
            after=after or "",
            reason=reason,
            by=access.staff_id,
            at=clock.now(),
        )
        record(access, "propose_mark", "proposed_mark", row.id, ("after", "reason"))
    return row


def decide_proposal(access: Access, proposal_id: str, accept: bool, answer: str = "") -> None:
    """The principal's word; an accepted one changes the sheet as any correction with a reason does.

    Raises NotAllowed, NotFound, Conflict (decided already, or the mark is no longer what it was).
    """
    if Role.PRINCIPAL not in access.roles:
        raise NotAllowed("Sau khi chốt tháng chỉ hiệu trưởng quyết định sửa dấu. Chưa có gì thay đổi.")
    with db.write():
        row = own_public(access, ProposedMark, proposal_id)
        if row.state != "open":
            raise Conflict("Đề nghị này đã được quyết định. Hãy tải lại trang.")
        if accept:
            _apply(access, row)
        ProposedMark.update(
            state="accepted" if accept else "refused",
            answer=answer,
            decided_by=access.staff_id,
            decided_at=clock.now(),
        ).where((ProposedMark.unit == access.unit_id) & (ProposedMark.id == row.id)).execute()
        record(access, "decide_proposal", "proposed_mark", row.id, ("state", "answer"))


def _apply(access: Access, row: ProposedMark) -> None:
    sheet_row = RollCallSheet.get((RollCallSheet.unit == access.unit_id) & (RollCallSheet.id == row.sheet_id))
    class_row = SchoolClass.get(
        (SchoolClass.unit == access.unit_id) & (SchoolClass.id == sheet_row.school_class_id)
    )
    roll = due.class_roll(access, class_row.public_id)
    slot = Slot(sheet_row.date, HalfDay(sheet_row.half_day))
    stored = queries.stored_sheet(access, roll.id, slot, lock=True)
    assert stored is not None  # the proposal names its sheet
    kinds = stored.stored.kinds
    if (kinds.get(row.pupil_id) or "") != row.before:
        raise Conflict("Dấu của em này đã đổi từ lúc đề nghị. Hãy xem lại bản điểm danh.")
    kinds.pop(row.pupil_id, None)
    if row.after:
        kinds[row.pupil_id] = MarkKind(row.after)
    sent = RollCallSubmission(
        draft_id=new_public_id(),
        seq=1,
        base_version=stored.stored.version,
        roll=tuple(sorted({*stored.stored.roll, row.pupil_id})),
        marks=kinds,
        device_at=clock.now(),
    )
    submit_roll_call(access, roll, slot, sent, reason=f"Đề nghị: {row.reason}")
