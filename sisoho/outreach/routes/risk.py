"""Who needs looking after, and why."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_views
from sisoho.errors import RuleBroken
from sisoho.outreach.actions import risk as actions
from sisoho.outreach.queries.risk_list import risk_list
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules.risk_rules import RiskCode
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@dataclass(frozen=True, slots=True)
class Refused:
    """A dismissal that was not taken, to be shown again as typed."""

    flag_id: str
    reason: str
    message: str


@bp.get("/can-quan-tam")
@needs(Right.LOG_VISIT)
def risk(access: Access) -> Any:
    return _list(access)


def _list(access: Access, refused: Refused | None = None) -> Any:
    asked = {name: request.args.get(name, "") for name in ("lop", "buon", "ly-do")}
    groups = risk_list(access, asked["lop"], asked["buon"], asked["ly-do"])
    record_views(access, [line.card.id for _, lines in groups for line in lines])
    status = 422 if refused else 200
    return page(
        "outreach/risk.html", status=status, groups=groups, asked=asked, rules=list(RiskCode), refused=refused
    )


@bp.post("/can-quan-tam/<flag_id>/xac-nhan")
@needs(Right.LOG_VISIT)
def confirm_flag(access: Access, flag_id: str) -> Any:
    actions.confirm_flag(access, flag_id)
    flash("Đã xác nhận.", "success")
    return redirect(url_for("outreach.risk"), 303)


@bp.post("/can-quan-tam/<flag_id>/khong-phai")
@needs(Right.LOG_VISIT)
def dismiss_flag(access: Access, flag_id: str) -> Any:
    reason = request.form.get("reason", "")
    try:
        actions.dismiss_flag(access, flag_id, reason)
    except RuleBroken as error:
        return _list(access, Refused(flag_id, reason, str(error)))
    flash("Đã đưa ra khỏi danh sách. Nếu tình hình nặng thêm, em sẽ lại hiện ra.", "success")
    return redirect(url_for("outreach.risk"), 303)
