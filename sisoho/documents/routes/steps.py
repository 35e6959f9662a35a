"""The buttons of a paper's page: each a step of its life."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.documents import actions, forms
from sisoho.documents.routes.blueprint import bp, faults, press
from sisoho.documents.routes.paper import paper_answer
from sisoho.errors import RuleBroken
from sisoho.web.guards import needs


@bp.post("/van-ban/<document_id>/trinh")
@needs(Right.DRAFT_DOCUMENT)
def submit(access: Access, document_id: str) -> Any:
    return _done(access, document_id, lambda: actions.submit(access, document_id), "Đã trình duyệt.")


@bp.post("/van-ban/<document_id>/tra-lai")
@needs(Right.APPROVE_DOCUMENT)
def return_with_note(access: Access, document_id: str) -> Any:
    note = request.form.get("note", "")
    return _done(
        access, document_id, lambda: actions.return_with_note(access, document_id, note), "Đã trả lại để sửa."
    )


@bp.post("/van-ban/<document_id>/duyet")
@needs(Right.APPROVE_DOCUMENT)
def approve(access: Access, document_id: str) -> Any:
    return _done(access, document_id, lambda: actions.approve(access, document_id), "Đã duyệt.")


@bp.post("/van-ban/<document_id>/cap-so")
@needs(Right.ISSUE_DOCUMENT)
def number(access: Access, document_id: str) -> Any:
    return _done(
        access,
        document_id,
        lambda: actions.number_document(access, document_id, press(), forms.read_number(request.form)),
        "Đã cấp số và ngày. Văn bản sẵn sàng để ký.",
    )


@bp.post("/van-ban/<document_id>/ky")
@needs(Right.SIGN_DOCUMENT)
def sign(access: Access, document_id: str) -> Any:
    return _done(access, document_id, lambda: actions.sign(access, document_id, press()), "Đã ký.")


@bp.post("/van-ban/<document_id>/da-ky-giay")
@needs(Right.SIGN_DOCUMENT)
def signed_on_paper(access: Access, document_id: str) -> Any:
    return _done(
        access,
        document_id,
        lambda: actions.mark_signed_on_paper(access, document_id),
        "Đã ghi: ký trên giấy. Quét bản giấy rồi tải lên để phát hành.",
    )


@bp.post("/van-ban/<document_id>/ban-da-ky-so")
@needs(Right.SIGN_DOCUMENT)
def accept_signed_file(access: Access, document_id: str) -> Any:
    return _done(
        access,
        document_id,
        lambda: actions.accept_signed_file(access, document_id, _sent("file"), press()),
        "Đã kiểm tra và nhận bản ký số.",
    )


@bp.post("/van-ban/<document_id>/ban-quet")
@needs(Right.ISSUE_DOCUMENT)
def attach_scan(access: Access, document_id: str) -> Any:
    return _done(
        access,
        document_id,
        lambda: actions.attach_scan(access, document_id, _sent("scan")),
        "Đã lưu bản quét.",
    )


@bp.post("/van-ban/<document_id>/phat-hanh")
@needs(Right.ISSUE_DOCUMENT)
def issue(access: Access, document_id: str) -> Any:
    return _done(
        access, document_id, lambda: actions.issue(access, document_id), "Đã phát hành và lưu trữ văn bản."
    )


@bp.post("/van-ban/<document_id>/thu-hoi")
@needs(Right.APPROVE_DOCUMENT)
def withdraw(access: Access, document_id: str) -> Any:
    note = request.form.get("note", "")
    return _done(access, document_id, lambda: actions.withdraw(access, document_id, note), "Đã thu hồi.")


def _done(access: Access, document_id: str, step: Callable[[], object], told: str) -> Any:
    try:
        step()
    except RuleBroken as broken:
        return paper_answer(access, document_id, faults(broken), 422)
    flash(told, "success")
    return redirect(url_for("documents.paper", document_id=document_id), 303)


def _sent(field: str) -> bytes:
    file = request.files.get(field)
    data = file.read() if file else b""
    if not data:
        raise RuleBroken("Chưa có tệp nào.", {field: "Hãy chọn tệp."})
    return data
