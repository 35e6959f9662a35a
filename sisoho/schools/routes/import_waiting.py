"""What imported lists proposed: moves to complete, siblings to confirm, or neither."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.schools import actions
from sisoho.schools.models import ProposedMove, SiblingProposal
from sisoho.schools.queries import imports
from sisoho.schools.queries.loading import own_public
from sisoho.schools.routes.blueprint import bp, this_year
from sisoho.schools.routes.moves import KINDS
from sisoho.web.guards import needs
from sisoho.web.rendering import page

_SLUGS = {kind: slug for slug, kind in KINDS.items()}


@bp.get("/hoc-sinh/nhap/de-nghi")
@needs(Right.EDIT_REGISTERS)
def import_waiting(access: Access) -> Any:
    known = imports.known_pupils(access, this_year(access).id)
    return page(
        "schools/import/waiting.html",
        moves=imports.waiting_moves(access, known),
        siblings=imports.waiting_siblings(access, known),
        slugs=_SLUGS,
    )


@bp.post("/hoc-sinh/nhap/de-nghi/<proposal_id>/bo-qua")
@needs(Right.EDIT_REGISTERS)
def dismiss_move(access: Access, proposal_id: str) -> Any:
    actions.dismiss_move(access, own_public(access, ProposedMove, proposal_id).id)
    return _back("Đã bỏ qua đề nghị. Em vẫn như cũ.")


@bp.post("/hoc-sinh/nhap/anh-chi-em/<sibling_id>")
@needs(Right.EDIT_REGISTERS)
def settle_siblings(access: Access, sibling_id: str) -> Any:
    proposal = own_public(access, SiblingProposal, sibling_id)
    if request.form.get("do") == "confirm":
        actions.confirm_siblings(access, proposal.id)
        return _back("Đã ghi hai em cùng một hộ gia đình.")
    actions.dismiss_siblings(access, proposal.id)
    return _back("Đã ghi: hai em không cùng hộ, sẽ không hỏi lại.")


def _back(message: str) -> Any:
    flash(message, "success")
    return redirect(url_for("schools.import_waiting"), 303)
