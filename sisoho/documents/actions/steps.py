"""The steps that need no pen: submit, return, approve, issue, withdraw."""

from dataclasses import replace

from sisoho import clock
from sisoho.access import Access
from sisoho.db import write
from sisoho.documents import queries
from sisoho.documents.actions.moving import is_done, take_step, write_step
from sisoho.documents.content_json import to_json
from sisoho.documents.lifecycle import Status, Step
from sisoho.documents.models import Document
from sisoho.documents.rules import padded_number
from sisoho.errors import RuleBroken


def submit(access: Access, public_id: str) -> Document:
    """Hand the draft to who approves it. All of these raise NotFound, RuleBroken, NotAllowed, Conflict."""
    return _simple(access, public_id, Step.SUBMIT)


def return_with_note(access: Access, public_id: str, note: str) -> Document:
    """Give the paper back to be changed, saying what."""
    _need_words(note, "note", "Hãy ghi cần sửa gì, để người soạn biết.")
    return _simple(access, public_id, Step.RETURN, note)


def approve(access: Access, public_id: str) -> Document:
    """The approver's name goes under the paper: who approves is who signs."""
    document = queries.own_document(access, public_id)
    if is_done(access, document, Step.APPROVE):
        return document
    content = replace(queries.content_of(document), signatures=(queries.own_signature(access),))
    return take_step(access, document, Step.APPROVE, content=to_json(content), signer=access.staff_id)


def issue(access: Access, public_id: str) -> Document:
    """Put the signed paper in force; the one it replaces steps back."""
    document = queries.own_document(access, public_id)
    if is_done(access, document, Step.ISSUE):
        return document
    if document.on_paper and document.issued_file_id is None:
        raise RuleBroken("Chưa có bản quét của bản giấy đã ký, đóng dấu. Tải bản quét lên rồi phát hành.")
    with write():
        issued = take_step(access, document, Step.ISSUE, issued_at=clock.now())
        if issued.replaces_id is not None:
            _give_way(access, issued)
    return issued


def withdraw(access: Access, public_id: str, note: str) -> Document:
    """Take the paper out of force. Its number stays in the register."""
    _need_words(note, "note", "Hãy ghi lý do thu hồi.")
    return _simple(access, public_id, Step.WITHDRAW, note)


def _simple(access: Access, public_id: str, step: Step, note: str = "") -> Document:
    document = queries.own_document(access, public_id)
    return document if is_done(access, document, step) else take_step(access, document, step, note.strip())


def _give_way(access: Access, successor: Document) -> None:
    """Whoever issues need not be one who may replace: the signer decided it by approving the successor."""
    old = Document.get((Document.unit == access.unit_id) & (Document.id == successor.replaces_id))
    if old.state == Status.ISSUED:  # it may have been withdrawn meanwhile
        note = f"Thay bằng văn bản số {padded_number(successor.number)}/{successor.symbol}"
        write_step(access, old, Step.REPLACE, Status.REPLACED, note)


def _need_words(note: str, field: str, message: str) -> None:
    if not note.strip():
        raise RuleBroken("Chưa ghi được; văn bản giữ nguyên.", fields={field: message})
