"""Hồ sơ vận động: the list, opening one by hand, handing over a person's load."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_views
from sisoho.db import new_public_id
from sisoho.errors import RuleBroken
from sisoho.outreach import queries
from sisoho.outreach.actions import case_handover
from sisoho.outreach.actions import cases as actions
from sisoho.outreach.forms import cases as forms
from sisoho.outreach.queries import case_commune, case_lists
from sisoho.outreach.queries.case_holders import staff_choices
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules.case_words import Priority
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/ho-so-van-dong")
@needs(Right.LOG_VISIT, Right.SEE_REFERRED)
def cases(access: Access) -> Any:
    if access.may(Right.SEE_REFERRED):
        found = case_commune.referred_cases(access)
        record_views(access, [case.line.pupil_id for case in found])
        return page("outreach/cases_referred.html", cases=found)
    default = "tat-ca" if access.may(Right.SEE_SCHOOL) or not access.class_ids else "lop"
    asked = request.args.get("xem", default)
    scope, closed = (asked if asked in case_lists.SCOPES else default), request.args.get("da-dong") == "1"
    asked_for = {"age": request.args.get("tuoi", ""), "only": request.args.get("chi", "")}
    found_here = case_lists.case_list(
        access, scope, request.args.get("nguoi", ""), closed=closed, **asked_for
    )
    record_views(access, [line.pupil_id for line in found_here.lines])
    return page("outreach/cases.html", of=found_here, closed=closed, scopes=_scopes(access))


def _scopes(access: Access) -> list[tuple[str, str]]:
    leads = access.may(Right.SEE_SCHOOL)
    words = {**case_lists.SCOPES, "tat-ca": "Cả trường" if leads else "Lớp, buôn, tôi giữ"}
    return [(key, label) for key, label in words.items() if key != "lop" or access.class_ids]


@bp.get("/ho-so-van-dong/mo")
@needs(Right.LOG_VISIT)
def new_case(access: Access) -> Any:
    return _open_form(access, request.args.get("em", ""))


@bp.post("/ho-so-van-dong/mo")
@needs(Right.LOG_VISIT)
def open_case(access: Access) -> Any:
    em = request.form.get("em", "")
    queries.writable_pupil(access, em)  # another's pupil is not there, whatever the form says
    try:
        made = actions.open_case(access, em, forms.read_open(request.form, access.on))
    except RuleBroken as refused:
        return _open_form(access, em, refused)
    flash("Đã mở hồ sơ vận động.", "success")
    return redirect(url_for("outreach.case", case_id=made.public_id), 303)


@bp.get("/ho-so-van-dong/ban-giao")
@needs(Right.SEE_SCHOOL)
def hand_over(access: Access) -> Any:
    return _hand_over_form(access)


@bp.post("/ho-so-van-dong/ban-giao")
@needs(Right.SEE_SCHOOL)
def record_hand_over(access: Access) -> Any:
    try:
        moved = case_handover.hand_over(access, request.form.get("from", ""), request.form.get("to", ""))
    except RuleBroken as refused:
        return _hand_over_form(access, refused)
    flash(f"Đã bàn giao {moved} hồ sơ.", "success")
    return redirect(url_for("outreach.cases"), 303)


def _open_form(access: Access, em: str, refused: RuleBroken | None = None) -> Any:
    return page(
        "outreach/case_form.html",
        status=422 if refused else 200,
        card=queries.writable_pupil(access, em),
        typed=request.form,
        draft_id=request.form.get("draft_id") or new_public_id(),
        errors=refused.fields if refused else {},
        refused=refused,
        other=getattr(refused, "case_id", ""),
        priorities=[(one.value, one.label) for one in Priority],
    )


def _hand_over_form(access: Access, refused: RuleBroken | None = None) -> Any:
    held = case_lists.case_list(access, "tat-ca")
    return page(
        "outreach/case_handover.html",
        status=422 if refused else 200,
        of=held,
        former=[(p.value, p.label) for p in staff_choices(access, active_only=False)],
        people=[(p.value, p.label) for p in staff_choices(access)],
        typed=request.form or request.args,
        errors=refused.fields if refused else {},
    )
