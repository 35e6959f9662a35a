"""What the commune's and the school's plan say, and that they can be printed."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from sisoho.documents.content import (
    Block,
    DocumentContent,
    DocumentType,
    Item,
    Level,
    Missing,
    Note,
    Paragraph,
    Table,
    words,
)
from sisoho.documents.content_json import from_json, to_json
from sisoho.documents.rules import check_content
from sisoho.reports.rules import build_commune_plan, build_school_plan
from tests.documents import papers
from tests.reports import plans

SCHOOL_PLAN = build_school_plan(plans.SCHOOL)
COMMUNE_PLAN = build_commune_plan(plans.COMMUNE)
BOTH = pytest.mark.parametrize("plan", [SCHOOL_PLAN, COMMUNE_PLAN], ids=["school", "commune"])


def text_of(blocks: tuple[Block, ...]) -> str:
    return "\n".join(words(block.text) for block in blocks if isinstance(block, Item | Paragraph | Note))


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


@BOTH
def test_a_plan_begins_as_a_draft_without_number_or_day(plan: DocumentContent) -> None:
    check_content(plan)
    assert (plan.type, plan.number, plan.issued_on) == (DocumentType.PLAN, None, None)
    assert from_json(to_json(plan)) == plan


@BOTH
def test_a_plan_follows_the_customary_outline(plan: DocumentContent) -> None:
    items = [block for block in plan.body if isinstance(block, Item)]
    assert [item.number for item in items if item.level is Level.PART] == ["I.", "II.", "III."]
    assert [item.number for item in items if item.level is Level.SUBCLAUSE] == [
        f"3.{n}." for n in range(1, 11)
    ]


@BOTH
def test_no_placeholder_and_no_forbidden_word_is_left(plan: DocumentContent) -> None:
    text = text_of(plan.body)
    for left_over in ("$", "{", "[[", "*"):
        assert left_over not in text
    for word in ("trốn học", "đối tượng", "cá biệt", "yếu kém", "được phép"):  # domain.md §8.12
        assert word not in text


@BOTH
def test_own_criteria_say_whose_they_are_and_the_lost_ones_are_not_invented(plan: DocumentContent) -> None:
    at = next(n for n, block in enumerate(plan.body) if isinstance(block, Item) and block.number == "4.")
    assert "đề xuất" in text_of((plan.body[at + 1],))
    assert "không phải quy định của cấp trên" in text_of(plan.appendices[0].blocks)
    assert not any(isinstance(block, Missing) for block in plan.body)


def test_criteria_issued_from_above_are_not_called_a_proposal() -> None:
    plan = build_school_plan(plans.school(criteria_are_own=False))
    assert "đề xuất" not in text_of(plan.appendices[0].blocks)


def test_the_school_answers_the_commune_by_number_and_day() -> None:
    opening = text_of(SCHOOL_PLAN.body[:1])
    assert opening.startswith(
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 05 tháng 10 năm 2026 của Ủy ban nhân dân xã Phú Túc"
    )
    assert SCHOOL_PLAN.recipients[0] == "Ủy ban nhân dân xã Phú Túc (báo cáo)"


def test_the_school_s_targets_stand_as_counts_beside_rates() -> None:
    rows = [row.cells for row in tables(SCHOOL_PLAN.body)[0].rows]
    assert rows == [
        ("Tiểu học", "420", "dưới 0,025% (0 em)", "0,238%", "0 em (0%)"),
        ("THCS", "383", "dưới 0,55% (không quá 2 em)", "–", "không quá 1 em (0,261%)"),
    ]
    assert "một em bỏ học ở Tiểu học đã vượt chỉ tiêu" in text_of(SCHOOL_PLAN.body)


def test_a_school_without_attendance_target_names_none() -> None:
    assert "Tỷ lệ chuyên cần toàn trường" in text_of(SCHOOL_PLAN.body)
    silent = build_school_plan(plans.school(attendance_at_least=None))
    assert "Tỷ lệ chuyên cần toàn trường" not in text_of(silent.body)


def test_an_attendance_target_between_whole_numbers_is_not_rounded_up() -> None:
    asked = build_school_plan(plans.school(attendance_at_least=Decimal("98.5")))
    assert "đạt từ 98,5% trở lên" in text_of(asked.body)


def test_the_village_appendix_names_teachers_counts_pupils_and_shows_gaps() -> None:
    appendix = SCHOOL_PLAN.appendices[1]
    (table,) = tables(appendix.blocks)
    assert appendix.landscape
    assert table.rows[0].cells[3] == "Kpă H'Thử (phụ trách chính), Rơ Ô Ví Dụ"
    assert table.rows[1].cells[3] == "(chưa phân công)"
    assert table.rows[-1].cells[2] == "803"
    assert table.rows[-1].strong


def test_the_commune_follows_the_plan_of_2018_and_counts_its_schools_once() -> None:
    text = text_of(COMMUNE_PLAN.body)
    assert (
        "Kế hoạch số 52/KH-PGDĐT ngày 11 tháng 11 năm 2018 của Phòng Giáo dục và Đào tạo huyện Krông Pa"
        in text
    )
    assert "Toàn xã có 02 trường với 1.103 học sinh" in text
    assert "trước ngày 10 tháng 11 năm 2026" in text
    counts = [row.cells[-1] for row in tables(COMMUNE_PLAN.body)[0].rows]
    assert counts == ["0 em", "không quá 2 em", "0 em"]


@BOTH
def test_a_plan_is_printed_whole(plan: DocumentContent, tmp_path: Path) -> None:
    pdf = papers.rendered(plan)
    text = papers.poppler("pdftotext", pdf, tmp_path)
    assert "III. TỔ CHỨC THỰC HIỆN" in text
    assert plan.signatures[0].name in text
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) >= 5
