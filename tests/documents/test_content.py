"""Content to JSON and back, and text lines to blocks."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.documents.content import (
    Item,
    Level,
    Marks,
    Missing,
    Note,
    Paragraph,
    Row,
    Run,
    Table,
    plain,
    words,
)
from sisoho.documents.content_json import from_json, to_json
from sisoho.documents.content_outline import parse_emphasis, parse_outline
from tests.documents import papers
from tests.documents.test_pdf_file import FULL, TABLE

RUNS = st.lists(
    st.builds(Run, st.text(min_size=1), bold=st.booleans(), italic=st.booleans()), max_size=3
).map(tuple)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Paragraph, RUNS, marker=st.sampled_from(["", "-", "+"])),
        st.builds(Item, st.sampled_from(Level), st.text(), RUNS, is_title=st.booleans()),
        st.builds(Missing, st.text()),
        st.builds(Note, RUNS),
        st.just(TABLE),
    ),
    max_size=4,
).map(tuple)


@pytest.mark.parametrize(
    "content", [FULL, papers.plan(), papers.letter(), papers.minutes(), papers.decision()]
)
def test_a_paper_comes_back_equal_from_json_text(content: Any) -> None:
    assert from_json(json.loads(json.dumps(to_json(content)))) == content


@given(BLOCKS)
def test_any_blocks_come_back_equal(body: Any) -> None:
    content = papers.plan(body=body)
    assert from_json(json.loads(json.dumps(to_json(content)))) == content


def test_the_stored_form_is_stable() -> None:
    content = papers.plan(
        body=(Paragraph((Run("một "), Run("hai", italic=True)), "-"), Item(Level.CLAUSE, "1.", plain("A"))),
        marks=Marks(demo=True),
    )
    stored = to_json(content)
    assert stored["schema"] == 1
    assert stored["body"] == [
        {"kind": "paragraph", "text": ["một ", {"text": "hai", "italic": True}], "marker": "-"},
        {"kind": "item", "level": "clause", "number": "1.", "text": ["A"]},
    ]
    assert stored["marks"] == {"demo": True}
    assert "number" not in stored


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"surprise": 1},
        {"type": "XX"},
        {"year": "2027"},
        {"number": True},
        {"issued_on": "05/02/2027"},
        {"body": [{"kind": "poem", "text": []}]},
        {"body": [{"kind": "item", "level": "part"}]},
        {"header": {"issuer": "X"}},
    ],
)
def test_what_is_not_understood_is_refused_not_guessed(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each case has its own message
        from_json(to_json(papers.plan()) | change)


def test_a_table_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        Table(TABLE.columns, (Row(("một",)),))


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("I. Mục đích, yêu cầu", Item(Level.PART, "I.", plain("Mục đích, yêu cầu"), True)),
        ("1. Mục đích", Item(Level.CLAUSE, "1.", plain("Mục đích"), True)),
        ("1. Các trường báo cáo.", Item(Level.CLAUSE, "1.", plain("Các trường báo cáo."))),
        ("3.10. Phối hợp:", Item(Level.SUBCLAUSE, "3.10.", plain("Phối hợp:"))),
        ("đ) Giáo viên;", Item(Level.POINT, "đ)", plain("Giáo viên;"))),
        ("Điều 2. Thi hành.", Item(Level.ARTICLE, "Điều 2.", plain("Thi hành."))),
        ("- Một;", Paragraph(plain("Một;"), "-")),
        ("+ Hai.", Paragraph(plain("Hai."), "+")),
        ("Năm 2018 là năm đầu.", Paragraph(plain("Năm 2018 là năm đầu."))),
    ],
)
def test_a_line_becomes_the_block_its_beginning_says(line: str, block: Any) -> None:
    assert parse_outline(f"\n  {line}\n\n") == (block,)


def test_a_named_block_takes_the_place_of_its_line() -> None:
    assert parse_outline("[[bảng]]\n[[hết]]", {"bảng": TABLE, "hết": ()}) == (TABLE,)
    with pytest.raises(KeyError):
        parse_outline("[[không có]]")


def test_stars_make_emphasis() -> None:
    text = parse_emphasis("vận động “*mỗi cán bộ*” và **cả lớp**.")
    assert words(text) == "vận động “mỗi cán bộ” và cả lớp."
    assert [run.text for run in text if run.italic] == ["mỗi cán bộ"]
    assert [run.text for run in text if run.bold] == ["cả lớp"]
