"""The acceptance checks of domain.md §1.6, on real PDFs read back."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import dropwhile, takewhile
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sisoho.documents.content import DocumentContent, Paragraph, plain
from tests.documents import papers
from tests.documents.papers import MM, line_with, lines, rendered

SEED_LIKE_ABSTRACT = (
    "Thực hiện phong trào thi đua chuyên đề “Huy động và duy trì sĩ số học sinh”, năm học 2026-2027"
)
LONG_ABSTRACT = (
    "Huy động trẻ sáu tuổi vào lớp 1 và học sinh đã hoàn thành chương trình tiểu học vào lớp 6 "
    "trên địa bàn xã, năm học 2026-2027"
)
MIDDLE = 95 * MM  # between the agency's column and the nation's


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 2, 5), "ngày 05 tháng 02 năm 2027"),
        (date(2027, 3, 5), "ngày 05 tháng 3 năm 2027"),
        (date(2026, 11, 15), "ngày 15 tháng 11 năm 2026"),
    ],
)
def test_1_days_are_padded_as_the_decree_says(day: date, words: str) -> None:
    pdf = rendered(papers.plan(number=7, issued_on=day))
    assert line_with("ngày", lines(pdf, right_of=MIDDLE)).text == f"Phú Túc, {words}"


@pytest.mark.parametrize(("number", "words"), [(7, "Số: 07/KH-THM"), (112, "Số: 112/KH-THM")])
def test_2_numbers_below_ten_are_padded(number: int, words: str) -> None:
    assert line_with("Số:", lines(rendered(papers.plan(number=number)), left_of=MIDDLE)).text == words


def test_2_a_draft_leaves_gaps_wide_enough_to_write_in() -> None:
    pdf = rendered(papers.plan())
    assert _gap_before("/KH", pdf) > 9 * MM
    assert _gap_before("tháng", pdf) > 5 * MM
    assert _gap_before("năm", pdf) > 5 * MM


def _gap_before(word: str, pdf: bytes) -> float:
    with pdfplumber.open(BytesIO(pdf)) as document:
        words = document.pages[0].extract_words(x_tolerance=1)
    at = next(i for i, each in enumerate(words) if each["text"].startswith(word))
    return words[at]["x0"] - words[at - 1]["x1"]


def test_3_page_one_has_no_number_and_page_two_shows_it_centred_above_the_text() -> None:
    pdf = rendered(papers.plan(body=papers.paragraphs(14)))
    assert lines(pdf)[0].text.startswith("UBND XÃ PHÚ TÚC")
    number = lines(pdf, 1)[0]
    assert number.text == "2"
    assert number.size == pytest.approx(13, abs=0.01)
    assert number.bottom < 20 * MM
    assert number.middle == pytest.approx((30 + 195) / 2 * MM, abs=1)


def test_4_the_rule_under_the_motto_is_as_long_as_the_motto() -> None:
    pdf = rendered(papers.plan())
    motto = line_with("Độc lập", lines(pdf, right_of=MIDDLE))
    rule = _rule_under(motto, pdf)
    assert rule["x0"] == pytest.approx(motto.left, abs=MM)
    assert rule["x1"] == pytest.approx(motto.right, abs=MM)


@pytest.mark.parametrize(
    ("issuer", "abstract"),
    [
        ("TRƯỜNG TIỂU HỌC MẪU", "Duy trì sĩ số năm học 2026-2027"),
        ("TRƯỜNG TIỂU HỌC NGUYỄN VĂN MẪU", SEED_LIKE_ABSTRACT),
        ("TRƯỜNG PHỔ THÔNG DÂN TỘC BÁN TRÚ TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ MẪU", "Kết quả"),
        ("ỦY BAN NHÂN DÂN\nXÃ PHÚ TÚC", LONG_ABSTRACT),
    ],
)  # fmt: skip
def test_4_rules_under_issuer_and_abstract_are_a_third_to_a_half_and_centred(
    issuer: str, abstract: str
) -> None:
    pdf = rendered(papers.plan(header=replace(papers.HEADER, issuer=issuer), abstract=abstract))
    left = lines(pdf, left_of=MIDDLE)
    number = next(at for at, line in enumerate(left) if line.text.startswith("Số:"))
    _assert_short_rule([line for line in left[1:number] if "Bold" in line.font], pdf)
    below_title = dropwhile(lambda line: line.text != "KẾ HOẠCH", lines(pdf))
    _assert_short_rule(list(takewhile(lambda line: "Bold" in line.font, below_title))[1:], pdf)


def _assert_short_rule(heading: list[papers.Line], pdf: bytes) -> None:
    rule = _rule_under(heading[-1], pdf)
    longest = max(heading, key=lambda line: line.right - line.left)
    share = (rule["x1"] - rule["x0"]) / (longest.right - longest.left)
    assert 1 / 3 <= share <= 1 / 2
    assert (rule["x0"] + rule["x1"]) / 2 == pytest.approx(longest.middle, abs=MM)


def _rule_under(line: papers.Line, pdf: bytes) -> dict[str, float]:
    below = [
        rule
        for rule in papers.strokes(pdf)
        if 0 < rule["top"] - line.bottom < 8 and rule["x0"] < line.middle < rule["x1"]
    ]
    assert len(below) == 1, f"one rule under {line.text!r}, found {len(below)}"
    return below[0]


def test_5_a_long_issuer_keeps_number_and_date_on_one_line() -> None:
    header = replace(papers.HEADER, issuer="TRƯỜNG TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ NGUYỄN VĂN MẪU")
    pdf = rendered(papers.numbered_plan(header=header))
    number = line_with("Số:", lines(pdf, left_of=MIDDLE))
    day = line_with("ngày", lines(pdf, right_of=MIDDLE))
    assert number.bottom == pytest.approx(day.bottom, abs=1)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    paragraphs=st.integers(min_value=1, max_value=16),
    last=st.integers(min_value=1, max_value=60),
)
def test_6_recipients_and_signature_share_a_page_with_two_lines_of_text_above(
    paragraphs: int, last: int
) -> None:
    ending = Paragraph(plain(" ".join(["vận động"] * last) + "."))
    pdf = rendered(papers.plan(body=(*papers.paragraphs(paragraphs), ending)))
    found = lines(pdf, papers.page_count(pdf) - 1)
    assert any(line.text.endswith("Trần Thị Mẫu") for line in found)
    recipients = next(at for at, line in enumerate(found) if line.text.startswith("Nơi nhận"))
    text = [line for line in found[:recipients] if round(line.size) == 14 and line.font == "Tinos"]
    assert len(text) >= 2


def test_recipients_stand_level_with_the_office_of_the_signer() -> None:
    pdf = rendered(papers.plan())
    recipients = line_with("Nơi nhận", lines(pdf, left_of=MIDDLE))
    office = line_with("HIỆU TRƯỞNG", lines(pdf, right_of=MIDDLE))
    assert recipients.bottom == pytest.approx(office.bottom, abs=1)


def test_7_every_vietnamese_and_jrai_letter_is_embedded_and_read_back_composed(tmp_path: Path) -> None:
    letters = "ƀ č ĕ ĭ ŏ ŭ ă đ ơ ư ẳ ễ ợ Ẳ Ễ Ợ Ƀ Č Ĕ Ĭ Ŏ Ŭ ñ"
    decomposed = unicodedata.normalize("NFD", letters)
    pdf = rendered(papers.plan(body=(Paragraph(plain(decomposed)),)))
    text = papers.poppler("pdftotext", pdf, tmp_path)
    assert unicodedata.is_normalized("NFC", text)
    assert letters in text
    fonts = papers.poppler("pdffonts", pdf, tmp_path).splitlines()[2:]
    assert fonts
    for font in fonts:
        assert "+Tinos" in font
        assert font.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, mapped to Unicode


def test_8_a_letter_has_no_title_and_its_matter_stands_under_the_number() -> None:
    pdf = rendered(papers.letter(number=15, issued_on=date(2027, 1, 5)))
    assert not any("CÔNG VĂN" in line.text.upper() for line in lines(pdf))
    left = lines(pdf, left_of=MIDDLE)
    number = line_with("Số:", left)
    matter = line_with("V/v Huy động", left)
    assert number.text == "Số: 15/THM-CM"
    assert 0 < matter.top - number.bottom < 12
    assert matter.size == pytest.approx(12, abs=0.01)


def test_8_minutes_have_a_number_but_no_place_and_date() -> None:
    pdf = rendered(papers.minutes(number=3))
    text = "\n".join(line.text for line in lines(pdf))
    assert "Số: 03/BB-THM" in text
    assert "Phú Túc, ngày" not in text
    secretary, chair = (
        line_with("THƯ KÝ", lines(pdf, left_of=MIDDLE)),
        line_with("CHỦ TỌA", lines(pdf, right_of=MIDDLE)),
    )
    assert secretary.top == pytest.approx(chair.top, abs=0.1)


def test_8_a_decision_names_its_authority_and_decides() -> None:
    whole = lines(rendered(papers.decision(number=7, issued_on=date(2027, 2, 5))))
    authority = line_with("HIỆU TRƯỞNG TRƯỜNG", whole)
    decides = line_with("QUYẾT ĐỊNH:", whole)
    basis = line_with("Căn cứ", whole)
    assert "Bold" in authority.font
    assert "Italic" in basis.font
    assert authority.top < basis.top < decides.top < line_with("Điều 1.", whole).top


@pytest.mark.parametrize("make", [papers.plan, papers.letter, papers.minutes, papers.decision])
def test_the_text_is_closed_by_its_sign(make: Callable[[], DocumentContent], tmp_path: Path) -> None:
    text = papers.poppler("pdftotext", rendered(make()), tmp_path)
    assert text.count("chuyên cần./.") == 1
