"""A paper's text as sections people edit: nothing is lost on the way there and back."""

import json

import pytest

from sisoho.documents import sections
from sisoho.documents.content import Block, Note, Paragraph, Row, Table, plain, words
from sisoho.documents.content_json import from_json
from sisoho.documents.content_outline import parse_outline
from sisoho.errors import RuleBroken
from sisoho.reports.rules import build_commune_plan, build_school_plan
from tests.documents.desk import SEED
from tests.reports import plans

SCHOOL = build_school_plan(plans.SCHOOL).body
BODIES = {
    "school": SCHOOL,
    "commune": build_commune_plan(plans.COMMUNE).body,
    "2018": from_json(json.loads(SEED.read_text())).body,
}


def rewrite(body: tuple[Block, ...], key: str, text: str) -> tuple[tuple[Block, ...], list[str]]:
    section = next(one for one in sections.split(body) if one.key == key)
    return sections.rewritten(body, key, sections.with_text(section, text))


def text_of(body: tuple[Block, ...], key: str) -> str:
    return next(one.text for one in sections.split(body) if one.key == key)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_section_is_read_back_as_it_was(body: tuple[Block, ...]) -> None:
    found = sections.split(body)
    assert sections.join(found) == body
    for section in found:
        assert sections.with_text(section, section.text) == section.blocks
    assert len({section.key for section in found}) == len(found)


def test_sections_are_the_parts_and_their_titled_clauses() -> None:
    keys = [section.key for section in sections.split(SCHOOL)]
    assert keys[:5] == ["mo-dau", "I", "I.1", "I.2", "II"]


def test_a_table_stands_in_the_text_by_its_columns_and_may_be_left_out() -> None:
    text = text_of(SCHOOL, "II.2")
    assert "[[Bảng: Cấp học, Sĩ số đầu năm, Chỉ tiêu cấp trên]]" in text
    without = "\n".join(line for line in text.splitlines() if not line.startswith("[[Bảng"))
    body, _ = rewrite(SCHOOL, "II.2", without)
    assert sum(isinstance(block, Table) for block in body) == sum(isinstance(b, Table) for b in SCHOOL) - 1


def test_a_name_that_is_not_there_is_refused_and_told() -> None:
    with pytest.raises(RuleBroken) as refused:
        rewrite(SCHOOL, "II.2", "2. Chỉ tiêu\n[[Bảng: Không có]]")
    assert "[[Bảng: Không có]]" in refused.value.fields["text"]
    assert "[[Ghi chú]]" in refused.value.fields["text"]


def test_a_redraft_keeps_what_was_written_by_hand_with_the_new_figures() -> None:
    mine = text_of(SCHOOL, "II.2") + "\nNhà trường họp bàn mỗi tuần."
    body, edited = rewrite(SCHOOL, "II.2", mine)
    levels = tuple(
        level.__class__(level.level, 999, level.superior_below, 1) for level in plans.SCHOOL.levels
    )
    newer = build_school_plan(plans.school(levels=levels))
    result = sections.redrafted(body, newer.body, edited)
    assert "Nhà trường họp bàn mỗi tuần." in text_of(result, "II.2")
    table = next(block for block in result if isinstance(block, Table))
    assert table.rows[0].cells[1] == "999"


def test_a_section_added_by_hand_survives_a_redraft_at_its_place() -> None:
    body, edited = rewrite(SCHOOL, "III.3", text_of(SCHOOL, "III.3") + "\n4. Kinh phí\nTừ nguồn của trường.")
    assert edited == ["III.3", "III.4"]
    result = sections.redrafted(body, SCHOOL, edited)
    assert [one.key for one in sections.split(result)][-2:] == ["III.3", "III.4"]
    assert words(result[-1].text) == "Từ nguồn của trường."  # type: ignore[union-attr]


def test_a_redraft_without_hand_edits_is_the_new_text() -> None:
    newer = build_school_plan(plans.school(superior="Ủy ban nhân dân xã Uar")).body
    assert sections.redrafted(SCHOOL, newer, []) == newer


def test_two_notes_of_one_section_have_names_of_their_own() -> None:
    blocks = (Note(plain("một")), Note(plain("hai")), Paragraph(plain("chữ")))
    assert list(sections.named_blocks(blocks)) == ["Ghi chú", "Ghi chú (2)"]


def test_equal_tables_keep_their_order() -> None:
    one, other = (Table((), (Row(()),) * count) for count in (1, 2))
    section = sections.Section("mo-dau", (one, other))
    assert sections.with_text(section, section.text) == (one, other)


def test_sections_numbered_alike_keep_keys_of_their_own() -> None:
    body = parse_outline("I. PHẦN\n1. Mục\nchữ\n1. Mục\nchữ")
    assert [section.key for section in sections.split(body)] == ["I", "I.1", "I.1-2"]
