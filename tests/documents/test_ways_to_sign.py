"""Signed here, outside or with ink: what is taken in and what is refused."""

import stat
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from sisoho import clock
from sisoho.documents import actions
from sisoho.documents.demo_keys import make_demo_authority, make_demo_key
from sisoho.documents.models import Document
from sisoho.documents.pdf import render_signature_frame
from sisoho.documents.signing import open_key, sign_pdf, signature_boxes, verify_pdf
from sisoho.errors import RuleBroken
from tests.documents import papers
from tests.documents.desk import Desk, as_demo


class Token:
    """A person's own key, of an authority this server may or may not trust."""

    def __init__(self) -> None:
        self.authority = make_demo_authority("Cơ quan khác", clock.now())
        key = make_demo_key(self.authority, "Nguyễn Thị Hồng", "Mẫu", now=clock.now(), passphrase=b"x")
        self._signer = open_key(key, b"x")

    def be_trusted(self, desk: Desk, folder: str = "public-service") -> None:
        place = desk.press.trust_roots / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / "root.pem").write_bytes(self.authority.certificate)

    def sign(self, pdf: bytes, of: bytes | None = None) -> bytes:
        box = signature_boxes(of or pdf)["ky-1"]
        frame = render_signature_frame(
            "Hồng", clock.now(), width=box.width, height=box.height, fonts_dir=papers.FONTS
        )
        return sign_pdf(pdf, self._signer, field="ky-1", appearance=frame, signed_at=clock.now(), reason="Ký")


@pytest.fixture
def token(desk: Desk) -> Token:
    made = Token()
    made.be_trusted(desk)
    return made


@pytest.fixture
def paper(desk: Desk) -> Document:
    return desk.numbered(desk.paper())


def to_sign(desk: Desk, paper: Document) -> bytes:
    return actions.download(desk.principal, paper.public_id, "unsigned").data


def fault(desk: Desk, paper: Document, data: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        actions.accept_signed_file(desk.principal, paper.public_id, data, desk.press)
    again = Document.get((Document.unit == paper.unit_id) & (Document.id == paper.id))
    assert (again.state, again.issued_file_id) == ("numbered", None)
    return refused.value.fields["file"]


def test_a_paper_signed_with_ones_own_token_is_checked_and_locked(
    desk: Desk, paper: Document, token: Token
) -> None:
    signed = token.sign(to_sign(desk, paper))
    actions.accept_signed_file(desk.principal, paper.public_id, signed, desk.press)
    actions.issue(desk.clerk, paper.public_id)
    assert actions.download(desk.clerk, paper.public_id, "issued").data == signed
    with pytest.raises(RuleBroken):
        actions.sign(desk.principal, paper.public_id, desk.press)


def test_another_file_is_refused(desk: Desk, paper: Document, token: Token) -> None:
    other = token.sign(papers.rendered(papers.numbered_plan()))
    assert "không phải tệp" in fault(desk, paper, other)


def test_a_file_without_a_signature_is_refused(desk: Desk, paper: Document) -> None:
    assert "chưa có chữ ký" in fault(desk, paper, to_sign(desk, paper))


def test_a_page_drawn_over_before_signing_is_refused(desk: Desk, paper: Document, token: Token) -> None:
    """The signature itself is valid and the file begins with ours: only the pages tell."""
    unsigned = to_sign(desk, paper)
    writer = IncrementalPdfFileWriter(BytesIO(unsigned))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 1 rg 9 9 99 99 re f")))
    out = BytesIO()
    writer.write(out)
    signed = token.sign(out.getvalue())
    assert verify_pdf(signed, trust_roots=[token.authority.certificate], at=clock.now())[0].holds
    assert "thêm bớt" in fault(desk, paper, signed)


def test_what_follows_the_signature_is_refused(desk: Desk, paper: Document, token: Token) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(token.sign(to_sign(desk, paper))))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 1 rg 9 9 99 99 re f")))
    out = BytesIO()
    writer.write(out)
    assert fault(desk, paper, out.getvalue())


def test_a_signer_of_an_unknown_authority_is_refused_by_name(desk: Desk, paper: Document) -> None:
    assert "Nguyễn Thị Hồng" in fault(desk, paper, Token().sign(to_sign(desk, paper)))


def test_a_real_store_makes_no_keys_and_signs_nothing_here(desk: Desk, paper: Document) -> None:
    with pytest.raises(RuleBroken, match="bản dùng thử"):
        actions.make_demo_keys(desk.principal, desk.press)
    with pytest.raises(RuleBroken, match="không giữ khóa"):
        actions.sign(desk.principal, paper.public_id, desk.press)


def test_the_key_of_a_demo_is_its_owners_alone_and_no_official_one(desk: Desk, paper: Document) -> None:
    as_demo()
    path = actions.make_demo_keys(desk.principal, desk.press)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    actions.sign(desk.principal, paper.public_id, desk.press)
    signed = actions.download(desk.principal, paper.public_id, "issued").data
    (report,) = verify_pdf(
        signed,
        trust_roots=desk.press.roots,
        public_service_roots=desk.press.public_service_roots,
        at=clock.now(),
    )
    assert report.holds
    assert not report.public_service_root


def test_signing_again_after_a_crash_gives_the_signed_paper(desk: Desk, paper: Document) -> None:
    as_demo()
    actions.make_demo_keys(desk.principal, desk.press)
    first = actions.sign(desk.principal, paper.public_id, desk.press)
    again = actions.sign(desk.principal, paper.public_id, desk.press)
    assert (first.issued_file_id, first.version) == (again.issued_file_id, again.version)


def test_a_paper_signed_by_hand_waits_for_its_scan(desk: Desk, paper: Document) -> None:
    actions.mark_signed_on_paper(desk.principal, paper.public_id)
    with pytest.raises(RuleBroken, match="bản quét"):
        actions.issue(desk.clerk, paper.public_id)
    with pytest.raises(RuleBroken) as wrong:
        actions.attach_scan(desk.clerk, paper.public_id, b"PK word")
    assert "PDF" in wrong.value.fields["scan"]
    scan = b"\xff\xd8\xff photo of the paper"
    actions.attach_scan(desk.clerk, paper.public_id, scan)
    actions.issue(desk.clerk, paper.public_id)
    got = actions.download(desk.teacher, paper.public_id, "issued")
    assert (got.data, got.media_type) == (scan, "image/jpeg")
