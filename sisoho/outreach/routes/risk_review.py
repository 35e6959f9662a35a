"""The monthly review: by class who has gone through the list, and the page on which it is done."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_views
from sisoho.db import new_public_id
from sisoho.errors import NotFound, RuleBroken
from sisoho.outreach.actions.risk import add_by_hand
from sisoho.outreach.actions.risk_review import sign_review
from sisoho.outreach.forms.risk_review import (
    ReviewTyped,
    TypedLine,
    read_added,
    read_review,
    typed_review,
)
from sisoho.outreach.queries.risk_reviews import ReviewPage, month_reviews, past_review, review_page
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules.risk_review import Decision
from sisoho.outreach.rules.visits import Cause
from sisoho.school_calendar import Month
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/can-quan-tam/ra-soat")
@needs(Right.LOG_VISIT)
def risk_reviews(access: Access) -> Any:
    month = _month(access)
    return page("outreach/risk_reviews.html", month=month, lines=month_reviews(access, month))


@bp.get("/can-quan-tam/ra-soat/<class_id>")
@needs(Right.LOG_VISIT)
def risk_review(access: Access, class_id: str) -> Any:
    month = _month(access)
    if month == Month.of(access.on):
        return _form(access, review_page(access, class_id))
    past = past_review(access, class_id, month)
    record_views(access, [line.pupil_id for line in past.lines])
    return page("outreach/risk_review_past.html", of=past)


@bp.post("/can-quan-tam/ra-soat/<class_id>")
@needs(Right.LOG_VISIT)
def sign_risk_review(access: Access, class_id: str) -> Any:
    """Signs; where a pupil is to be added, adds first and shows the form again with all that was chosen."""
    of = review_page(access, class_id)
    ids = [line.card.public_id for line in of.lines]
    typed = typed_review(request.form.to_dict(flat=False), ids)
    try:
        if request.form.get("viec") == "them" or typed.add:
            return _added(access, class_id, typed)
        sign_review(access, class_id, read_review(typed))
    except RuleBroken as refused:
        return _form(access, review_page(access, class_id), typed, refused)
    flash(f"Đã ghi nhận rà soát {of.month.label} của lớp {of.row.name}.", "success")
    return redirect(url_for("outreach.risk_reviews"), 303)


def _added(access: Access, class_id: str, typed: ReviewTyped) -> Any:
    pupil_id, reason = read_added(typed)
    add_by_hand(access, pupil_id, reason)
    flash("Đã thêm em vào danh sách. Xem xong các em, thầy cô bấm “Đã rà soát”.", "success")
    kept = ReviewTyped(typed.draft_id, {**typed.lines, pupil_id: TypedLine(Decision.KEEP.value)})
    return _form(access, review_page(access, class_id), kept)


def _form(
    access: Access, of: ReviewPage, typed: ReviewTyped | None = None, refused: RuleBroken | None = None
) -> Any:
    record_views(access, [line.card.id for line in of.lines])
    ready = {
        pupil_id: TypedLine(line.decision or "", tuple(line.causes.groups), line.help)
        for pupil_id, line in of.said.items()
    }
    return page(
        "outreach/risk_review.html",
        status=422 if refused else 200,
        of=of,
        typed=typed or ReviewTyped(),
        draft_id=(typed and typed.draft_id) or new_public_id(),
        said={**ready, **(typed.lines if typed else {})},
        errors=refused.fields if refused else {},
        refused=refused,
        decisions=list(Decision),
        causes=list(Cause),
    )


def _month(access: Access) -> Month:
    """The month the address asks for, at most the present one. Raises NotFound."""
    now = Month.of(access.on)
    try:
        asked = Month.read(request.args.get("thang") or now.key)
    except ValueError as unreadable:
        raise NotFound("Không có tháng này.") from unreadable
    return min(asked, now)
