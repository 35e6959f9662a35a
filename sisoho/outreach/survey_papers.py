"""Phiếu điều tra trẻ trong địa bàn: what is known of a village's children, and lines to write on."""

from datetime import date
from pathlib import Path

from sisoho.documents.pdf import render_form
from sisoho.schools.queries import UnitCard
from sisoho.schools.queries.area import AreaPerson, VillageChildren, state_words
from sisoho.schools.rules.area import ChildState

_BLANK = 8  # lines for children nobody has written down yet; a page of its own where none is known
_BLANK_OF_EMPTY = 14


def survey_pdf(of: VillageChildren, card: UnitCard, governing: str, on: date, *, fonts_dir: Path) -> bytes:
    """A4 landscape, one village. Raises RuleBroken as `documents.pdf` does."""
    return render_form(
        "survey",
        fonts_dir=fonts_dir,
        of=of,
        card=card,
        governing=governing,
        on=on,
        blank=_BLANK if of.people else _BLANK_OF_EMPTY,
        school=school_text,
        absence=absence_text,
    )


def school_text(one: AreaPerson) -> str:
    """Lớp 6A of the own school, Lớp 6, Trường … of another; blank where the surveyor is to ask."""
    if one.state is not ChildState.STUDYING:
        return ""
    if one.class_name:
        return one.class_name if one.class_name.casefold().startswith("lớp") else f"Lớp {one.class_name}"
    return ", ".join(filter(None, (f"Lớp {one.grade}" if one.grade else "", one.school)))


def absence_text(one: AreaPerson) -> str:
    """Why a child who lives here does not study; of one not asked this year, what the last year said."""
    if one.state is ChildState.UNKNOWN:
        return f"Năm trước: {one.before}" if one.before else ""
    if one.state is ChildState.STUDYING:
        return ""
    words = state_words(one.state, "", "", None, one.since, one.reason)
    return words[:1].upper() + words[1:]
