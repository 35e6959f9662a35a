"""The plan of November 2018, copied out whole, its own wording untouched."""

import json
import re
from datetime import date

from sisoho.config import PROJECT
from sisoho.documents.content import Block, Item, Missing, Note, Paragraph, words
from sisoho.documents.content_json import from_json
from sisoho.documents.rules import TYPE_RULES, number_line, place_and_date
from sisoho.documents.signing import signature_boxes
from tests.documents import papers

INPUTS = PROJECT / "sisoho" / "demo" / "inputs"
SOURCE = (INPUTS / "ke-hoach-52-KH-PGDDT-2018.txt").read_text()
PLAN = from_json(json.loads((INPUTS / "ke-hoach-52-2018.json").read_text()))


def test_every_word_of_the_source_is_there_and_no_other() -> None:
    copied = [
        number_line(PLAN),
        place_and_date(PLAN),
        TYPE_RULES[PLAN.type].name.upper(),
        PLAN.abstract,
        *map(_line, PLAN.body),
    ]
    assert " ".join("\n".join(copied).split()) == " ".join(re.sub(r"\*", "", SOURCE).split())


def _line(block: Block) -> str:
    match block:
        case Item():
            return f"{block.number} {words(block.text)}"
        case Paragraph():
            return f"{block.marker} {words(block.text)}"
        case _:  # our own remarks on the copy are no part of the source
            return ""


def test_the_emphasis_of_the_source_is_kept() -> None:
    emphasised = [
        run.text
        for block in PLAN.body
        if isinstance(block, Paragraph | Item)
        for run in block.text
        if run.italic
    ]
    assert emphasised == re.findall(r"\*(.+?)\*", SOURCE)


def test_the_lost_section_is_shown_as_missing_and_the_copy_as_a_copy() -> None:
    criteria, missing, note = PLAN.body[-3:]
    assert isinstance(criteria, Item)
    assert (criteria.number, words(criteria.text)) == ("4.", "Tiêu chí")
    assert missing == Missing("(Bản chép lại không có phần này)")
    assert isinstance(note, Note)
    assert PLAN.marks.transcription == "Bản chép lại, không thay bản gốc"
    assert PLAN.signatures == ()
    assert PLAN.issued_on == date(2018, 11, 11)


def test_it_is_drawn_without_a_place_to_sign() -> None:
    assert signature_boxes(papers.rendered(PLAN)) == {}
