"""One case: its page, and what people and the commune write into it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_view
from sisoho.db import new_public_id
from sisoho.errors import NotFound, RuleBroken
from sisoho.outreach.actions import case_answers
from sisoho.outreach.actions import cases as actions
from sisoho.outreach.actions.case_rows import AlreadyOpen
from sisoho.outreach.forms import cases as forms
from sisoho.outreach.queries import case_commune
from sisoho.outreach.queries.case_page import case_page
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules.case_words import Priority
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/ho-so-van-dong/<case_id>")
@needs(Right.LOG_VISIT, Right.SEE_REFERRED)
def case(access: Access, case_id: str) -> Any:
    return _referred(access, case_id) if access.may(Right.SEE_REFERRED) else _case(access, case_id)


@bp.post("/ho-so-van-dong/<case_id>/<deed>")
@needs(Right.LOG_VISIT)
def write_case(access: Access, case_id: str, deed: str) -> Any:
    """`deed` is one of DEEDS; each form of the page posts to its own."""
    found = case_page(access, case_id)
    do = DEEDS.get(deed)
    if do is None:
        raise NotFound()
    try:
        do(access, case_id)
    except AlreadyOpen as other:
        flash(other.message, "error")
        return redirect(url_for("outreach.case", case_id=other.case_id), 303)
    except RuleBroken as refused:
        return _case(access, case_id, refused, deed)
    flash("Đã lưu vào hồ sơ.", "success")
    return redirect(url_for("outreach.case", case_id=found.line.public_id), 303)


@bp.post("/ho-so-van-dong/<case_id>/xa-tra-loi")
@needs(Right.SEE_REFERRED)
def answer_case(access: Access, case_id: str) -> Any:
    case_commune.referred_case(access, case_id)
    try:
        draft_id, text = forms.read_text(request.form, "Hãy ghi xã đã làm gì.")
        case_answers.answer_referred(access, case_id, text, draft_id)
    except RuleBroken as refused:
        return _referred(access, case_id, refused)
    flash("Đã gửi trả lời cho trường.", "success")
    return redirect(url_for("outreach.case", case_id=case_id), 303)


def _assign(access: Access, case_id: str) -> None:
    actions.assign(access, case_id, forms.read_holder(request.form))


def _move_due(access: Access, case_id: str) -> None:
    draft_id, day, text = forms.read_due(request.form)
    actions.move_due(access, case_id, day, text, draft_id)


def _step(access: Access, case_id: str) -> None:
    actions.add_step(access, case_id, forms.read_step(request.form))


def _step_done(access: Access, case_id: str) -> None:
    draft_id, step = forms.read_text({**request.form, "text": request.form.get("step", "")}, "Hãy chọn bước.")
    actions.finish_step(access, case_id, int(step) if step.isdecimal() else 0, draft_id)


def _priority(access: Access, case_id: str) -> None:
    draft_id, said = forms.read_text({**request.form, "text": request.form.get("priority", "")}, "Hãy chọn.")
    actions.set_priority(access, case_id, Priority.URGENT if said == "urgent" else Priority.NORMAL, draft_id)


def _refer(access: Access, case_id: str) -> None:
    draft_id, text = forms.read_text(request.form, "Hãy ghi đề nghị xã giúp việc gì.")
    actions.refer(access, case_id, text, draft_id)


def _close(access: Access, case_id: str) -> None:
    actions.close_case(access, case_id, forms.read_close(request.form))


def _reopen(access: Access, case_id: str) -> None:
    draft_id, text = forms.read_text(request.form, "Hãy ghi vì sao mở lại.")
    actions.reopen_case(access, case_id, text, draft_id)


DEEDS: dict[str, Callable[[Access, str], None]] = {
    "giao": _assign,
    "han": _move_due,
    "buoc": _step,
    "xong": _step_done,
    "muc": _priority,
    "chuyen-xa": _refer,
    "dong": _close,
    "mo-lai": _reopen,
}


def _case(access: Access, case_id: str, refused: RuleBroken | None = None, deed: str = "") -> Any:
    found = case_page(access, case_id)
    record_view(access, found.line.pupil_id)
    return page(
        "outreach/case.html",
        status=422 if refused else 200,
        of=found,
        refused=refused,
        deed=deed,
        typed=request.form if refused else {},
        errors=(refused.fields or {"": refused.message}) if refused else {},
        new_draft=new_public_id,
        ends=[(end.value, end.label) for end in forms.ENDS],
    )


def _referred(access: Access, case_id: str, refused: RuleBroken | None = None) -> Any:
    found = case_commune.referred_case(access, case_id)
    record_view(access, found.line.pupil_id)
    return page(
        "outreach/case_referred.html",
        status=422 if refused else 200,
        of=found,
        typed=request.form,
        refused=refused,
        draft_id=request.form.get("draft_id") or new_public_id(),
    )
