"""Phân công điểm danh."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.duty_forms import read_duty
from sisoho.rollcall.routes.blueprint import bp
from sisoho.schools.queries import class_ids, current_year, staff_list
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/diem-danh/phan-cong")
@needs(Right.MANAGE_STAFF)
def roll_duties(access: Access) -> Any:
    return _duty_page(access, {})


@bp.post("/diem-danh/phan-cong")
@needs(Right.MANAGE_STAFF)
def assign_roll(access: Access) -> Any:
    classes = {public_id: row_id for public_id, (row_id, _) in _classes(access).items()}
    staff = {line.public_id: line.id for line in staff_list(access) if line.active}
    try:
        actions.assign_roll(access, read_duty(request.form, classes, staff))
    except RuleBroken as broken:
        return _duty_page(access, broken.fields or {"class": broken.message}, 422)
    flash("Đã phân công; trang Hôm nay của người đó hiện lớp này.", "success")
    return redirect(url_for("rollcall.roll_duties"), 303)


@bp.post("/diem-danh/phan-cong/<roll_duty_id>/thoi")
@needs(Right.MANAGE_STAFF)
def end_roll_duty(access: Access, roll_duty_id: str) -> Any:
    actions.end_roll_duty(access, roll_duty_id)
    flash("Đã thôi phân công; lớp lại do giáo viên chủ nhiệm điểm danh.", "success")
    return redirect(url_for("rollcall.roll_duties"), 303)


def _duty_page(access: Access, errors: dict[str, str], status: int = 200) -> Any:
    return page(
        "rollcall/duties.html",
        status=status,
        lines=queries.roll_duty_lines(access),
        classes=[(public_id, name) for public_id, (_, name) in _classes(access).items()],
        staff=[(line.public_id, line.name) for line in staff_list(access) if line.active],
        values=request.form,
        errors=errors,
    )


def _classes(access: Access) -> dict[str, tuple[int, str]]:
    year = current_year(access)
    return class_ids(access, year.id) if year else {}
