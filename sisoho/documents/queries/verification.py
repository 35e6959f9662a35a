"""What anybody may learn about a paper: whether it was issued, is still in force, and who signed it."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sisoho.db import unscoped
from sisoho.documents.content import DocumentType
from sisoho.documents.lifecycle import Status
from sisoho.documents.models import Document
from sisoho.documents.pdf_changes import declared_identifier
from sisoho.documents.press import Press
from sisoho.documents.queries.reading import PUBLISHED, content_of
from sisoho.documents.rules import TYPE_RULES, full_number
from sisoho.documents.signing import SignatureReport, verify_pdf
from sisoho.documents.verification import Finding, typed_code
from sisoho.files.models import StoredFile
from sisoho.files.queries import read_file

_ANYBODY = "anybody may check a paper, whichever unit issued it"


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """Nothing of the text: who issued which paper when."""

    issuer: str
    type_name: str
    number: str
    day: date
    abstract: str
    on_paper: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`replaced_by`: number of the paper now in force. `signatures` only where the file is the stored one."""

    finding: Finding
    paper: PublicPaper | None = None
    replaced_by: str = ""
    signatures: tuple[SignatureReport, ...] = ()


_UNKNOWN = Verdict(Finding.UNKNOWN)


def verify_code(code: str) -> Verdict:
    """What is known by the code alone, as the QR leads to it."""
    with unscoped(_ANYBODY):
        found = _by_code(code)
        return _verdict(found, Finding.KNOWN) if found else _UNKNOWN


def verify_file(data: bytes, code: str, press: Press) -> Verdict:
    """Whether the bytes are an issued paper. The hash is compared first: only our own bytes are ever parsed
    for signatures, and a stranger's file just far enough to read its properties.
    """
    with unscoped(_ANYBODY):
        match = _by_hash(hashlib.sha256(data).hexdigest())
        if match is not None:
            return _genuine(match, data, press)
        changed = _by_code(code) or _by_identifier(declared_identifier(data))
        return _verdict(changed, Finding.ALTERED) if changed else _UNKNOWN


def _genuine(document: Document, data: bytes, press: Press) -> Verdict:
    if document.on_paper:
        is_scan = data == read_file(document.unit_id, document.issued_file_id)[1]
        return _verdict(document, Finding.GENUINE if is_scan else Finding.GENUINE_TEXT)
    reports = verify_pdf(
        data,
        trust_roots=press.roots,
        public_service_roots=press.public_service_roots,
        at=document.issued_at,
    )
    return _verdict(document, Finding.GENUINE, reports)


def _verdict(document: Document, finding: Finding, signatures: tuple[SignatureReport, ...] = ()) -> Verdict:
    replaced_by = ""
    if finding is not Finding.ALTERED and document.state == Status.REPLACED:
        finding, replaced_by = Finding.REPLACED, _successor(document)
    elif finding is not Finding.ALTERED and document.state == Status.WITHDRAWN:
        finding = Finding.WITHDRAWN
    return Verdict(finding, _public(document), replaced_by, signatures)


def _public(document: Document) -> PublicPaper:
    content = content_of(document)
    return PublicPaper(
        content.header.name,
        TYPE_RULES[DocumentType(document.type_code)].name,
        full_number(content),
        document.document_on,
        document.abstract,
        document.on_paper,
    )


def _successor(document: Document) -> str:
    d = Document
    found = d.get_or_none((d.replaces == document.id) & d.state.in_(PUBLISHED))
    return full_number(content_of(found)) if found else ""


def _published():  # type: ignore[no-untyped-def]
    # A paper withdrawn before it was issued was never anybody's to check.
    d = Document
    return d.state.in_(PUBLISHED) & ~d.incoming & d.issued_at.is_null(False)


def _by_code(code: str) -> Document | None:
    known = typed_code(code)
    return Document.get_or_none((Document.verification_code == known) & _published()) if known else None


def _by_identifier(identifier: str) -> Document | None:
    return Document.get_or_none((Document.public_id == identifier) & _published()) if identifier else None


def _by_hash(digest: str) -> Document | None:
    """The issued paper of these bytes; of a paper signed by hand also our print of it."""
    d, f = Document, StoredFile
    printed = d.on_paper & (d.unsigned_file == f.id)
    rows = d.select(d).join(f, on=(f.unit == d.unit) & ((d.issued_file == f.id) | printed))
    return rows.where((f.sha256 == digest) & _published()).first()
