"""One pupil: the page, and the forms that correct what is written on it."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.models import Pupil
from sisoho.schools.queries.birth import birth_text
from sisoho.schools.queries.loading import own_public
from sisoho.schools.routes.blueprint import (
    back_to_pupil,
    bp,
    entering_day,
    faults,
    options,
    row_ids,
    this_year,
)
from sisoho.schools.rules import MoveKind
from sisoho.web.guards import needs, signed_in
from sisoho.web.rendering import page

_ENTERING = (MoveKind.ENROLLED, MoveKind.TRANSFER_IN, MoveKind.RETURNED)


@bp.get("/hoc-sinh/<pupil_id>")
@signed_in
def pupil(access: Access, pupil_id: str) -> Any:
    """Who may open it depends on the pupil's class: the query decides (403, or 404 for a stranger)."""
    return page("schools/pupil.html", pupil=queries.pupil_page(access, pupil_id))


@bp.get("/hoc-sinh/them")
@needs(Right.EDIT_REGISTERS)
def new_pupil(access: Access) -> Any:
    return _new_page(
        access, {"on": entering_day(access).isoformat(), "to_class": request.args.get("lop", "")}, {}
    )


@bp.post("/hoc-sinh/them")
@needs(Right.EDIT_REGISTERS)
def enrol(access: Access) -> Any:
    """A pupil entered by hand: newly enrolled, come from elsewhere, or back after an earlier year."""
    year = this_year(access)
    try:
        chosen = forms.FormReader(request.form)
        kind = MoveKind(chosen.choice("kind", _ENTERING) or MoveKind.ENROLLED)
        chosen.finish()
        made = actions.enrol_pupil(
            access,
            forms.read_pupil(request.form),
            year.id,
            forms.read_move(kind, request.form, row_ids(queries.class_ids(access, year.id)), {}),
            kind=kind,
            village_id=row_ids(queries.village_ids(access)).get(request.form.get("village", "")),
            guardians=[forms.read_guardian(request.form)] if request.form.get("guardian_name") else [],
            papers_follow=True,
        )
    except RuleBroken as broken:
        return _new_page(access, request.form, faults(broken), 422)
    flash(f"Đã ghi {made.full_name} vào lớp.", "success")
    return redirect(url_for("schools.pupil", pupil_id=made.public_id), 303)


def _new_page(access: Access, values: Mapping[str, str], errors: dict[str, str], status: int = 200) -> Any:
    year = this_year(access)
    return page(
        "schools/new_pupil.html",
        values=values,
        errors=errors,
        classes=options(queries.class_ids(access, year.id)),
        joined=queries.joins_grades(access, year.id),
        villages=options(queries.village_ids(access)),
        status=status,
    )


@bp.get("/hoc-sinh/<pupil_id>/sua")
@needs(Right.EDIT_REGISTERS)
def edit_pupil(access: Access, pupil_id: str) -> Any:
    row = own_public(access, Pupil, pupil_id)
    values = {
        "full_name": row.full_name,
        "birth_date": birth_text(row.birth_date, row.birth_precision),
        "sex": row.sex,
        "ethnic_group": row.ethnic_group,
        "id_number": row.id_number,
        "register_number": row.register_number,
        "disability": "1" if row.disability else "",
    }
    return page("schools/edit_pupil.html", pupil=row, values=values, errors={})


@bp.post("/hoc-sinh/<pupil_id>/sua")
@needs(Right.EDIT_REGISTERS)
def change_pupil(access: Access, pupil_id: str) -> Any:
    row = own_public(access, Pupil, pupil_id)
    try:
        actions.change_pupil(access, row.id, forms.read_pupil(request.form))
    except RuleBroken as broken:
        return page(
            "schools/edit_pupil.html", pupil=row, values=request.form, errors=faults(broken), status=422
        )
    return back_to_pupil(row.public_id, "Đã lưu thông tin của em.")
