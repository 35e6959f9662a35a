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


_FILTERS = ("lop", "buon", "ly-do")


@bp.get("/can-quan-tam")
@needs(Right.LOG_VISIT)
def risk(access: Access) -> Any:
    return _list(access)


@bp.post("/can-quan-tam/<flag_id>/xac-nhan")
@needs(Right.LOG_VISIT)
def confirm_flag(access: Access, flag_id: str) -> Any:
    actions.confirm_flag(access, flag_id)
    return _decided(access, "Đã xác nhận.")


@bp.post("/can-quan-tam/<flag_id>/khong-phai")
@needs(Right.LOG_VISIT)
def dismiss_flag(access: Access, flag_id: str) -> Any:
    reason = request.form.get("reason", "")
    try:
        actions.dismiss_flag(access, flag_id, reason)
    except RuleBroken as error:
        return _list(access, Refused(flag_id, reason, str(error)))
    return _decided(access, "Đã đưa ra khỏi danh sách. Nếu tình hình nặng thêm, điều này sẽ lại hiện ra.")


def _decided(access: Access, said: str) -> Any:
    """The list as it was narrowed: alone for htmx, by a redirect for a plain form."""
    if request.htmx:  # type: ignore[attr-defined]
        return _list(access, said=said)
    flash(said, "success")
    kept: dict[str, Any] = _asked()
    return redirect(url_for("outreach.risk", **kept), 303)


def _list(access: Access, refused: Refused | None = None, said: str = "") -> Any:
    asked = _asked()
    of = risk_list(access, *(asked.get(name, "") for name in _FILTERS))
    record_views(access, [line.card.id for line in of.lines])
    return page(
        "outreach/risk.html",
        fragment="outreach/_risk_list.html",
        status=422 if refused else 200,
        of=of,
        asked=asked,
        rules=[(rule.value, rule.label) for rule in RiskCode],
        refused=refused,
        said=said,
    )


def _asked() -> dict[str, str]:
    """What the address narrows the list to; a decision's address carries it on."""
    return {name: request.args[name] for name in _FILTERS if request.args.get(name)}
