"""The dropout register as it leaves the screen: spreadsheet and Phụ lục, both for inside the school only."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sisoho.documents.pdf import render_form
from sisoho.outreach.queries import DropoutLine, DropoutRegister
from sisoho.schools.export import Cell, Column, Heading, spreadsheet
from sisoho.schools.queries import UnitCard
from sisoho.schools.rules import is_minority

COLUMNS = (
    Column("Họ và tên", 26),
    Column("Năm sinh", 9, "number"),
    Column("Nữ", 5),
    Column("Dân tộc", 10),
    Column("Địa chỉ (thôn buôn, xã)", 30),
    Column("Lớp", 8),
    Column("Hoàn cảnh gia đình", 34),
    Column("Ngày nghỉ", 12, "date"),
    Column("Số buổi", 8, "number"),
    Column("Nguyên nhân", 28),
    Column("Giáo viên được giao", 26),
    Column("Kết quả", 34),
    Column("Thuộc nhóm", 30),
)
INTERNAL = "LƯU HÀNH NỘI BỘ"


def register_sheet(of: DropoutRegister, card: UnitCard, governing: str) -> bytes:
    """The bytes of the XLSX file."""
    heading = Heading("Danh sách học sinh bỏ học", f"Năm học {of.year} · {INTERNAL}", card.name, governing)
    rows = [list(_cells(line)) for _, lines in of.groups for line in lines]
    return spreadsheet(heading, COLUMNS, rows, "HỌC SINH BỎ HỌC")


def _cells(line: DropoutLine) -> Iterator[Cell]:
    person = line.person
    yield from (person.name, person.birth_year, "x" if person.is_girl else "", person.ethnic_group)
    yield from (person.address, line.class_name, person.situation, line.since, line.sessions)
    yield from (official_causes(line), line.assigned, line.result, line.group.label)


def official_causes(line: DropoutLine) -> str:
    """The groups in the words of the national tables, as a report has them."""
    return "; ".join(cause.official_label for cause in line.causes)


def register_pdf(of: DropoutRegister, card: UnitCard, governing: str, on: date, *, fonts_dir: Path) -> bytes:
    """Phụ lục, A4 landscape. Raises RuleBroken as `documents.pdf` does."""
    return render_form(
        "dropouts",
        fonts_dir=fonts_dir,
        of=of,
        card=card,
        governing=governing,
        on=on,
        causes=official_causes,
        totals=[(group.label, *_totals(lines)) for group, lines in of.groups],
    )


def _totals(lines: tuple[DropoutLine, ...]) -> tuple[int, int, int]:
    """All, women, minority."""
    girls = sum(line.person.is_girl for line in lines)
    return len(lines), girls, sum(is_minority(line.person.ethnic_group) for line in lines)
