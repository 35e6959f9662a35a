"""Rewrite one section of a draft."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.documents import actions, forms, queries
from sisoho.documents.actions import SectionConflict
from sisoho.documents.routes.blueprint import bp, faults
from sisoho.documents.sections import Section, named_blocks
from sisoho.errors import RuleBroken
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/van-ban/<document_id>/muc/<key>")
@needs(Right.DRAFT_DOCUMENT)
def section(access: Access, document_id: str, key: str) -> Any:
    document = queries.own_document(access, document_id)
    found = actions.editable_section(document, key)
    return _answer(document_id, found, found.text, found.fingerprint)


@bp.post("/van-ban/<document_id>/muc/<key>")
@needs(Right.DRAFT_DOCUMENT)
def edit_section(access: Access, document_id: str, key: str) -> Any:
    document = queries.own_document(access, document_id)
    found = actions.editable_section(document, key)
    typed, opened = request.form.get("text", ""), request.form.get("fingerprint", "")
    try:
        actions.edit_section(access, document_id, key, forms.read_section(request.form), opened)
    except SectionConflict as conflict:
        return _answer(document_id, conflict.stored, typed, conflict.stored.fingerprint, conflict=conflict)
    except RuleBroken as broken:
        return _answer(document_id, found, typed, opened, faults(broken))
    flash("Đã lưu mục này.", "success")
    return redirect(url_for("documents.paper", document_id=document_id, _anchor=f"muc-{key}"), 303)


def _answer(
    document_id: str,
    found: Section,
    text: str,
    fingerprint: str,
    errors: dict[str, str] | None = None,
    conflict: SectionConflict | None = None,
) -> Any:
    return page(
        "documents/section.html",
        document_id=document_id,
        section=found,
        text=text,
        fingerprint=fingerprint,
        names=list(named_blocks(found.blocks)),
        errors=errors or {},
        conflict=conflict,
        status=409 if conflict else 422 if errors else 200,
    )
