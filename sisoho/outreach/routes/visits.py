"""The visit form, and a visit as it was written down."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.audit.actions import record_view
from sisoho.db import new_public_id
from sisoho.errors import RuleBroken
from sisoho.outreach import actions, forms, queries
from sisoho.outreach.forms import VisitTyped
from sisoho.outreach.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/den-nha/moi")
@needs(Right.LOG_VISIT)
def new_visit(access: Access) -> Any:
    """`em`: the public id of the pupil; brothers and sisters can be ticked beside."""
    card, _, _ = queries.readable_pupil(access, request.args.get("em", ""))
    typed = VisitTyped(draft_id=new_public_id(), pupils=(card.public_id,), at=_local_now())
    return _form(access, typed, card)


@bp.post("/den-nha/moi")
@needs(Right.LOG_VISIT)
def log_visit(access: Access) -> Any:
    typed = forms.typed_visit(request.form.to_dict(flat=False))
    em = request.args.get("em", "")
    # The pupil whose page it is stands in the address, so that unticking all of a household loses nobody.
    card = queries.writable_pupil(access, em or next(iter(typed.pupils), ""))
    try:
        visit = actions.log_visit(access, forms.read_visit(typed))
    except RuleBroken as refused:
        return _form(access, typed, card, refused)
    local = visit.recorded_at.astimezone(clock.VIETNAM)
    flash(f"Đã lưu lúc {local:%H:%M}: lần đến nhà của {len(typed.pupils)} em.", "success")
    onward = _onward(access, card)
    return ("", 204, {"HX-Redirect": onward}) if request.htmx else redirect(onward, 303)  # type: ignore[attr-defined]


@bp.get("/den-nha/<visit_id>")
@needs(Right.LOG_VISIT)
def visit(access: Access, visit_id: str) -> Any:
    found = queries.visit_view(access, visit_id)
    for pupil in found.pupils:
        record_view(access, pupil.id)
    return page("outreach/visit.html", visit=found)


def _form(
    access: Access, typed: VisitTyped, card: queries.PupilCard, refused: RuleBroken | None = None
) -> Any:
    return page(
        "outreach/visit_form.html",
        fragment="outreach/_visit_form.html",
        status=422 if refused else 200,
        typed=typed,
        card=card,
        household=[(other.public_id, other.label) for other in queries.household_of(access, card)],
        back=_onward(access, card),
        errors=refused.fields if refused else {},
        message=refused.message if refused else "",
        choices=forms.CHOICES,
    )


def _onward(access: Access, card: queries.PupilCard) -> str:
    """The list the pupil stands on for this person: the village's, else the class's."""
    sees_school = access.may(Right.SEE_SCHOOL)
    if card.village_public_id and (card.village_id in access.village_ids or sees_school):
        return url_for("outreach.village", village_id=card.village_public_id)
    if access.sees_class(card.class_id):
        return url_for("outreach.class_list", class_id=card.class_public_id)
    return url_for("outreach.villages")


def _local_now() -> str:
    return f"{clock.now().astimezone(clock.VIETNAM):%Y-%m-%dT%H:%M}"
