"""The unit one acts for: what it is called from which day on, its campuses; further schools of the server."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.routes.blueprint import bp, faults
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/don-vi")
@needs(Right.MANAGE_STAFF)
def unit(access: Access) -> Any:
    card = queries.unit_card(access.unit_id, access.on)
    parent = queries.unit_names([card.parent_id], access.on)[card.parent_id] if card.parent_id else ""
    campuses = [name for _, name in queries.campus_names(access).values()]
    levels = [label for level, label in forms.LEVELS.items() if level in card.levels]
    return page("schools/unit.html", card=card, parent=parent, campuses=campuses, levels=levels)


@bp.get("/don-vi/ten")
@needs(Right.MANAGE_STAFF)
def unit_name(access: Access) -> Any:
    card = queries.unit_card(access.unit_id, access.on)
    values = {
        "name": card.name,
        "symbol": card.symbol,
        "place": card.place,
        "governing_line": card.governing_line,
        "starts": clock.today().isoformat(),
    }
    return _form_page("Tên, ký hiệu, địa danh", True, values, {})


@bp.post("/don-vi/ten")
@needs(Right.MANAGE_STAFF)
def change_unit_name(access: Access) -> Any:
    try:
        actions.change_profile(access, forms.read_unit(access.unit_kind, request.form))
    except RuleBroken as broken:
        return _form_page("Tên, ký hiệu, địa danh", True, request.form, faults(broken), 422)
    return _back("Đã lưu. Văn bản đã phát hành giữ tên cũ.")


@bp.get("/don-vi/diem-truong")
@needs(Right.MANAGE_STAFF)
def new_campus(access: Access) -> Any:
    return _form_page("Thêm điểm trường", False, {"starts": clock.today().isoformat()}, {})


@bp.post("/don-vi/diem-truong")
@needs(Right.MANAGE_STAFF)
def add_campus(access: Access) -> Any:
    try:
        actions.add_unit(access, forms.read_unit("campus", request.form), access.unit_id)
    except RuleBroken as broken:
        return _form_page("Thêm điểm trường", False, request.form, faults(broken), 422)
    return _back("Đã thêm điểm trường.")


@bp.get("/don-vi/truong")
@needs(Right.ADMINISTER)
def new_school(access: Access) -> Any:
    return _form_page("Thêm trường", True, {"starts": clock.today().isoformat()}, {}, levels=True)


@bp.post("/don-vi/truong")
@needs(Right.ADMINISTER)
def add_school(access: Access) -> Any:
    """A further school of the same commune; its people are entered once the administrator acts for it."""
    try:
        data = forms.read_unit("school", request.form, request.form.getlist("levels"))
        actions.add_unit(access, data, access.commune_id)
    except RuleBroken as broken:
        return _form_page("Thêm trường", True, request.form, faults(broken), 422, levels=True)
    flash(f"Đã thêm {data.name}. Chọn trường đó ở trang Tài khoản để ghi nhân sự.", "success")
    return redirect(url_for("schools.unit"), 303)


def _form_page(
    title: str,
    heads_papers: bool,
    values: Mapping[str, str],
    errors: dict[str, str],
    status: int = 200,
    *,
    levels: bool = False,
) -> Any:
    return page(
        "schools/unit_form.html",
        title=title,
        heads_papers=heads_papers,
        values=values,
        errors=errors,
        levels=list(forms.LEVELS.items()) if levels else [],
        chosen_levels=request.form.getlist("levels"),
        status=status,
    )


def _back(message: str) -> Any:
    flash(message, "success")
    return redirect(url_for("schools.unit"), 303)
