"""Signatures on real files: made, countersigned, tampered with, judged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import SimpleSigner

from sisoho.clock import VIETNAM
from sisoho.documents.demo_keys import DemoAuthority, make_demo_authority, make_demo_key
from sisoho.documents.pdf import render_signature_frame
from sisoho.documents.signing import (
    SignatureReport,
    open_key,
    sign_pdf,
    signature_boxes,
    verify_pdf,
)
from sisoho.errors import RuleBroken
from tests.documents import papers
from tests.documents.papers import MM, line_with, lines

SIGNED_AT = datetime(2027, 2, 5, 8, 30, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Office:
    """A demo authority with one person's key."""

    authority: DemoAuthority
    signer: SimpleSigner

    def sign(self, pdf: bytes, field: str = "ky-1") -> bytes:
        box = signature_boxes(pdf)["ky-1"]
        frame = render_signature_frame(
            "Trần Thị Mẫu", SIGNED_AT, width=box.width, height=box.height, fonts_dir=papers.FONTS
        )
        return sign_pdf(pdf, self.signer, field=field, appearance=frame, signed_at=SIGNED_AT, reason="Duyệt")

    def verify(self, pdf: bytes) -> tuple[SignatureReport, ...]:
        return verify_pdf(pdf, trust_roots=[self.authority.certificate], at=SIGNED_AT)


def new_office(name: str) -> Office:
    made_at = SIGNED_AT - timedelta(days=30)
    authority = make_demo_authority(name, made_at)
    key = make_demo_key(authority, "Trần Thị Mẫu", name, now=made_at, passphrase=b"mau")
    return Office(authority, open_key(key, b"mau"))


@pytest.fixture(scope="module")
def office() -> Office:
    return new_office("Trường Tiểu học Mẫu")


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    return papers.rendered(papers.numbered_plan(body=papers.paragraphs(12)))


@pytest.fixture(scope="module")
def signed(office: Office, unsigned: bytes) -> bytes:
    return office.sign(unsigned)


def test_the_paper_says_where_its_signature_goes(unsigned: bytes) -> None:
    box = signature_boxes(unsigned)["ky-1"]
    assert box.page == papers.page_count(unsigned) - 1
    found = lines(unsigned, box.page)
    height = 297 * MM
    assert line_with("HIỆU TRƯỞNG", found).bottom <= height - box.top
    assert height - box.bottom <= line_with("Trần Thị Mẫu", found).top
    assert (box.width, box.height) == (pytest.approx(66 * MM, abs=0.1), pytest.approx(27 * MM, abs=0.1))


def test_a_signed_paper_holds_and_names_its_signer(office: Office, signed: bytes) -> None:
    (report,) = office.verify(signed)
    assert report.holds
    assert report.covers_whole_file
    assert (report.signer, report.signed_at, report.field) == ("Trần Thị Mẫu", SIGNED_AT, "ky-1")
    assert not report.public_service_root


def test_the_signature_is_the_baseline_of_pades_and_certifies_the_paper(signed: bytes) -> None:
    with pikepdf.open(BytesIO(signed)) as document:
        signature = document.Root.AcroForm.Fields[0].V
        assert signature.SubFilter == "/ETSI.CAdES.detached"
        assert document.Root.Perms.DocMDP == signature
        assert signature.Reference[0].TransformParams.P == 2  # only filling in what is already there


def test_the_frame_is_plain_and_tells_what_it_is_not(signed: bytes, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(signed)) as document:
        appearance = document.Root.AcroForm.Fields[0].AP.N
        assert "/XObject" in appearance.Resources
        assert not [kid for kid in appearance.Resources.XObject.values() if kid.Subtype == "/Image"]
    frame = render_signature_frame("Kpă H'Thử", SIGNED_AT, width=190, height=76, fonts_dir=papers.FONTS)
    text = papers.poppler("pdftotext", frame, tmp_path)
    for words in ("DUYỆT TRONG HỆ THỐNG", "không thay chữ ký số chuyên dùng công vụ", "Kpă H'Thử"):
        assert words in text
    assert "05/02/2027 08:30:00 (giờ Việt Nam)" in text


def test_signing_only_adds_to_the_file(unsigned: bytes, signed: bytes, tmp_path: Path) -> None:
    assert signed.startswith(unsigned)
    assert "No syntax or stream encoding errors" in papers.poppler("qpdf", signed, tmp_path, "--check")


def test_the_organisation_may_sign_after_the_person(office: Office, signed: bytes) -> None:
    both = office.sign(signed, "co-quan-1")
    assert both.startswith(signed)
    person, organisation = office.verify(both)
    assert person.holds
    assert not person.covers_whole_file
    assert organisation.holds
    assert organisation.covers_whole_file


def test_one_changed_byte_breaks_the_signature(office: Office, unsigned: bytes, signed: bytes) -> None:
    changed = bytearray(signed)
    changed[unsigned.index(b"stream") + 40] ^= 1
    (report,) = office.verify(bytes(changed))
    assert not report.intact
    assert not report.holds


def test_a_drawing_appended_after_signing_is_reported(office: Office, signed: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    drawing = writer.add_object(StreamObject(stream_data=b"0 0 1 rg 100 500 200 100 re f"))
    writer.add_stream_to_page(0, drawing)
    out = BytesIO()
    writer.write(out)
    (report,) = office.verify(out.getvalue())
    assert report.intact  # the signed bytes are still there: why "valid" alone deceives
    assert report.altered_after_signing
    assert not report.holds


def test_a_signer_of_another_root_is_not_trusted(signed: bytes) -> None:
    (report,) = new_office("Trường khác").verify(signed)
    assert report.intact
    assert not report.trusted
    assert not report.holds


def test_a_key_of_a_public_service_root_is_recognised(office: Office, signed: bytes) -> None:
    (report,) = verify_pdf(
        signed, trust_roots=[], public_service_roots=[office.authority.certificate], at=SIGNED_AT
    )
    assert report.holds
    assert report.public_service_root


def test_a_certificate_that_has_run_out_is_not_trusted(office: Office, signed: bytes) -> None:
    later = SIGNED_AT + timedelta(days=3 * 366)
    (report,) = verify_pdf(signed, trust_roots=[office.authority.certificate], at=later)
    assert report.intact
    assert not report.trusted


def test_a_file_without_signature_has_no_report(office: Office, unsigned: bytes) -> None:
    assert office.verify(unsigned) == ()


@pytest.mark.parametrize("content", [b"", b"xin chao", b"%PDF-1.7\n" + b"0" * 200])
def test_a_file_that_is_no_pdf_is_refused_in_plain_words(office: Office, content: bytes) -> None:
    with pytest.raises(RuleBroken, match="không phải PDF"):
        office.verify(content)


def test_a_signed_field_cannot_be_signed_again(office: Office, signed: bytes) -> None:
    with pytest.raises(RuleBroken, match="không còn ô ký"):
        office.sign(signed)


def test_a_wrong_passphrase_signs_nothing(office: Office) -> None:
    key = make_demo_key(office.authority, "A", "B", now=SIGNED_AT, passphrase=b"dung")
    with pytest.raises(RuleBroken, match="mật khẩu"):
        open_key(key, b"sai")
