"""The papers of a visit: printed, signed by hand, kept as a photo."""

from typing import Any

from flask import current_app, flash, redirect, request, url_for

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record, record_view
from sisoho.db import new_public_id
from sisoho.errors import NotFound, RuleBroken
from sisoho.files.queries import read_file
from sisoho.outreach import actions, forms, queries, visit_papers
from sisoho.outreach.actions import WordData
from sisoho.outreach.queries.visit_pictures import visit_consent
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules import GivenBy, PaperKind
from sisoho.schools.queries import setting
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page


@bp.get("/den-nha/<visit_id>/giay-to")
@needs(Right.LOG_VISIT)
def papers(access: Access, visit_id: str) -> Any:
    return _papers(access, visit_id)


@bp.get("/den-nha/<visit_id>/giay-to/<paper>.pdf")
@needs(Right.LOG_VISIT)
def paper_pdf(access: Access, visit_id: str, paper: str) -> Any:
    found = queries.visit_papers(access, visit_id)
    kind = next((kind for kind in found.offered if kind == paper), None)
    if kind is None:
        raise NotFound("Lần đến nhà này chưa cần giấy ấy.")
    fonts = current_app.config["SISOHO"].fonts
    data = visit_papers.visit_paper(
        kind,
        queries.paper_data(access, found),
        fonts_dir=fonts,
        promise=setting(access, "family_promise", access.on),
        signed=_signed(access, found),
    )
    with db.write():
        record(access, "print_visit_paper", "home_visit", found.visit.id, fields=[kind.value])
    return attachment(data, f"{kind.value}.pdf", "application/pdf")


@bp.post("/den-nha/<visit_id>/giay-to")
@needs(Right.LOG_VISIT)
def keep_word(access: Access, visit_id: str) -> Any:
    queries.visit_papers(access, visit_id)  # another's visit is not there, whatever the form says
    photo = request.files.get("photo")
    try:
        draft_id, kind, given, witness = forms.read_word(request.form)
        data = WordData(draft_id, kind, given, witness, photo.read() if photo else b"")
        actions.keep_word(access, visit_id, data)
    except RuleBroken as refused:
        return _papers(access, visit_id, refused)
    flash(f"Đã lưu: {kind.label.lower()}.", "success")
    return redirect(url_for("outreach.papers", visit_id=visit_id), 303)


@bp.get("/den-nha/giay-to/<word_id>/anh")
@needs(Right.LOG_VISIT)
def word_photo(access: Access, word_id: str) -> Any:
    stored, data = read_file(access.unit_id, queries.word_photo(access, word_id))
    with db.write():
        record(access, "fetch_word_photo", "stored_file", stored.id)
    return attachment(data, stored.name, stored.media_type)


def _signed(access: Access, found: queries.VisitPapers) -> visit_papers.Signed | None:
    consent = visit_consent(access, found.visit)
    if consent is None:
        return None
    drawn = read_file(access.unit_id, consent.drawing_id)[1] if consent.drawing_id else b""
    return visit_papers.Signed(consent.label, drawn)


def _papers(access: Access, visit_id: str, refused: RuleBroken | None = None) -> Any:
    found = queries.visit_papers(access, visit_id)
    for pupil in found.visit.pupils:
        record_view(access, pupil.id)
    return page(
        "outreach/papers.html",
        status=422 if refused else 200,
        of=found,
        errors=(refused.fields or {"kind": refused.message}) if refused else {},
        typed=request.form,
        draft_id=request.form.get("draft_id") or new_public_id(),
        ways=[(way.value, way.label) for way in GivenBy],
        kinds=[(kind.value, kind.label) for kind in PaperKind if kind in found.offered],
    )
