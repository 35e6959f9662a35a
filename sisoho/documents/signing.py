"""Signatures of PDF files by pyHanko: where they go, how they are made, whether they hold.

PAdES B-B. The first signature certifies the paper and leaves one thing open: signature fields
that already stand in it may still be signed (the organisation after the person, NĐ 30 Điều 13).
All fields are therefore made before the first signature.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import (
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.validation import ValidationContext, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle

from sisoho.errors import RuleBroken

# Its warnings name signers; what they say is in the report.
logging.getLogger("pyhanko").setLevel(logging.ERROR)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.ERROR)

Signer = SimpleSigner  # a key that is open, for modules that need not know the library

_FIELD_PREFIX = "ky-"
_ORGANISATION_PREFIX = "co-quan-"
_FILL = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
)
_SEAL_SIDE = 100.0  # pt, about 35 mm: the room of a real seal


@dataclass(frozen=True)
class SignatureBox:
    """Where a signature goes: page from 0, edges in pt from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True)
class SignatureReport:
    """What pyHanko finds about one signature. `reason` says why it was not even checked, or is empty."""

    field: str
    signer: str
    signed_at: datetime | None
    intact: bool
    trusted: bool
    covers_whole_file: bool
    altered_after_signing: bool
    public_service_root: bool
    reason: str = ""

    @property
    def holds(self) -> bool:
        """The signed bytes are untouched, nothing unallowed was added, and the signer is one we trust."""
        return self.intact and self.trusted and not self.altered_after_signing


def open_key(pkcs12: bytes, passphrase: bytes) -> SimpleSigner:
    """The key ready to sign; keep it, since loading costs more than signing. Raises RuleBroken."""
    try:
        return SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[], passphrase=passphrase)
    except ValueError as refused:
        raise RuleBroken(
            "Không mở được khóa ký: sai mật khẩu hoặc tệp khóa hỏng. Văn bản chưa được ký."
        ) from refused


def signature_boxes(pdf: bytes) -> dict[str, SignatureBox]:
    """The boxes the layout left for signatures, by field name ("ky-1", …).

    `pdf.py` marks each box by two named destinations at its corners, so the file itself says
    where it wants to be signed, whenever that happens.
    """
    corners = _named_points(_reader(pdf))
    return {
        name: SignatureBox(page, left, corners[f"{name}-end"][2], corners[f"{name}-end"][1], top)
        for name, (page, left, top) in corners.items()
        if name.startswith(_FIELD_PREFIX) and f"{name}-end" in corners
    }


def sign_pdf(
    pdf: bytes, signer: SimpleSigner, *, field: str, appearance: bytes, signed_at: datetime, reason: str
) -> bytes:
    """`pdf` with a signature in `field`; the bytes given are an exact beginning of the result.

    `appearance` is a one-page PDF the size of the box. `signed_at` (aware) is the claimed time: no
    time-stamp authority confirms it. Raises RuleBroken when the file has no such field or cannot
    take another signature.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    is_first = not writer.prev.embedded_signatures
    if is_first:
        _add_fields(writer, signature_boxes(pdf))
    if field not in {name for name, _, _ in enumerate_sig_fields(writer, filled_status=False)}:
        raise RuleBroken(f"Văn bản không còn ô ký “{field}”. Văn bản giữ nguyên, chưa ký thêm.")
    metadata = PdfSignatureMetadata(
        field_name=field,
        reason=reason,
        certify=is_first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
    )
    style = StaticStampStyle(background=_Frame(appearance), background_layout=_FILL, border_width=0)
    out = _DatedSigner(metadata, signer, style, signed_at).sign_pdf(writer, existing_fields_only=True)
    return bytes(out.getvalue())


def verify_pdf(
    pdf: bytes,
    *,
    trust_roots: Sequence[bytes],
    public_service_roots: Sequence[bytes] = (),
    at: datetime,
) -> tuple[SignatureReport, ...]:
    """A report on every signature in the file, in the order they were made; empty when there is none.

    Roots are PEM certificates. `at` is the moment to judge certificates at: a signature whose
    certificate has run out since is no longer "trusted", so give the time of issue for archived
    papers. Raises RuleBroken when the bytes are not a readable PDF.
    """
    official = {_certificate(root).sha256 for root in public_service_roots}
    roots = [_certificate(root) for root in (*trust_roots, *public_service_roots)]
    context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
    return tuple(
        _report(signature, context, official) for signature in _reader(pdf).embedded_regular_signatures
    )


class _DatedSigner(PdfSigner):
    """pyHanko reads the machine's clock; papers are dated by ours."""

    def __init__(
        self, metadata: PdfSignatureMetadata, signer: SimpleSigner, style: Any, signed_at: datetime
    ) -> None:
        super().__init__(metadata, signer, stamp_style=style)
        self._signed_at = signed_at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._signed_at
        return session


class _Frame(PdfContent):
    """The first page of a PDF held in memory (pyHanko's own class wants a file on disk)."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(_reader(self._pdf))
        self.resources.xobject["/Frame"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Frame Do"


def _reader(pdf: bytes) -> PdfFileReader:
    try:
        return PdfFileReader(BytesIO(pdf), strict=False)
    except (PdfError, ValueError) as unreadable:
        raise RuleBroken("Tệp này không phải PDF hoặc đã bị hỏng. Chọn lại tệp đã tải về.") from unreadable


def _named_points(reader: PdfFileReader) -> Mapping[str, tuple[int, float, float]]:
    names = list(reader.root.get("/Names", {}).get("/Dests", {}).get("/Names", ()))
    pages = {kid.reference: at for at, kid in enumerate(reader.root["/Pages"].raw_get("/Kids"))}
    return {
        str(name): (pages[place.raw_get(0).reference], float(place[2]), float(place[3]))
        for name, place in zip(names[::2], names[1::2], strict=True)
    }


def _add_fields(writer: IncrementalPdfFileWriter, boxes: Mapping[str, SignatureBox]) -> None:
    for name, box in boxes.items():
        _add_field(writer, name, box)
    if boxes:
        _add_field(writer, f"{_ORGANISATION_PREFIX}1", _seal_box(boxes[f"{_FIELD_PREFIX}1"]))


def _seal_box(person: SignatureBox) -> SignatureBox:
    """The seal lies over the left third of the person's signature (Phụ lục I, mục II.8.a)."""
    right = person.left + person.width / 3
    middle = (person.bottom + person.top) / 2
    half = _SEAL_SIDE / 2
    return SignatureBox(person.page, right - _SEAL_SIDE, middle - half, right, middle + half)


def _add_field(writer: IncrementalPdfFileWriter, name: str, box: SignatureBox) -> None:
    edges: Any = (box.left, box.bottom, box.right, box.top)  # typed as int there, taken as real numbers
    append_signature_field(writer, SigFieldSpec(name, box.page, box=edges))


def _certificate(encoded: bytes) -> x509.Certificate:
    _, _, der = pem.unarmor(encoded)
    return x509.Certificate.load(der)


def _report(
    signature: EmbeddedPdfSignature, context: ValidationContext, official: set[bytes]
) -> SignatureReport:
    try:
        status = validate_pdf_signature(signature, context)
    except (PdfError, ValueError) as broken:
        return SignatureReport(signature.field_name, "", None, False, False, False, True, False, str(broken))
    return _report_of(signature.field_name, status, official)


def _report_of(field: str, status: PdfSignatureStatus, official: set[bytes]) -> SignatureReport:
    path = status.validation_path
    root = next(iter(path), None) if path else None
    return SignatureReport(
        field=field,
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=status.signer_reported_dt,
        intact=status.intact and status.valid,
        trusted=status.trusted,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        altered_after_signing=not status.docmdp_ok,
        public_service_root=bool(status.trusted and root and root.sha256 in official),
    )
