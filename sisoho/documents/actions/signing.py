"""Sign a numbered paper: here with the unit's key, outside with one's own token, or with ink.

Whoever approved it signs it. Signing happens outside the write transaction; what comes out is archived
by SHA-256 and never made again.
"""

from sisoho import clock
from sisoho.access import Access
from sisoho.db import write
from sisoho.documents import queries
from sisoho.documents.actions.keys import unit_signer
from sisoho.documents.actions.moving import change, check_step, is_done, reread, take_step
from sisoho.documents.actions.numbering import PDF
from sisoho.documents.lifecycle import Status, Step
from sisoho.documents.models import Document
from sisoho.documents.pdf import render_signature_frame
from sisoho.documents.pdf_changes import only_signed
from sisoho.documents.press import Press
from sisoho.documents.signing import SignatureReport, sign_pdf, signature_boxes, verify_pdf
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.files.actions import store_file
from sisoho.files.queries import read_file

_FIELD = "ky-1"
_SCANS = {b"%PDF-": PDF, b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
_MOST_SCAN = 10 * 1024 * 1024


def sign(access: Access, public_id: str, press: Press) -> Document:
    """Sign with the key this server keeps for the unit (a demo key: it draws the plain frame only).

    Repeated after a crash or a second tap, gives the signed paper. Raises NotFound, NotAllowed,
    RuleBroken (wrong order, no key), Conflict.
    """
    document = _to_sign(access, public_id)
    if is_done(access, document, Step.SIGN):
        return document
    signer = unit_signer(access, press)
    _, unsigned = read_file(access.unit_id, document.unsigned_file_id)
    box, now = signature_boxes(unsigned)[_FIELD], clock.now()
    frame = render_signature_frame(
        access.person_name, now, width=box.width, height=box.height, fonts_dir=press.fonts
    )
    signed = sign_pdf(unsigned, signer, field=_FIELD, appearance=frame, signed_at=now, reason="Duyệt, ký")
    return _archive(access, document, signed)


def accept_signed_file(access: Access, public_id: str, data: bytes, press: Press) -> Document:
    """Take in the paper as signed outside with the holder's own token.

    Raises RuleBroken, saying what is wrong, unless the file is ours plus signatures that hold.
    """
    document = _to_sign(access, public_id)
    if is_done(access, document, Step.SIGN):
        return document
    _, unsigned = read_file(access.unit_id, document.unsigned_file_id)
    fault = _fault_of(unsigned, data, press)
    if fault:
        raise RuleBroken("Chưa nhận tệp này; văn bản giữ nguyên, chưa ghi là đã ký.", {"file": fault})
    return _archive(access, document, data)


def mark_signed_on_paper(access: Access, public_id: str) -> Document:
    """The printed paper was signed and stamped by hand; its scan follows before it is issued."""
    document = _to_sign(access, public_id)
    if is_done(access, document, Step.SIGN):
        return document
    return take_step(access, document, Step.SIGN, on_paper=True)


def attach_scan(access: Access, public_id: str, data: bytes) -> Document:
    """Archive the scan of the paper signed by hand. Kept as it comes; it is no digital signature."""
    document = queries.own_document(access, public_id)
    check_step(access, document, Step.ISSUE)
    if not document.on_paper or document.state != Status.SIGNED:
        raise RuleBroken("Chỉ tải bản quét cho văn bản đã ghi là ký trên giấy.")
    media_type = next((kind for magic, kind in _SCANS.items() if data.startswith(magic)), None)
    if media_type is None or len(data) > _MOST_SCAN:
        raise RuleBroken(
            "Chưa nhận bản quét.", {"scan": "Cần tệp PDF, JPG hoặc PNG, không quá 10 MB; hãy chọn lại."}
        )
    with write():
        name = queries.file_name(document.type_code, document.number, document.number_year)
        name = f"{name.removesuffix('.pdf')}-ban-quet.{media_type.split('/')[1]}"
        change(document, issued_file=store_file(access.unit_id, data, name, media_type).id)
    return reread(document)


def _to_sign(access: Access, public_id: str) -> Document:
    document = queries.own_document(access, public_id)
    if not is_done(access, document, Step.SIGN):
        check_step(access, document, Step.SIGN)
        if document.signer_id != access.staff_id:
            raise NotAllowed("Người duyệt văn bản là người ký. Văn bản giữ nguyên, chưa ký.")
    return document


def _archive(access: Access, document: Document, signed: bytes) -> Document:
    with write():
        name = queries.file_name(document.type_code, document.number, document.number_year)
        stored = store_file(access.unit_id, signed, f"{name.removesuffix('.pdf')}-da-ky.pdf", PDF)
        return take_step(access, document, Step.SIGN, issued_file=stored.id)


def _fault_of(unsigned: bytes, data: bytes, press: Press) -> str:
    """What speaks against an uploaded file, "" for nothing."""
    if not data.startswith(unsigned):
        return (
            "Đây không phải tệp “để ký” đã tải về từ trang này, hoặc phần mềm đã ghi lại cả tệp. "
            "Tải lại tệp để ký, ký ngay trên tệp đó rồi tải lên."
        )
    reports = verify_pdf(
        data,
        trust_roots=press.roots,
        public_service_roots=press.public_service_roots,
        at=clock.now(),
    )
    if not reports:
        return "Tệp chưa có chữ ký số nào. Ký xong, lưu lại rồi hãy tải lên."
    if not only_signed(unsigned, data):
        return "Ngoài chữ ký, nội dung trang đã bị thêm bớt. Tải lại tệp để ký và chỉ ký, không sửa."
    return next(filter(None, map(_fault_of_signature, reports)), "")


def _fault_of_signature(report: SignatureReport) -> str:
    if not report.intact or report.altered_after_signing:
        return f"Chữ ký của {report.signer or 'một người'} không còn nguyên vẹn. Ký lại trên tệp mới tải về."
    if not report.trusted:
        return (
            f"Chứng thư của {report.signer} không thuộc gốc mà máy chủ này tin cậy, hoặc đã hết hạn. "
            "Quản trị máy chủ thêm chứng thư gốc rồi thử lại."
        )
    return ""
