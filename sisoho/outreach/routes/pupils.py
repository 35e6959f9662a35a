"""What is known of one pupil's absence, and the short forms about it."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.audit.actions import record_view
from sisoho.db import new_public_id
from sisoho.errors import RuleBroken
from sisoho.outreach import actions, forms, queries
from sisoho.outreach.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/vang/<pupil_id>")
@needs(Right.LOG_VISIT)
def pupil(access: Access, pupil_id: str) -> Any:
    return _pupil(access, pupil_id)


@bp.post("/vang/<pupil_id>/lien-he")
@needs(Right.LOG_VISIT)
def log_contact(access: Access, pupil_id: str) -> Any:
    try:
        made = actions.log_contact(access, pupil_id, forms.read_contact(request.form))
    except RuleBroken as refused:
        return _contact_refused(access, pupil_id, refused)
    if request.htmx:  # type: ignore[attr-defined]
        return page("outreach/_contact.html", pupil_id=pupil_id, new_draft=new_public_id, made=made)
    return _back(pupil_id, "Đã ghi liên hệ")


@bp.post("/vang/<pupil_id>/nho-den-nha")
@needs(Right.LOG_VISIT)
def request_visit(access: Access, pupil_id: str) -> Any:
    try:
        data = forms.read_request(request.form)
    except RuleBroken as refused:
        return _pupil(access, pupil_id, typed=request.form, refused=refused)
    made = actions.request_visit(access, pupil_id, data)
    if made.reason != data.reason:  # somebody had asked before: what was typed now is not stored
        return _back(pupil_id, "Đã có lời nhờ đến nhà từ trước, vẫn giữ nguyên; lý do vừa ghi chưa thêm vào")
    return _back(pupil_id, "Đã nhờ thầy cô phụ trách buôn đến nhà")


@bp.post("/vang/<pupil_id>/thoi-nho-den-nha")
@needs(Right.LOG_VISIT)
def close_request(access: Access, pupil_id: str) -> Any:
    actions.close_request(access, pupil_id)
    return _back(pupil_id, "Đã thôi nhờ đến nhà")


@bp.post("/vang/<pupil_id>/noi-o")
@needs(Right.LOG_VISIT)
def note_whereabouts(access: Access, pupil_id: str) -> Any:
    try:
        actions.note_whereabouts(access, pupil_id, forms.read_whereabouts(request.form))
    except RuleBroken as refused:
        return _pupil(access, pupil_id, typed=request.form, refused=refused)
    return _back(pupil_id, "Đã lưu nơi gia đình đang ở")


def _pupil(access: Access, pupil_id: str, typed: Any = None, refused: RuleBroken | None = None) -> Any:
    found = queries.pupil_page(access, pupil_id)
    record_view(access, found.card.id)
    return page(
        "outreach/pupil.html",
        status=422 if refused else 200,
        found=found,
        typed=typed or {},
        refused=refused,
        new_draft=new_public_id,
        choices=forms.CHOICES,
    )


def _contact_refused(access: Access, pupil_id: str, refused: RuleBroken) -> Any:
    if request.htmx:  # type: ignore[attr-defined]
        return page(
            "outreach/_contact.html", status=422, pupil_id=pupil_id, new_draft=new_public_id, refused=refused
        )
    return _pupil(access, pupil_id, typed=request.form, refused=refused)


def _back(pupil_id: str, said: str) -> Any:
    """To the page the form stood on: `tiep` is a path of this site, else the pupil's page."""
    local = f"{clock.now().astimezone(clock.VIETNAM):%H:%M}"
    flash(f"{said}, lúc {local}.", "success")
    onward = request.form.get("tiep", "")
    is_own = onward.startswith("/thon-buon") and "//" not in onward and "\\" not in onward
    return redirect(onward if is_own else url_for("outreach.pupil", pupil_id=pupil_id), 303)
