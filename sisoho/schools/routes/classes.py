"""Classes, their lists, their week, and the search for a pupil."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.models import SchoolClass
from sisoho.schools.queries.loading import own_public
from sisoho.schools.routes.blueprint import bp, by_public_id, faults, options, row_ids
from sisoho.schools.rules import Level
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/hoc-sinh")
@needs(Right.SEE_REGISTERS, Right.TAKE_ROLL)
def classes(access: Access) -> Any:
    year = queries.current_year(access)
    lines = queries.class_lines(access, year.id) if year else []
    waiting = len(queries.incoming_transfers(access)) if access.may(Right.CONFIRM_TRANSFER) else 0
    levels = [(level, [line for line in lines if line.level is level]) for level in (*Level, None)]
    return page(
        "schools/classes.html",
        year=year,
        lines=lines,
        levels=[(level, group) for level, group in levels if group],
        incoming=waiting,
        found=None,
    )


@bp.get("/hoc-sinh/tim")
@needs(Right.SEE_REGISTERS, Right.TAKE_ROLL)
def search(access: Access) -> Any:
    query = request.args.get("q", "")[:80]
    found = queries.find_pupils(access, query) if query.strip() else None
    return page("schools/search.html", fragment="schools/_found.html", q=query, found=found)


@bp.get("/hoc-sinh/lop/<class_id>")
@needs(Right.SEE_REGISTERS, Right.TAKE_ROLL)
def class_list(access: Access, class_id: str) -> Any:
    return page("schools/class_list.html", listed=queries.class_list(access, class_id))


@bp.get("/hoc-sinh/lop/<class_id>/sua")
@needs(Right.MANAGE_STAFF)
def edit_class(access: Access, class_id: str) -> Any:
    row = own_public(access, SchoolClass, class_id)
    campuses = queries.campus_names(access)
    campus = campuses[row.campus_id][0] if row.campus_id in campuses else ""
    return _class_page(access, row, {"name": row.name, "campus": campus}, {})


@bp.post("/hoc-sinh/lop/<class_id>/sua")
@needs(Right.MANAGE_STAFF)
def change_class(access: Access, class_id: str) -> Any:
    row = own_public(access, SchoolClass, class_id)
    campuses = row_ids(by_public_id(queries.campus_names(access)))
    try:
        name, campus_id = forms.read_class(request.form, campuses)
        actions.change_class(access, row.id, name, campus_id)
    except RuleBroken as broken:
        return _class_page(access, row, request.form, faults(broken), 422)
    flash(f"Đã lưu lớp {name}.", "success")
    return redirect(url_for("schools.class_list", class_id=class_id), 303)


def _class_page(
    access: Access, row: SchoolClass, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    campuses = options(by_public_id(queries.campus_names(access)))
    return page(
        "schools/class_form.html",
        school_class=row,
        campuses=campuses,
        values=values,
        errors=errors,
        status=status,
    )


@bp.get("/hoc-sinh/lop/<class_id>/lich")
@needs(Right.MANAGE_STAFF)
def week(access: Access, class_id: str) -> Any:
    row = own_public(access, SchoolClass, class_id)
    values = {**queries.week_of_class(access, row.id, access.on), "starts": clock.today().isoformat()}
    return page("schools/week.html", school_class=row, values=values, errors={})


@bp.post("/hoc-sinh/lop/<class_id>/lich")
@needs(Right.MANAGE_STAFF)
def set_week(access: Access, class_id: str) -> Any:
    row = own_public(access, SchoolClass, class_id)
    try:
        slots, starts = forms.read_week(request.form)
        actions.set_week(access, row.id, slots, starts)
    except RuleBroken as broken:
        return page(
            "schools/week.html", school_class=row, values=request.form, errors=faults(broken), status=422
        )
    flash(f"Đã lưu lịch học của {row.name} từ {starts:%d/%m/%Y}.", "success")
    return redirect(url_for("schools.class_list", class_id=class_id), 303)
