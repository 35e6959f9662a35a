"""The commune's villages with the teams on duty, and the seasons declared there."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.queries import VillageLine
from sisoho.schools.routes.blueprint import bp, faults, options, row_ids
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/thon-buon/danh-sach")
@needs(Right.MANAGE_STAFF, Right.SEE_REGISTERS, Right.KEEP_VILLAGES)
def villages(access: Access) -> Any:
    return _villages_page(access, {}, {})


@bp.post("/thon-buon/danh-sach")
@needs(Right.MANAGE_STAFF, Right.KEEP_VILLAGES)
def add_villages(access: Access) -> Any:
    try:
        made = actions.add_villages(access, forms.read_villages(request.form))
    except RuleBroken as broken:
        return _villages_page(access, request.form, faults(broken), 422)
    flash(f"Đã ghi {len(made)} thôn, buôn.", "success")
    return redirect(url_for("schools.villages"), 303)


def _villages_page(
    access: Access, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    return page(
        "schools/villages.html",
        lines=queries.village_lines(access),
        seasons=queries.season_lines(access),
        values=values,
        errors=errors,
        status=status,
    )


@bp.get("/thon-buon/danh-sach/<village_id>")
@needs(Right.KEEP_VILLAGES)
def village(access: Access, village_id: str) -> Any:
    line = queries.village_line(access, village_id)
    values = {
        "name": line.name,
        "kind": line.kind,
        "aliases": "\n".join(line.aliases),
        "head_name": line.head_name,
        "elder_name": line.elder_name,
    }
    return _village_page(line, values, {})


@bp.post("/thon-buon/danh-sach/<village_id>")
@needs(Right.KEEP_VILLAGES)
def change_village(access: Access, village_id: str) -> Any:
    line = queries.village_line(access, village_id)
    try:
        actions.change_village(access, line.id, forms.read_village(request.form))
    except RuleBroken as broken:
        return _village_page(line, request.form, faults(broken), 422)
    flash("Đã lưu.", "success")
    return redirect(url_for("schools.villages"), 303)


def _village_page(
    line: VillageLine, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    return page(
        "schools/village.html",
        line=line,
        kinds=[(kind, kind) for kind in forms.VILLAGE_KINDS],
        values=values,
        errors=errors,
        status=status,
    )


@bp.get("/thon-buon/mua")
@needs(Right.KEEP_VILLAGES)
def season_form(access: Access) -> Any:
    return _season_page(access, {}, {})


@bp.post("/thon-buon/mua")
@needs(Right.KEEP_VILLAGES)
def declare_season(access: Access) -> Any:
    try:
        data = forms.read_season(request.form, row_ids(queries.village_ids(access)))
        actions.declare_season(access, data)
    except (RuleBroken, NotAllowed) as refused:
        return _season_page(access, request.form, _said(refused), 422)
    flash("Đã ghi mùa.", "success")
    return redirect(url_for("schools.villages"), 303)


def _said(refused: RuleBroken | NotAllowed) -> dict[str, str]:
    """Another school's village, or the whole commune, is a choice of the form like any other."""
    return faults(refused) if isinstance(refused, RuleBroken) else {"village": refused.message}


def _season_page(access: Access, values: Mapping[str, str], errors: dict[str, str], status: int = 200) -> Any:
    return page(
        "schools/season.html",
        kinds=list(forms.SEASON_KINDS.items()),
        villages=options(queries.village_ids(access)),
        values=values,
        errors=errors,
        status=status,
    )
