"""Children on their way: who is said to come, who left and is not confirmed, whose papers are missing."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.models import Pupil
from sisoho.schools.queries import IncomingTransfer
from sisoho.schools.queries.loading import own_public
from sisoho.schools.routes.blueprint import bp, entering_day, faults, options, row_ids, this_year
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/hoc-sinh/chuyen-truong")
@needs(Right.CONFIRM_TRANSFER)
def transfers(access: Access) -> Any:
    year = queries.current_year(access)
    return page(
        "schools/transfers.html",
        incoming=queries.incoming_transfers(access),
        waiting=queries.waiting_transfers(access),
        without_paper=queries.moves_without_paper(access, year.id) if year else [],
    )


@bp.get("/hoc-sinh/chuyen-truong/<incoming_id>")
@needs(Right.CONFIRM_TRANSFER)
def transfer(access: Access, incoming_id: str) -> Any:
    waiting = queries.incoming_transfer(access, incoming_id)
    return _transfer_page(access, waiting, {"on": entering_day(access).isoformat()}, {})


@bp.post("/hoc-sinh/chuyen-truong/<incoming_id>")
@needs(Right.CONFIRM_TRANSFER)
def confirm_transfer(access: Access, incoming_id: str) -> Any:
    waiting, year = queries.incoming_transfer(access, incoming_id), this_year(access)
    same = request.form.get("same", "")
    values = {**request.form, "other_name": waiting.from_school}
    try:
        data = forms.read_move("transfer_in", values, row_ids(queries.class_ids(access, year.id)), {})
        existing = own_public(access, Pupil, same).id if same else None
        made = actions.confirm_transfer(access, waiting, year.id, data, existing)
    except RuleBroken as broken:
        return _transfer_page(access, waiting, request.form, faults(broken), 422)
    flash(f"Đã nhận {made.full_name}. Trường cũ thấy ngay là đã xác nhận.", "success")
    return redirect(url_for("schools.pupil", pupil_id=made.public_id), 303)


def _transfer_page(
    access: Access,
    waiting: IncomingTransfer,
    values: Mapping[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> Any:
    year = this_year(access)
    return page(
        "schools/transfer.html",
        waiting=waiting,
        classes=options(queries.class_ids(access, year.id)),
        joined=queries.joins_grades(access, year.id),
        alike=[
            (found.public_id, f"{found.name}, {found.class_name or 'đã rời trường'}, sinh {found.birth}")
            for found in _alike(access, waiting)
        ],
        values=values,
        errors=errors,
        status=status,
    )


def _alike(access: Access, waiting: IncomingTransfer) -> list[queries.FoundPupil]:
    """Own pupils who may be that child: of the same name or ID number, each once."""
    found = queries.find_pupils(access, waiting.pupil_name)
    if waiting.id_number:
        found += queries.find_pupils(access, waiting.id_number)
    return list({pupil.public_id: pupil for pupil in found}.values())
