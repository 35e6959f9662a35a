"""Cần trao đổi riêng với hiệu trưởng: the confidential record, which no other page shows."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right, Role
from sisoho.db import new_public_id
from sisoho.errors import RuleBroken
from sisoho.outreach import queries
from sisoho.outreach.actions import confidential as actions
from sisoho.outreach.queries import confidential as records
from sisoho.outreach.routes.blueprint import bp
from sisoho.schools.forms.reading import FormReader
from sisoho.schools.queries import setting, staff_list
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/trao-doi-rieng")
@needs(Right.LOG_VISIT)
def confidential_list(access: Access) -> Any:
    is_principal = Role.PRINCIPAL in access.roles
    deputy = records.deputy_id(access)
    staff = staff_list(access) if is_principal else []
    return page(
        "outreach/confidential_list.html",
        records=records.confidential_records(access),
        sees_all=records.reads_confidential(access),
        is_principal=is_principal,
        staff=[(person.public_id, person.name) for person in staff if person.id != access.staff_id],
        deputy=next((person.public_id for person in staff if person.id == deputy), ""),
        contacts=setting(access, "protection_contacts", access.on),
    )


@bp.post("/trao-doi-rieng/nguoi-doc")
@needs(Right.SEE_SCHOOL)
def name_deputy(access: Access) -> Any:
    reader = FormReader(request.form)
    ids = {person.public_id: person.id for person in staff_list(access)}
    chosen = reader.choice("staff", ids)
    reader.finish()
    actions.name_deputy(access, ids.get(chosen))
    flash("Đã lưu người được đọc cùng hiệu trưởng.", "success")
    return redirect(url_for("outreach.confidential_list"), 303)


@bp.get("/trao-doi-rieng/moi")
@needs(Right.LOG_VISIT)
def new_confidential(access: Access) -> Any:
    return _form(access, request.args.get("em", ""))


@bp.post("/trao-doi-rieng/moi")
@needs(Right.LOG_VISIT)
def report_confidential(access: Access) -> Any:
    em = request.form.get("em", "")
    queries.writable_pupil(access, em)  # another's pupil is not there, whatever the form says
    try:
        reader = FormReader(request.form)
        said = reader.text("said", most=2000, required="Hãy ghi điều thầy cô thấy hoặc nghe.")
        draft_id = reader.text("draft_id", most=40, required="Trang này đã cũ: hãy mở lại rồi ghi.")
        reader.finish()
    except RuleBroken as refused:
        return _form(access, em, refused)
    made = actions.report_confidential(access, em, draft_id, said)
    flash("Đã chuyển tới hiệu trưởng.", "success")
    return redirect(url_for("outreach.confidential", confidential_id=made.public_id), 303)


@bp.get("/trao-doi-rieng/<confidential_id>")
@needs(Right.LOG_VISIT)
def confidential(access: Access, confidential_id: str) -> Any:
    return _record(access, confidential_id)


@bp.post("/trao-doi-rieng/<confidential_id>/da-bao")
@needs(Right.LOG_VISIT)
def note_told(access: Access, confidential_id: str) -> Any:
    records.confidential_record(access, confidential_id)
    try:
        reader = FormReader(request.form)
        told = reader.text("told", required="Hãy ghi đã báo cho ai.")
        on, note = reader.date("on", required="Hãy ghi ngày báo."), reader.text("note", most=1000)
        reader.finish()
        assert on is not None  # a missing day is a fault that `finish` has told
        actions.note_told(access, confidential_id, told, on, note)
    except RuleBroken as refused:
        return _record(access, confidential_id, refused)
    flash("Đã ghi việc đã báo.", "success")
    return redirect(url_for("outreach.confidential", confidential_id=confidential_id), 303)


def _form(access: Access, em: str, refused: RuleBroken | None = None) -> Any:
    return page(
        "outreach/confidential_form.html",
        status=422 if refused else 200,
        card=queries.writable_pupil(access, em),
        typed=request.form,
        draft_id=request.form.get("draft_id") or new_public_id(),
        errors=refused.fields if refused else {},
        contacts=setting(access, "protection_contacts", access.on),
    )


def _record(access: Access, confidential_id: str, refused: RuleBroken | None = None) -> Any:
    found = records.confidential_record(access, confidential_id)
    actions.record_read(access, found.id)
    return page(
        "outreach/confidential.html",
        status=422 if refused else 200,
        record=found,
        typed=request.form,
        errors=refused.fields if refused else {},
        contacts=setting(access, "protection_contacts", access.on),
    )
