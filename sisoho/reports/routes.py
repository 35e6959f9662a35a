"""Start or renew the year's plan, and the decision on the villages' teachers, with the figures of today."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.documents.queries import open_paper
from sisoho.emulation.queries import year_label
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.reports import actions
from sisoho.reports.queries import COMMUNE_PLAN
from sisoho.reports.queries.village_decision import VILLAGE_DECISION, decision_in_force
from sisoho.schools.forms import FormReader
from sisoho.web.guards import needs
from sisoho.web.rendering import page

bp = Blueprint("reports", __name__)

_USUAL_NOTICE = timedelta(days=20)


@bp.get("/ke-hoach/soan")
@needs(Right.DRAFT_DOCUMENT)
def draft_plan(access: Access) -> Any:
    return _form(access, {"registration_on": (access.on + _USUAL_NOTICE).isoformat()})


@bp.post("/ke-hoach/soan")
@needs(Right.DRAFT_DOCUMENT)
def make_plan(access: Access) -> Any:
    try:
        made = _draft(access)
    except RuleBroken as broken:
        errors = broken.fields or {"form": broken.message}
        return _form(access, request.form, errors, 422)
    flash("Đã soạn với số liệu hôm nay. Phần đã sửa tay được giữ.", "success")
    return redirect(url_for("documents.paper", document_id=made.public_id), 303)


def _draft(access: Access) -> Any:
    if access.unit_kind != "commune":
        return actions.draft_school_plan(access)
    form = FormReader(request.form)
    day = form.date("registration_on", required="Ghi hạn để các trường đăng ký.")
    if day is not None and day < access.on:
        form.errors["registration_on"] = "Hạn đăng ký đã qua."
    form.finish()
    assert day is not None  # finish() refused anything else
    return actions.draft_commune_plan(access, day)


def _form(access: Access, typed: Any, errors: dict[str, str] | None = None, status: int = 200) -> Any:
    is_commune = access.unit_kind == "commune"
    year = year_label(access)
    return page(
        "reports/draft_plan.html",
        year=year,
        is_commune=is_commune,
        found=open_paper(access, COMMUNE_PLAN if is_commune else actions.SCHOOL_PLAN, year),
        typed=typed,
        errors=errors or {},
        status=status,
    )


@bp.get("/quyet-dinh/phan-cong-thon-buon/soan")
@needs(Right.DRAFT_DOCUMENT)
def draft_decision(access: Access) -> Any:
    return _decision_form(access)


@bp.post("/quyet-dinh/phan-cong-thon-buon/soan")
@needs(Right.DRAFT_DOCUMENT)
def make_decision(access: Access) -> Any:
    """`phones`: whether the teachers' numbers stand in the annex."""
    try:
        made = actions.draft_village_decision(access, with_phones=request.form.get("phones") == "1")
    except RuleBroken as broken:
        return _decision_form(access, broken.message, 422)
    flash("Đã soạn theo phân công hôm nay. Phần đã sửa tay được giữ.", "success")
    return redirect(url_for("documents.paper", document_id=made.public_id), 303)


def _decision_form(access: Access, error: str = "", status: int = 200) -> Any:
    if access.unit_kind != "school":
        raise NotAllowed("Quyết định phân công thôn, buôn do trường soạn.")
    year = year_label(access)
    return page(
        "reports/draft_decision.html",
        year=year,
        found=open_paper(access, VILLAGE_DECISION, year),
        in_force=decision_in_force(access),
        phones=request.form.get("phones") == "1",
        error=error,
        status=status,
    )
