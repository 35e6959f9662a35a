"""Papers that came in: copied out as text, or kept as the scan they came as. Never signed here."""

from dataclasses import dataclass, replace
from datetime import date

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.documents import queries
from sisoho.documents.actions.drafting import with_demo_mark
from sisoho.documents.actions.numbering import PDF
from sisoho.documents.content import DocumentContent
from sisoho.documents.content_json import to_json
from sisoho.documents.lifecycle import Status
from sisoho.documents.models import Document
from sisoho.documents.pdf import render_pdf
from sisoho.documents.press import Press
from sisoho.documents.rules import symbol
from sisoho.errors import RuleBroken
from sisoho.files.actions import store_file

TRANSCRIPTION = "Bản chép lại, không thay bản gốc"


@dataclass(frozen=True)
class Received:
    """When it came; `file` are the bytes of its PDF as received, where there is one."""

    on: date
    year_label: str = ""
    file: bytes | None = None


def record_incoming(access: Access, content: DocumentContent, press: Press, received: Received) -> Document:
    """Register a paper of somebody else. Recording the same paper again gives the row that exists.

    Without a file its copied text is rendered and marked as a transcription. Raises RuleBroken when the
    paper bears no number and day.
    """
    access.need(Right.DRAFT_DOCUMENT)
    if content.number is None or content.issued_on is None:
        raise RuleBroken("Văn bản đến cần có số và ngày ban hành.")
    symbol_ = symbol(content.type, content.header, content.subject)
    known = _known(access, content, symbol_)
    if known is not None:
        return known
    copied = with_demo_mark(replace(content, marks=replace(content.marks, transcription=TRANSCRIPTION)))
    pdf = received.file or render_pdf(copied, fonts_dir=press.fonts)
    with write():
        return _create(access, copied, symbol_, received, pdf)


def _known(access: Access, content: DocumentContent, symbol_: str) -> Document | None:
    d = Document
    found: Document | None = d.get_or_none(
        (d.unit == access.unit_id)
        & d.incoming
        & (d.number == content.number)
        & (d.symbol == symbol_)
        & (d.document_on == content.issued_on)
    )
    return found


def _create(
    access: Access, content: DocumentContent, symbol_: str, received: Received, pdf: bytes
) -> Document:
    assert content.number is not None and content.issued_on is not None
    now = clock.now()
    name = queries.file_name(content.type.value, content.number, content.issued_on.year)
    made = Document.create(
        unit=access.unit_id,
        kind=queries.INCOMING,
        type_code=content.type.value,
        incoming=True,
        year_label=received.year_label,
        abstract=content.abstract,
        state=Status.ISSUED.value,
        content=to_json(content),
        number=content.number,
        number_year=content.issued_on.year,
        symbol=symbol_,
        document_on=content.issued_on,
        received_on=received.on,
        issued_file=store_file(access.unit_id, pdf, name, PDF).id,
        drafted_by=access.staff_id,
        created_at=now,
        changed_at=now,
        issued_at=now,
    )
    record(access, "record_incoming", "document", made.id, fields=["content", "received_on"])
    return made
