"""What people type about papers."""

from collections.abc import Mapping
from datetime import date

from sisoho.documents.content import AgencyHeader, DocumentContent, DocumentType
from sisoho.documents.content_outline import parse_outline
from sisoho.errors import RuleBroken
from sisoho.schools.forms import FormReader
from sisoho.vietnamese import nfc

INCOMING_TYPES = (
    (DocumentType.PLAN.value, "Kế hoạch"),
    (DocumentType.DECISION.value, "Quyết định"),
    (DocumentType.REPORT.value, "Báo cáo"),
    (DocumentType.SUBMISSION.value, "Tờ trình"),
)
_HIGHEST_NUMBER = 9999


def read_number(data: Mapping[str, str]) -> int | None:
    """The number the clerk gives, None for the next one. Raises RuleBroken."""
    form = FormReader(data)
    number = form.number("number", 1, _HIGHEST_NUMBER) if data.get("number", "").strip() else None
    form.finish()
    return number


def read_section(data: Mapping[str, str]) -> str:
    """The text of a section. Raises RuleBroken when nothing is left of it."""
    text = nfc(data.get("text", "")).strip()
    if not text:
        raise RuleBroken("Chưa lưu được.", {"text": "Mục không được để trống."})
    return text


def read_incoming(data: Mapping[str, str], has_file: bool, today: date) -> tuple[DocumentContent, date]:
    """A paper of somebody else and the day it came in. Its text may be left out where a PDF is given.

    Raises RuleBroken with a message per field.
    """
    form = FormReader(data)
    kind = form.choice("type", [value for value, _ in INCOMING_TYPES], required="Chọn loại văn bản.")
    number = form.number("number", 1, _HIGHEST_NUMBER, required="Ghi số của văn bản.")
    symbol = form.text("symbol", required="Ghi ký hiệu nơi ban hành, ví dụ UBND.", most=32)
    issued_on = form.date("issued_on", required="Ghi ngày ban hành.")
    issuer = form.text("issuer", required="Ghi cơ quan ban hành.")
    place = form.text("place")
    abstract = form.text("abstract", required="Ghi trích yếu.", most=500)
    text = "\n".join(form.lines("text", required="" if has_file else "Chép nội dung, hoặc chọn tệp PDF."))
    received_on = form.date("received_on") or today
    if received_on > today:
        form.errors["received_on"] = "Ngày này chưa tới."
    form.finish()
    assert issued_on is not None  # finish() refused anything else
    content = DocumentContent(
        type=DocumentType(kind),
        header=AgencyHeader("", issuer.upper(), issuer, symbol.upper(), place),
        abstract=abstract,
        body=parse_outline(text),
        year=issued_on.year,
        number=number,
        issued_on=issued_on,
    )
    return content, received_on
