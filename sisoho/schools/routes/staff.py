"""Staff and their dated duties."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.errors import NotFound, RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.queries import StaffLine
from sisoho.schools.routes.blueprint import bp, faults, options, row_ids
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/nhan-su")
@needs(Right.MANAGE_STAFF)
def staff(access: Access) -> Any:
    return _staff_page(access, {}, {})


@bp.post("/nhan-su")
@needs(Right.MANAGE_STAFF)
def add_staff(access: Access) -> Any:
    try:
        made = actions.add_staff(access, forms.read_staff(request.form, access.unit_kind), clock.today())
    except RuleBroken as broken:
        return _staff_page(access, request.form, faults(broken), 422)
    flash(f"Đã ghi {made.full_name}.", "success")
    return redirect(url_for("schools.staff_member", staff_id=made.public_id), 303)


def _staff_page(access: Access, values: Mapping[str, str], errors: dict[str, str], status: int = 200) -> Any:
    return page(
        "schools/staff.html",
        lines=queries.staff_list(access),
        posts=list(forms.POSTS_OF.get(access.unit_kind, {}).items()),
        values=values,
        errors=errors,
        status=status,
    )


@bp.get("/nhan-su/<staff_id>")
@needs(Right.MANAGE_STAFF)
def staff_member(access: Access, staff_id: str) -> Any:
    person = queries.staff_line(access, staff_id)
    values = {"full_name": person.name, "phone": person.phone, "starts": clock.today().isoformat()}
    return _member_page(access, person, values, {})


@bp.post("/nhan-su/<staff_id>")
@needs(Right.MANAGE_STAFF)
def change_staff(access: Access, staff_id: str) -> Any:
    person = queries.staff_line(access, staff_id)
    try:
        actions.change_staff(access, person.id, forms.read_staff(request.form, access.unit_kind))
    except RuleBroken as broken:
        return _member_page(access, person, request.form, faults(broken), 422)
    return _back(staff_id, "Đã lưu.")


@bp.post("/nhan-su/<staff_id>/nhiem-vu")
@needs(Right.MANAGE_STAFF)
def assign_duty(access: Access, staff_id: str) -> Any:
    person = queries.staff_line(access, staff_id)
    try:
        data = forms.read_duty(
            request.form, row_ids(_classes(access)), row_ids(queries.village_ids(access)), access.unit_kind
        )
        actions.assign_duty(access, person.id, data)
    except RuleBroken as broken:
        values = {"full_name": person.name, "phone": person.phone, **request.form}
        return _member_page(access, person, values, faults(broken), 422)
    return _back(staff_id, "Đã giao nhiệm vụ.")


@bp.post("/nhan-su/<staff_id>/nhiem-vu/<int:duty_id>/ket-thuc")
@needs(Right.MANAGE_STAFF)
def end_duty(access: Access, staff_id: str, duty_id: int) -> Any:
    person = queries.staff_line(access, staff_id)
    if duty_id not in {duty.id for duty in person.duties}:
        raise NotFound()
    actions.end_duty(access, duty_id, clock.today())
    return _back(staff_id, "Nhiệm vụ kết thúc từ hôm nay.")


def _classes(access: Access) -> dict[str, tuple[int, str]]:
    year = queries.current_year(access)
    return queries.class_ids(access, year.id) if year else {}


def _member_page(
    access: Access, person: StaffLine, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    may_assign = queries.may_assign(access)
    given = forms.DUTIES_OF if may_assign else forms.POSTS_OF
    return page(
        "schools/staff_member.html",
        person=person,
        values=values,
        errors=errors,
        kinds=list(given.get(access.unit_kind, {}).items()),
        may_assign=may_assign,
        classes=options(_classes(access)),
        villages=options(queries.village_ids(access)),
        status=status,
    )


def _back(staff_id: str, message: str) -> Any:
    flash(message, "success")
    return redirect(url_for("schools.staff_member", staff_id=staff_id), 303)
