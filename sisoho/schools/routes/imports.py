"""Importing a pupil list: choose a file, look at what it would do, decide, apply; the history of it."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.forms.imports import read_application, read_decision
from sisoho.schools.queries import imports
from sisoho.schools.queries.imports import RunCard
from sisoho.schools.routes.blueprint import bp, faults, this_year
from sisoho.web.guards import needs
from sisoho.web.rendering import page

RECENT = 5


@dataclass(frozen=True, slots=True)
class Way:
    """Where the pages of one kind of list lead; `part` is what their addresses call a run. `enrols`: new
    rows enter a class on a day to be said."""

    list: str
    run: str
    decide: str
    part: str
    enrols: bool

    def of(self, run: RunCard) -> dict[str, str]:
        """For url_for."""
        return {self.part: run.public_id}


WAY = Way("schools.import_list", "schools.import_run", "schools.decide_row", "run_id", enrols=True)


@bp.get("/hoc-sinh/nhap")
@needs(Right.EDIT_REGISTERS)
def import_list(access: Access) -> Any:
    return _upload_page(access, {})


@bp.post("/hoc-sinh/nhap")
@needs(Right.EDIT_REGISTERS)
def try_list(access: Access) -> Any:
    """Read and plan the file; what cannot be read is refused with the reader's own words."""
    chosen = request.files.get("list")
    try:
        if chosen is None or not chosen.filename:
            raise RuleBroken("Hãy chọn tệp danh sách.", {"list": "Hãy chọn tệp danh sách."})
        run = actions.try_list(access, this_year(access).id, chosen.read(), chosen.filename)
    except RuleBroken as broken:
        return _upload_page(access, broken.fields or {"list": broken.message}, 422)
    return redirect(url_for("schools.import_run", run_id=run.public_id), 303)


def _upload_page(access: Access, errors: dict[str, str], status: int = 200) -> Any:
    return page(
        "schools/import/upload.html",
        year=queries.current_year(access),
        runs=imports.import_runs(access, most=RECENT),
        waiting=imports.waiting_count(access),
        way=WAY,
        errors=errors,
        status=status,
    )


@bp.get("/hoc-sinh/nhap/lich-su")
@needs(Right.EDIT_REGISTERS)
def import_history(access: Access) -> Any:
    return page("schools/import/history.html", runs=imports.import_runs(access), way=WAY)


@bp.get("/hoc-sinh/nhap/<run_id>")
@needs(Right.EDIT_REGISTERS)
def import_run(access: Access, run_id: str) -> Any:
    return _run_page(access, imports.import_run(access, run_id), {})


@bp.post("/hoc-sinh/nhap/<run_id>/dong/<int:place>")
@needs(Right.EDIT_REGISTERS)
def decide_row(access: Access, run_id: str, place: int) -> Any:
    """One word on one row; htmx gets the whole plan anew, since other rows may follow from it."""
    run = imports.import_run(access, run_id)
    decision = read_decision(request.form, imports.decision_of(access, run, place))
    actions.decide_row(access, run.id, place, decision)
    if request.htmx:  # type: ignore[attr-defined]
        return _run_page(access, imports.import_run(access, run_id), {})
    here = url_for("schools.import_run", run_id=run_id, xem=shown_part(run), trang=asked_page())
    return redirect(f"{here}#dong-{place}", 303)


@bp.post("/hoc-sinh/nhap/<run_id>")
@needs(Right.EDIT_REGISTERS)
def apply_list(access: Access, run_id: str) -> Any:
    run = imports.import_run(access, run_id)
    try:
        starts, pattern = read_application(request.form)
        actions.apply_list(access, run.id, starts=starts, pattern=pattern)
    except RuleBroken as broken:
        return _run_page(access, run, {"form": broken.message, **faults(broken)}, 422)
    except Conflict as conflict:
        return _run_page(access, imports.import_run(access, run_id), {"form": conflict.message}, 409)
    flash(f"Đã nhập danh sách {run.file_name}.", "success")
    return redirect(url_for("schools.import_run", run_id=run_id), 303)


def _run_page(access: Access, run: RunCard, errors: dict[str, str], status: int = 200) -> Any:
    year = queries.current_year(access)
    return page(
        "schools/import/run.html",
        fragment="schools/import/_run.html",
        run=run,
        way=WAY,
        rows=imports.run_rows(access, run, shown_part(run), asked_page()),
        shown=imports.SHOWN,
        labels=imports.FIELD_LABELS,
        patterns=[(key, label) for key, (label, _) in forms.PATTERNS.items()],
        year=year,
        values=request.form,
        errors=errors,
        waiting=imports.waiting_count(access) if run.applied else 0,
        status=status,
    )


def shown_part(run: RunCard) -> str:
    """Which rows: as asked for; else what needs eyes, if anything does."""
    asked = request.args.get("xem", "")
    if asked in imports.SHOWN:
        return asked
    order = (("can-xem", run.to_look_at), ("moi", run.count("new")), ("thay-doi", run.count("changed")))
    return next((key for key, count in order if count), "giu-nguyen")


def asked_page() -> int:
    return request.args.get("trang", 1, type=int)
