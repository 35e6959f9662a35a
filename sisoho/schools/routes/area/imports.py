"""Importing a phổ cập list: choose a file, look at what it would do, decide, apply."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools.actions import area_imports as actions
from sisoho.schools.forms.imports import read_decision
from sisoho.schools.queries import imports
from sisoho.schools.queries.area import imported
from sisoho.schools.queries.imports import RunCard
from sisoho.schools.routes.blueprint import bp
from sisoho.schools.routes.imports import RECENT, Way, asked_page, shown_part
from sisoho.web.guards import needs
from sisoho.web.rendering import page

WAY = Way("schools.area_import", "schools.area_run", "schools.decide_area_row", "area_run_id", enrols=False)


@bp.get("/tre-trong-dia-ban/nhap")
@needs(Right.EDIT_REGISTERS)
def area_import(access: Access) -> Any:
    return _upload_page(access, {})


@bp.post("/tre-trong-dia-ban/nhap")
@needs(Right.EDIT_REGISTERS)
def try_area_list(access: Access) -> Any:
    chosen = request.files.get("list")
    try:
        if chosen is None or not chosen.filename:
            raise RuleBroken("Hãy chọn tệp danh sách.", {"list": "Hãy chọn tệp danh sách."})
        run = actions.try_children(access, chosen.read(), chosen.filename)
    except RuleBroken as broken:
        return _upload_page(access, broken.fields or {"list": broken.message}, 422)
    return redirect(url_for(WAY.run, area_run_id=run.public_id), 303)


def _upload_page(access: Access, errors: dict[str, str], status: int = 200) -> Any:
    runs = imports.import_runs(access, most=RECENT, subject=actions.SUBJECT)
    return page("schools/area/import.html", runs=runs, way=WAY, errors=errors, status=status)


@bp.get("/tre-trong-dia-ban/nhap/<area_run_id>")
@needs(Right.EDIT_REGISTERS)
def area_run(access: Access, area_run_id: str) -> Any:
    return _run_page(access, _run(access, area_run_id), {})


@bp.post("/tre-trong-dia-ban/nhap/<area_run_id>/dong/<int:place>")
@needs(Right.EDIT_REGISTERS)
def decide_area_row(access: Access, area_run_id: str, place: int) -> Any:
    """One word on one row; htmx gets the whole plan anew, since other rows may follow from it."""
    run = _run(access, area_run_id)
    decision = read_decision(request.form, imports.decision_of(access, run, place))
    actions.decide_child(access, run.id, place, decision)
    if request.htmx:  # type: ignore[attr-defined]
        return _run_page(access, _run(access, area_run_id), {})
    here = url_for(WAY.run, area_run_id=area_run_id, xem=shown_part(run), trang=asked_page())
    return redirect(f"{here}#dong-{place}", 303)


@bp.post("/tre-trong-dia-ban/nhap/<area_run_id>")
@needs(Right.EDIT_REGISTERS)
def apply_area_list(access: Access, area_run_id: str) -> Any:
    run = _run(access, area_run_id)
    try:
        actions.apply_children(access, run.id)
    except Conflict as conflict:
        return _run_page(access, _run(access, area_run_id), {"form": conflict.message}, 409)
    flash(f"Đã nhập danh sách {run.file_name}.", "success")
    return redirect(url_for(WAY.run, area_run_id=area_run_id), 303)


def _run(access: Access, area_run_id: str) -> RunCard:
    return imports.import_run(access, area_run_id, subject=actions.SUBJECT)


def _run_page(access: Access, run: RunCard, errors: dict[str, str], status: int = 200) -> Any:
    return page(
        "schools/import/run.html",
        fragment="schools/import/_run.html",
        run=run,
        way=WAY,
        rows=imported.run_lines(access, run, shown_part(run), asked_page()),
        shown={key: label for key, label in imports.SHOWN.items() if key != "vang"},
        labels=imported.LABELS,
        patterns=(),
        year=None,
        values={},
        errors=errors,
        waiting=0,
        status=status,
    )
