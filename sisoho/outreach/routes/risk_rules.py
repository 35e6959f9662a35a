"""How the school reads each rule: everybody who works with the list may look, leaders change."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import NotFound, RuleBroken
from sisoho.outreach.actions.risk import change_rule
from sisoho.outreach.forms.risk_rules import read_rule
from sisoho.outreach.queries.risk_rules import rule_history, rule_lines
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules.risk_rules import RULE_KINDS, RiskCode
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/can-quan-tam/quy-tac")
@needs(Right.LOG_VISIT)
def risk_rules(access: Access) -> Any:
    return page("outreach/risk_rules.html", lines=rule_lines(access, access.on))


@bp.get("/can-quan-tam/quy-tac/<rule>")
@needs(Right.LOG_VISIT)
def risk_rule(access: Access, rule: str) -> Any:
    return _rule(access, _code(rule))


@bp.post("/can-quan-tam/quy-tac/<rule>")
@needs(Right.SEE_SCHOOL)
def change_risk_rule(access: Access, rule: str) -> Any:
    code = _code(rule)
    try:
        changed, starts = read_rule(code, request.form)
        change_rule(access, changed, starts)
    except RuleBroken as refused:
        return _rule(access, code, refused)
    flash(f"Đã lưu quy tắc “{code.label}”, dùng từ {starts:%d/%m/%Y}.", "success")
    return redirect(url_for("outreach.risk_rules"), 303)


def _rule(access: Access, code: RiskCode, refused: RuleBroken | None = None) -> Any:
    (line,) = (line for line in rule_lines(access, access.on) if line.rule.code is code)
    typed = {
        "thresholds": line.thresholds,
        "window": str(line.rule.window),
        "alone": "1" if line.rule.raises_alone else "0",
        "active": "1" if line.rule.active else "",
        "starts": access.on.isoformat(),
    }
    return page(
        "outreach/risk_rule.html",
        status=422 if refused else 200,
        line=line,
        history=rule_history(access, code),
        typed=request.form if refused else typed,
        errors=refused.fields if refused else {},
        refused=refused,
    )


def _code(rule: str) -> RiskCode:
    if rule not in set(RULE_KINDS):
        raise NotFound("Không có quy tắc này.")
    return RiskCode(rule)
