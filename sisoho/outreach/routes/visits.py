"""The visit form, and a visit as it was written down. A phone's outbox sends through the same route."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, request, url_for

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record, record_view
from sisoho.db import new_public_id
from sisoho.errors import Conflict, NotFound, RuleBroken
from sisoho.outreach import actions, forms, queries
from sisoho.outreach.forms import VisitData, VisitTyped
from sisoho.outreach.queries import elsewhere, visit_pictures
from sisoho.outreach.queries.duty_then import access_at
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules import PhotoKind
from sisoho.school_calendar import read_date
from sisoho.schools.queries import settings_of
from sisoho.web.guards import needs
from sisoho.web.pwa import may_be_kept
from sisoho.web.rendering import attachment, page


@bp.get("/den-nha/moi")
@needs(Right.LOG_VISIT)
def new_visit(access: Access) -> Any:
    """`em`: the public id of the pupil; brothers and sisters can be ticked beside."""
    card = queries.writable_pupil(access, request.args.get("em", ""))
    if not access.sees_class(card.class_id):
        queries.readable_pupil(access, card.public_id)
    typed = VisitTyped(draft_id=new_public_id(), seq="1", pupils=(card.public_id,), at=_local_now())
    response = _form(access, typed, card)
    return response if access.may(Right.SEE_SCHOOL) else may_be_kept(response, access)


@bp.post("/den-nha/moi")
@needs(Right.LOG_VISIT)
def log_visit(access: Access) -> Any:
    typed = forms.typed_visit(request.form.to_dict(flat=False))
    # The pupil whose page it is stands in the address, so that unticking all of a household loses nobody.
    card = _card(access, request.args.get("em") or next(iter(typed.pupils), ""), typed)
    try:
        visit = actions.log_visit(access, _with_pictures(forms.read_visit(typed)))
    except RuleBroken as refused:
        return _form(access, typed, card, refused)
    except Conflict as taken:
        if not _by_outbox():
            raise
        return _form(access, typed, card, RuleBroken(taken.message))
    onward = _onward(access, card)
    if _by_outbox():
        return page("outreach/_visit_received.html", visit=visit, onward=onward)
    local = visit.recorded_at.astimezone(clock.VIETNAM)
    flash(f"Đã lưu lúc {local:%H:%M}: lần đến nhà của {len(typed.pupils)} em.", "success")
    return ("", 204, {"HX-Redirect": onward}) if request.htmx else redirect(onward, 303)  # type: ignore[attr-defined]


@bp.get("/den-nha/<visit_id>")
@needs(Right.LOG_VISIT)
def visit(access: Access, visit_id: str) -> Any:
    found = queries.visit_view(access, visit_id)
    for pupil in found.pupils:
        record_view(access, pupil.id)
    return page("outreach/visit.html", visit=found, with_it=visit_pictures.visit_pictures(access, found))


@bp.get("/den-nha/anh/<photo_id>")
@needs(Right.LOG_VISIT)
def visit_photo(access: Access, photo_id: str) -> Any:
    stored, data = visit_pictures.visit_photo(access, photo_id)
    with db.write():
        record(access, "fetch_visit_photo", "stored_file", stored.id)
    return attachment(data, stored.name, stored.media_type)


def _by_outbox() -> bool:
    return "X-Outbox" in request.headers


def _card(access: Access, em: str, typed: VisitTyped) -> queries.PupilCard:
    """The pupil of the page, of today's duty or that of the day of the visit. Raises NotFound."""
    with suppress(NotFound):
        return queries.writable_pupil(access, em)
    try:
        day = read_date(typed.at[:10])
    except ValueError:
        day = access.on
    return queries.writable_pupil(access_at(access, day), em)


def _with_pictures(data: VisitData) -> VisitData:
    photos = tuple(
        (kind, sent)
        for kind in PhotoKind
        for file in request.files.getlist(f"{kind.value}_photo")
        if (sent := file.read())
    )
    signature = request.files.get("signature")
    return replace(data, photos=photos, drawing=signature.read() if signature else b"")


def _form(
    access: Access, typed: VisitTyped, card: queries.PupilCard, refused: RuleBroken | None = None
) -> Response:
    return page(
        "outreach/visit_form.html",
        fragment="outreach/_visit_form.html",
        status=422 if refused else 200,
        typed=typed,
        card=card,
        household=[(other.public_id, other.label) for other in queries.household_of(access, card)],
        is_visited_elsewhere=bool(elsewhere.visited_by_others(access, [card.id])),
        may=settings_of(access, ("visit_photos", "visit_location"), access.on),
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
