"""One paper: its page, its first page as printed, its files."""

from dataclasses import replace
from typing import Any

from flask import make_response

from sisoho.access import Access, Right
from sisoho.documents import actions, queries
from sisoho.documents.actions import Download
from sisoho.documents.content import DocumentContent
from sisoho.documents.lifecycle import EDITABLE, Status, Step
from sisoho.documents.pdf import render_pdf
from sisoho.documents.routes.blueprint import bp, press
from sisoho.documents.screen import POLICY, screen_html
from sisoho.errors import NotFound
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page


@bp.get("/van-ban/<document_id>")
@needs(Right.SEE_DOCUMENTS)
def paper(access: Access, document_id: str) -> Any:
    return paper_answer(access, document_id)


def paper_answer(
    access: Access, document_id: str, errors: dict[str, str] | None = None, status: int = 200
) -> Any:
    """The page, with what was wrong with a form on it."""
    found = queries.paper_page(access, document_id)
    numbering = Step.NUMBER in found.steps
    return page(
        "documents/paper.html",
        paper=found,
        has_key=Step.SIGN in found.steps and actions.has_key(access, press()),
        next_number=actions.next_number(access, found.content.type.value, access.on) if numbering else None,
        errors=errors or {},
        status=status,
    )


@bp.get("/van-ban/<document_id>/trang-1")
@needs(Right.SEE_DOCUMENTS)
def first_page(access: Access, document_id: str) -> Any:
    response = make_response(screen_html(_as_it_stands(queries.paper_page(access, document_id))))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/van-ban/<document_id>/xem.pdf")
@needs(Right.SEE_DOCUMENTS)
def view_pdf(access: Access, document_id: str) -> Any:
    """Inline: the archived bytes; before there are any, the draft drawn now and marked as one."""
    found = queries.paper_page(access, document_id)
    if found.is_archived or (found.is_numbered and found.is_own):
        return _inline(actions.download(access, document_id, "issued" if found.is_archived else "unsigned"))
    drawn = render_pdf(_as_it_stands(found), fonts_dir=press().fonts)
    return _inline(Download("du-thao.pdf", "application/pdf", drawn))


@bp.get("/van-ban/<document_id>/tai")
@needs(Right.SEE_DOCUMENTS)
def download_issued(access: Access, document_id: str) -> Any:
    return _attached(actions.download(access, document_id, "issued"))


@bp.get("/van-ban/<document_id>/ban-de-ky.pdf")
@needs(Right.DRAFT_DOCUMENT)
def download_unsigned(access: Access, document_id: str) -> Any:
    """What is printed to be signed by hand, and what is signed outside: the same bytes."""
    return _attached(actions.download(access, document_id, "unsigned"))


def _as_it_stands(found: queries.PaperPage) -> DocumentContent:
    is_draft = found.status in EDITABLE or found.status is Status.SUBMITTED
    if found.incoming and not found.content.body:
        raise NotFound("Văn bản đến này chỉ có tệp PDF.")
    return replace(found.content, marks=replace(found.content.marks, draft=is_draft))


def _inline(file: Download) -> Any:
    response = _attached(file)
    response.headers.set("Content-Disposition", "inline", filename=file.name)
    return response


def _attached(file: Download) -> Any:
    return attachment(file.data, file.name, file.media_type)
