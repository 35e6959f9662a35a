"""Numbers, dates, signing lines and the parts each type must carry."""

from datetime import date

import pytest

from sisoho.documents import rules
from sisoho.documents.content import DocumentContent, DocumentType, Signature, SignMode
from sisoho.errors import RuleBroken
from tests.documents import papers


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (papers.plan(number=5), "Số: 05/KH-THM"),
        (papers.plan(number=112), "Số: 112/KH-THM"),
        (papers.letter(number=15), "Số: 15/THM-CM"),
        (papers.minutes(number=9), "Số: 09/BB-THM"),
        (papers.plan(type=DocumentType.SUBMISSION, number=10), "Số: 10/TTr-THM"),
    ],
)
def test_a_number_is_written_as_the_decree_says(content: DocumentContent, line: str) -> None:
    assert rules.number_line(content) == line


def test_a_draft_has_gaps_for_number_and_day() -> None:
    assert rules.number_line(papers.plan()) == f"Số: {rules.NUMBER_GAP}/KH-THM"
    gap = rules.DAY_GAP
    assert rules.place_and_date(papers.plan()) == f"Phú Túc, ngày {gap} tháng {gap} năm 2027"


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        (Signature("HIỆU TRƯỞNG", "A"), ("HIỆU TRƯỞNG",)),
        (Signature("HIỆU TRƯỞNG", "A", SignMode.ACTING), ("Q. HIỆU TRƯỞNG",)),
        (
            Signature("PHÓ HIỆU TRƯỞNG", "A", SignMode.FOR_HEAD, "HIỆU TRƯỞNG"),
            ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"),
        ),
        (
            Signature("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "A", SignMode.COLLECTIVE, "ỦY BAN NHÂN DÂN"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            Signature("TRƯỞNG PHÒNG", "A", SignMode.BY_ORDER, "CHỦ TỊCH"),
            ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG"),
        ),
    ],
)
def test_the_signer_is_named_with_the_right_he_signs_by(signature: Signature, lines: tuple[str, ...]) -> None:
    assert rules.signing_lines(signature) == lines


def test_lists_end_their_lines_by_semicolons_and_the_last_by_a_full_stop() -> None:
    assert rules.semicolon_list(["Như trên", "Lưu: VT."]) == ("Như trên;", "Lưu: VT.")
    assert rules.semicolon_list([]) == ()


def test_appendices_are_numbered_only_when_there_are_several() -> None:
    assert rules.appendix_name(1, 1) == "Phụ lục"
    assert rules.appendix_name(2, 2) == "Phụ lục II"


def test_an_appendix_says_which_paper_it_belongs_to() -> None:
    content = papers.plan(number=5, issued_on=date(2027, 1, 5))
    assert rules.appendix_source(content) == (
        "(Kèm theo Kế hoạch số 05/KH-THM ngày 05 tháng 01 năm 2027 của Trường Tiểu học Mẫu)"
    )


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (papers.plan(abstract=""), "trích yếu"),
        (papers.plan(body=()), "nội dung"),
        (papers.plan(type=DocumentType.LETTER, subject="CM"), "nơi kính gửi"),
        (papers.plan(type=DocumentType.LETTER, addressees=("A",)), "đơn vị soạn thảo"),
        (papers.plan(type=DocumentType.DECISION), "thẩm quyền"),
    ],
)
def test_a_paper_that_lacks_a_part_is_refused_and_the_part_named(content: DocumentContent, part: str) -> None:
    with pytest.raises(RuleBroken, match=part):
        rules.check_content(content)


def test_every_type_has_its_rules() -> None:
    assert set(rules.TYPE_RULES) == set(DocumentType)
