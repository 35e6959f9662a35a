"""Khóa sổ: weeks opened longer, months confirmed, corrections proposed; the history of a sheet."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.closing_forms import read_opening, read_proposal
from sisoho.rollcall.routes.blueprint import SHEET, bp, read_slot, sheet_url
from sisoho.rollcall.routes.registers import REGISTER, read_month
from sisoho.school_calendar import Month
from sisoho.schools.queries import due
from sisoho.schools.queries.due import ClassRoll
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/diem-danh/khoa-so")
@needs(Right.SEE_SCHOOL)
def closing(access: Access) -> Any:
    return _closing_page(access, {})


@bp.post("/diem-danh/khoa-so/mo-tuan")
@needs(Right.SEE_SCHOOL)
def open_week(access: Access) -> Any:
    try:
        opening = read_opening(request.form)
        actions.open_week(access, opening)
    except RuleBroken as broken:
        return _closing_page(access, broken.fields or {"monday": broken.message}, 422)
    flash(f"Đã mở tuần {opening.monday:%d/%m} đến hết ngày {opening.until:%d/%m/%Y}.", "success")
    return redirect(url_for("rollcall.closing"), 303)


def _closing_page(access: Access, errors: dict[str, str], status: int = 200) -> Any:
    return page(
        "rollcall/closing.html",
        status=status,
        weeks=queries.week_lines(access),
        proposals=queries.open_proposals(access),
        register_month=Month.of(access.on).before,
        values=request.form,
        errors=errors,
    )


@bp.post(REGISTER + "/xac-nhan")
@needs(Right.TAKE_ROLL)
def confirm_month(access: Access, class_id: str, month: str) -> Any:
    of = queries.class_register(access, class_id, read_month(access, month))
    actions.confirm_month(access, of)
    flash(f"Đã xác nhận sổ {of.month.label} của lớp {of.class_name}.", "success")
    return redirect(url_for("rollcall.register", class_id=class_id, month=month), 303)


@bp.get(SHEET + "/lich-su")
@needs(Right.TAKE_ROLL)
def history(access: Access, class_id: str, day: str, half_day: str) -> Any:
    roll, slot = due.class_roll(access, class_id), read_slot(day, half_day)
    return page("rollcall/history.html", roll=roll, slot=slot, history=queries.history(access, roll.id, slot))


@bp.get(SHEET + "/de-nghi")
@needs(Right.TAKE_ROLL)
def proposal_form(access: Access, class_id: str, day: str, half_day: str) -> Any:
    return _proposal_page(access, due.class_roll(access, class_id), day, half_day, {})


@bp.post(SHEET + "/de-nghi")
@needs(Right.TAKE_ROLL)
def propose_mark(access: Access, class_id: str, day: str, half_day: str) -> Any:
    roll, slot = due.class_roll(access, class_id), read_slot(day, half_day)
    try:
        said = read_proposal(request.form, {pupil.public_id: pupil.id for pupil in roll.due(slot)})
        actions.propose_mark(access, roll, slot, said.pupil_id, said.after, said.reason)
    except RuleBroken as broken:
        return _proposal_page(access, roll, day, half_day, broken.fields or {"pupil": broken.message}, 422)
    flash("Đã gửi đề nghị; dấu chỉ đổi khi hiệu trưởng đồng ý.", "success")
    return redirect(sheet_url(class_id, slot), 303)


def _proposal_page(
    access: Access, roll: ClassRoll, day: str, half_day: str, errors: dict[str, str], status: int = 200
) -> Any:
    view = queries.sheet_view(access, roll, read_slot(day, half_day))
    return page("rollcall/propose.html", status=status, view=view, values=request.form, errors=errors)


@bp.post("/diem-danh/de-nghi/<mark_proposal_id>")
@needs(Right.SEE_SCHOOL)
def decide_proposal(access: Access, mark_proposal_id: str) -> Any:
    accept = bool(request.form.get("dong-y"))
    actions.decide_proposal(access, mark_proposal_id, accept)
    flash("Đã sửa dấu theo đề nghị." if accept else "Đã ghi: không sửa; dấu cũ còn nguyên.", "success")
    return redirect(url_for("rollcall.closing"), 303)
