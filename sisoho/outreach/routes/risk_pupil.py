"""One pupil who needs looking after: added by hand, with the circumstances that only people know."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_view
from sisoho.errors import RuleBroken
from sisoho.outreach.actions import risk as actions
from sisoho.outreach.forms.risk_pupil import read_circumstance, read_end
from sisoho.outreach.queries import risk_pupil as queries
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules.risk_rules import CircumstanceKind
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/can-quan-tam/em/<pupil_id>")
@needs(Right.LOG_VISIT)
def risk_pupil(access: Access, pupil_id: str) -> Any:
    return _pupil(access, pupil_id)


@bp.post("/can-quan-tam/em/<pupil_id>/them")
@needs(Right.LOG_VISIT)
def add_to_risk(access: Access, pupil_id: str) -> Any:
    try:
        actions.add_by_hand(access, pupil_id, request.form.get("reason", ""))
    except RuleBroken as refused:
        return _pupil(access, pupil_id, refused)
    flash("Đã thêm em vào danh sách cần quan tâm.", "success")
    return redirect(url_for("outreach.risk_pupil", pupil_id=pupil_id), 303)


@bp.post("/can-quan-tam/em/<pupil_id>/hoan-canh")
@needs(Right.LOG_VISIT)
def record_circumstance(access: Access, pupil_id: str) -> Any:
    try:
        data = read_circumstance(request.form)
        actions.record_circumstance(access, pupil_id, data.kind, data.note, data.starts)
    except RuleBroken as refused:
        return _pupil(access, pupil_id, refused)
    flash("Đã ghi hoàn cảnh của em.", "success")
    return redirect(url_for("outreach.risk_pupil", pupil_id=pupil_id), 303)


@bp.post("/can-quan-tam/em/<pupil_id>/hoan-canh/<circumstance_id>/het")
@needs(Right.LOG_VISIT)
def end_circumstance(access: Access, pupil_id: str, circumstance_id: str) -> Any:
    try:
        actions.end_circumstance(access, pupil_id, circumstance_id, read_end(request.form))
    except RuleBroken as refused:
        return _pupil(access, pupil_id, refused, ending=circumstance_id)
    flash("Đã ghi là không còn như vậy; điều đã ghi trước đó vẫn giữ.", "success")
    return redirect(url_for("outreach.risk_pupil", pupil_id=pupil_id), 303)


def _pupil(access: Access, pupil_id: str, refused: RuleBroken | None = None, ending: str = "") -> Any:
    found = queries.risk_pupil(access, pupil_id)
    record_view(access, found.card.id)
    return page(
        "outreach/risk_pupil.html",
        status=422 if refused else 200,
        of=found,
        typed=request.form,
        errors=refused.fields if refused else {},
        refused=refused,
        ending=ending,
        kinds=[(kind.value, kind.label) for kind in CircumstanceKind],
    )
