"""The file itself: valid, tagged, the same every time, and closed to the outside."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from sisoho.documents import pdf as pdf_module
from sisoho.documents.content import (
    Appendix,
    Column,
    DocumentType,
    Marks,
    Missing,
    Paragraph,
    Row,
    Table,
    Verification,
    plain,
)
from sisoho.documents.pdf_fonts import find_fonts
from sisoho.errors import RuleBroken
from tests.documents import papers
from tests.documents.papers import MM, line_with, lines, rendered

TABLE = Table((Column("TT"), Column("Tên", 5)), tuple(Row((str(n), "Buôn Mẫu")) for n in range(60)))
FULL = papers.numbered_plan(
    appendices=(Appendix("Bảng", (TABLE,)), Appendix("Danh sách", (TABLE,), landscape=True, internal=True)),
    marks=Marks(demo=True, internal=True),
    verification=Verification("https://siso.example.vn/kiem-tra/K7Q2", "K7Q2"),
)


def test_the_file_is_sound_tagged_and_says_what_it_is(tmp_path: Path) -> None:
    pdf = rendered(FULL)
    assert "No syntax or stream encoding errors" in papers.poppler("qpdf", pdf, tmp_path, "--check")
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.docinfo["/Title"] == f"Kế hoạch số 07/KH-THM: {FULL.abstract}"
        assert document.Root.Lang == "vi"
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert "/OutputIntents" in document.Root
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_the_same_content_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    script = (
        "import sys; from tests.documents.test_pdf_file import FULL; from tests.documents import papers;"
        "sys.stdout.buffer.write(papers.rendered(FULL))"
    )
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
    assert rendered(FULL) == other


def test_each_appendix_counts_its_own_pages_and_lies_as_it_is_told() -> None:
    pdf = rendered(FULL)
    with pikepdf.open(BytesIO(pdf)) as document:
        wide = [float(page.MediaBox[2]) > float(page.MediaBox[3]) for page in document.pages]
    first = next(at for at in range(1, len(wide)) if lines(pdf, at)[0].text == "Phụ lục I")
    second = wide.index(True)
    assert lines(pdf, first + 1)[0].text == "2"
    assert lines(pdf, second + 1)[0].text == "2"
    assert "LƯU HÀNH NỘI BỘ" in lines(pdf, second)[0].text
    assert line_with("Phụ lục II", lines(pdf, second))
    source = line_with("Kèm theo", lines(pdf, second)).text
    assert source == "(Kèm theo Kế hoạch số 07/KH-THM ngày 05 tháng 02 năm 2027 của Trường Tiểu học Mẫu)"


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    pdf = rendered(papers.plan(appendices=(Appendix("Bảng", (TABLE,)),)))
    assert [line.text for line in lines(pdf, 2)][:2] == ["2", "TT Tên"]


def test_a_demo_paper_says_on_every_page_that_it_is_worthless(tmp_path: Path) -> None:
    text = papers.poppler("pdftotext", rendered(FULL), tmp_path, "-raw")
    pages = text.split("\f")[:-1]
    assert len(pages) >= 4
    assert all("BẢNMẪU–KHÔNGCÓGIÁTRỊ" in "".join(page.split()) for page in pages)


def test_the_address_for_checking_stands_on_the_first_page_only_clear_of_the_edge(tmp_path: Path) -> None:
    pdf = rendered(FULL)
    address = line_with("siso.example.vn", lines(pdf))
    assert address.bottom < (297 - 6) * MM
    assert papers.poppler("pdftotext", pdf, tmp_path).count("siso.example.vn") == 1


def test_a_transcription_says_so_on_every_page_and_is_not_closed_for_its_author(tmp_path: Path) -> None:
    note = "Bản chép lại, không thay bản gốc"
    body = (*papers.paragraphs(15), Missing("(Bản chép lại không có phần này)"))
    pdf = rendered(papers.plan(body=body, signatures=(), recipients=(), marks=Marks(transcription=note)))
    pages = papers.poppler("pdftotext", pdf, tmp_path).split("\f")[:-1]
    assert len(pages) == 2
    assert all(note in page for page in pages)
    assert "(Bản chép lại không có phần này)" in pages[-1]
    assert "./." not in "".join(pages)


def test_text_that_looks_like_html_is_printed_not_obeyed(tmp_path: Path) -> None:
    trick = '<img src="file:///etc/passwd"><b>đậm</b> & {{ 7 * 7 }}'
    text = papers.poppler("pdftotext", rendered(papers.plan(body=(Paragraph(plain(trick)),))), tmp_path)
    assert trick in text.replace("\n", " ")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://siso.example.vn/a.png", "http://127.0.0.1/"])
def test_nothing_but_fonts_and_drawn_images_is_loaded(url: str) -> None:
    import weasyprint

    with pytest.raises(weasyprint.urls.FatalURLFetchingError):
        pdf_module._local_only(weasyprint, frozenset())(url)


def test_a_missing_font_is_named_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="phông chữ"):
        pdf_module.render_pdf(papers.plan(), fonts_dir=tmp_path)


def test_real_times_new_roman_is_used_where_a_deployer_supplies_it(tmp_path: Path) -> None:
    for name in ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"):
        (tmp_path / name).write_bytes(b"")
    assert find_fonts(tmp_path).family == "Times New Roman"


def test_a_machine_without_pango_says_which_packages_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real_import = builtins.__import__

    def without_pango(name: str, *args: object) -> object:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real_import(name, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(RuleBroken, match=r"libpango-1\.0-0"):
        pdf_module.render_pdf(papers.plan(), fonts_dir=papers.FONTS)


def test_a_letter_without_addressee_is_refused_by_name() -> None:
    with pytest.raises(RuleBroken, match="nơi kính gửi"):
        rendered(papers.plan(type=DocumentType.LETTER, subject="CM"))
