"""What is said beside the marks: xin phép trước, ghi thêm của tiết sau, nghỉ do mưa lũ."""

from typing import Any

from flask import flash, redirect, request, url_for
from htmx_flask import make_response

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.beside_forms import ASKED_BY, read_leave, read_seen
from sisoho.rollcall.routes.blueprint import SHEET, bp, read_slot, sheet_url
from sisoho.rollcall.rules import Seen
from sisoho.schools.queries import due, village_ids
from sisoho.schools.queries.due import ClassRoll
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/diem-danh/xin-phep/<class_id>")
@needs(Right.TAKE_ROLL)
def leaves(access: Access, class_id: str) -> Any:
    return _leave_page(access, _own_roll(access, class_id), {})


@bp.post("/diem-danh/xin-phep/<class_id>")
@needs(Right.TAKE_ROLL)
def ask_leave(access: Access, class_id: str) -> Any:
    roll = _own_roll(access, class_id)
    pupils = {pupil.public_id: pupil.id for pupil in roll.pupils}
    try:
        actions.ask_leave(access, roll, read_leave(request.form, pupils))
    except RuleBroken as broken:
        return _leave_page(access, roll, broken.fields or {"form": broken.message}, 422)
    flash("Đã ghi xin phép. Bản điểm danh sẽ đánh sẵn P; người điểm danh gửi mới tính.", "success")
    return redirect(url_for("rollcall.leaves", class_id=class_id), 303)


@bp.post("/diem-danh/xin-phep/<class_id>/<leave_id>/rut")
@needs(Right.TAKE_ROLL)
def withdraw_leave(access: Access, class_id: str, leave_id: str) -> Any:
    actions.withdraw_leave(access, _own_roll(access, class_id), leave_id)
    flash("Đã rút đơn xin phép. Dấu đã gửi trước đó không đổi.", "success")
    return redirect(url_for("rollcall.leaves", class_id=class_id), 303)


def _own_roll(access: Access, class_id: str) -> ClassRoll:
    roll = due.class_roll(access, class_id)
    if not access.sees_class(roll.id):
        raise NotAllowed("Xin phép trước do giáo viên chủ nhiệm lớp này hoặc ban giám hiệu ghi.")
    return roll


def _leave_page(access: Access, roll: ClassRoll, errors: dict[str, str], status: int = 200) -> Any:
    return page(
        "rollcall/leaves.html",
        status=status,
        roll=roll,
        pupils=[(pupil.public_id, pupil.label) for pupil in roll.enrolled(access.on)],
        lines=queries.leave_lines(access, [roll]),
        asked_by=[(who, who) for who in ASKED_BY],
        values=request.form or {"pupil": request.args.get("em", "")},
        errors=errors,
    )


@bp.get(SHEET + "/ghi-them")
@needs(Right.TAKE_ROLL)
def lesson_notes(access: Access, class_id: str, day: str, half_day: str) -> Any:
    return _notes_page(access, due.class_roll(access, class_id), day, half_day, {})


@bp.post(SHEET + "/ghi-them")
@needs(Right.TAKE_ROLL)
def note_lesson(access: Access, class_id: str, day: str, half_day: str) -> Any:
    roll, slot = due.class_roll(access, class_id), read_slot(day, half_day)
    pupils = {pupil.public_id: pupil.id for pupil in roll.due(slot)}
    try:
        said = read_seen(request.form, pupils)
        actions.note_lesson(access, roll, slot, said.pupil_id, said.kind, said.number, said.reason)
    except RuleBroken as broken:
        return _notes_page(access, roll, day, half_day, broken.fields or {"form": broken.message}, 422)
    flash("Đã ghi thêm. Bản điểm danh và số vắng không đổi.", "success")
    return redirect(sheet_url(class_id, slot), 303)


def _notes_page(
    access: Access, roll: ClassRoll, day: str, half_day: str, errors: dict[str, str], status: int = 200
) -> Any:
    slot = read_slot(day, half_day)
    return page(
        "rollcall/lesson_notes.html",
        status=status,
        view=queries.sheet_view(access, roll, slot),
        kinds=[(kind.value, kind.label) for kind in Seen],
        values=request.form,
        errors=errors,
    )


@bp.post(SHEET + "/mua-lu/bo")
@needs(Right.TAKE_ROLL)
def undo_flood(access: Access, class_id: str, day: str, half_day: str) -> Any:
    """A village that the sheet declared cut off is open again."""
    roll, slot = due.class_roll(access, class_id), read_slot(day, half_day)
    village_id, name = village_ids(access).get(request.form.get("buon", ""), (0, ""))
    if not village_id:
        raise NotFound("Không có thôn, buôn này trong xã. Chưa có gì thay đổi.")
    actions.undo_flood(access, roll, slot, village_id)
    flash(f"Đã bỏ ghi nghỉ mưa lũ của {name}; các em ở đó lại phải điểm danh.", "success")
    if request.htmx:  # type: ignore[attr-defined]
        return make_response("", refresh=True)
    return redirect(sheet_url(class_id, slot), 303)
