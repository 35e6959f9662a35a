"""A pupil comes, goes or changes class: one form, its fields by the kind of move."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import NotFound, RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.models import Move
from sisoho.schools.queries import YearCard
from sisoho.schools.queries.loading import own_public
from sisoho.schools.routes.blueprint import (
    bp,
    by_public_id,
    entering_day,
    faults,
    options,
    row_ids,
    this_year,
)
from sisoho.schools.rules import LEAVING, MoveKind
from sisoho.web.guards import needs
from sisoho.web.rendering import page

KINDS = {
    "chuyen-lop": MoveKind.CLASS_CHANGE,
    "chuyen-di": MoveKind.TRANSFER_OUT,
    "chuyen-den": MoveKind.TRANSFER_IN,
    "bo-hoc": MoveKind.DROPPED,
    "tro-lai": MoveKind.RETURNED,
    "qua-doi": MoveKind.DIED,
}


@bp.get("/hoc-sinh/<pupil_id>/bien-dong/<kind>")
@needs(Right.EDIT_REGISTERS)
def move(access: Access, pupil_id: str, kind: str) -> Any:
    values = {
        "on": (access.on if _kind(kind) in LEAVING else entering_day(access)).isoformat(),
        "papers_follow": "1" if kind == "chuyen-lop" else "",
        "to_class": request.args.get("to_class", ""),  # as an imported list proposes
    }
    return _move_page(access, pupil_id, kind, values, {})


@bp.post("/hoc-sinh/<pupil_id>/bien-dong/<kind>")
@needs(Right.EDIT_REGISTERS)
def record_move(access: Access, pupil_id: str, kind: str) -> Any:
    found, year = queries.pupil_page(access, pupil_id), _year(access, kind)
    classes = row_ids(queries.class_ids(access, year.id))
    schools = row_ids(by_public_id(queries.other_schools(access)))
    values = {**request.form, "reason": "; ".join(filter(None, request.form.getlist("reason")))}
    try:
        done = actions.record_move(
            access,
            found.id,
            year.id,
            _kind(kind),
            forms.read_move(_kind(kind), values, classes, schools),
            from_class_id=classes.get(values.get("from_class", "")),
            papers_follow=values.get("papers_follow") == "1",
        )
    except RuleBroken as broken:
        return _move_page(access, pupil_id, kind, values, faults(broken), 422)
    waits = done.state == "pending"
    flash(
        "Đã ghi: chuyển đi – chờ xác nhận." if waits else f"Đã ghi: {_kind(kind).label.lower()}.", "success"
    )
    return redirect(url_for("schools.pupil", pupil_id=pupil_id), 303)


def _year(access: Access, slug: str) -> YearCard:
    """The year the typed day belongs to; who leaves in the holidays leaves the year before them."""
    on = forms.FormReader(request.form).date("on")
    begun = queries.begun_year(access, on) if on and _kind(slug) in LEAVING else None
    return begun or this_year(access)


def _kind(slug: str) -> MoveKind:
    if slug not in KINDS:
        raise NotFound()
    return KINDS[slug]


def _move_page(
    access: Access,
    pupil_id: str,
    slug: str,
    values: Mapping[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> Any:
    year = this_year(access)
    return page(
        "schools/move.html",
        pupil=queries.pupil_page(access, pupil_id),
        kind=_kind(slug),
        slug=slug,
        values=values,
        errors=errors,
        classes=options(queries.class_ids(access, year.id)),
        joined=queries.joins_grades(access, year.id),
        schools=options(by_public_id(queries.other_schools(access))),
        causes=[(cause, cause) for cause in forms.DROP_CAUSES],
        status=status,
    )


@bp.post("/bien-dong/<move_id>/huy")
@needs(Right.EDIT_REGISTERS)
def cancel_transfer(access: Access, move_id: str) -> Any:
    row = own_public(access, Move, move_id)
    actions.cancel_transfer(access, row.id)
    flash("Đã hủy lần chuyển đi; em có tên lại trong lớp cũ.", "success")
    return redirect(url_for("schools.transfers"), 303)


@bp.get("/bien-dong/<move_id>/giay-to")
@needs(Right.EDIT_REGISTERS)
def paper(access: Access, move_id: str) -> Any:
    row = own_public(access, Move, move_id)
    values = {
        "paper_kind": row.paper_kind,
        "paper_number": row.paper_number,
        "paper_on": row.paper_on.isoformat() if row.paper_on else "",
        "paper_issuer": row.paper_issuer,
    }
    return _paper_page(access, row, values, {})


@bp.post("/bien-dong/<move_id>/giay-to")
@needs(Right.EDIT_REGISTERS)
def add_paper(access: Access, move_id: str) -> Any:
    row = own_public(access, Move, move_id)
    try:
        data = forms.read_move(
            row.kind, {**request.form, "on": row.on.isoformat(), "other_name": "–"}, {}, {}
        )
        actions.add_paper(access, row.id, data)
    except RuleBroken as broken:
        return _paper_page(access, row, request.form, faults(broken), 422)
    flash("Đã lưu giấy tờ.", "success")
    return redirect(url_for("schools.transfers"), 303)


def _paper_page(
    access: Access, row: Move, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    (line,) = (line for line in queries.moves_of_pupil(access, row.pupil_id) if line.id == row.id)
    return page("schools/paper.html", line=line, values=values, errors=errors, status=status)
