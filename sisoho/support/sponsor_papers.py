"""Sổ nhận đỡ đầu as it leaves the screen: spreadsheet and book, both for inside the school only.

Its columns are those the plan asks for (domain.md §3).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sisoho.documents.pdf import render_form
from sisoho.schools.export import Column, Heading, spreadsheet
from sisoho.schools.queries import UnitCard
from sisoho.support.queries.sponsors import SponsorshipLine

INTERNAL = "LƯU HÀNH NỘI BỘ"
COLUMNS = (
    Column("Người nhận đỡ đầu", 24),
    Column("Học sinh", 24),
    Column("Lớp", 8),
    Column("Khó khăn", 28),
    Column("Nội dung giúp", 32),
    Column("Bắt đầu", 12, "date"),
    Column("Nhật ký tháng", 44),
    Column("Kết thúc", 12, "date"),
    Column("Kết quả", 32),
)


def book_sheet(lines: Sequence[SponsorshipLine], year: str, card: UnitCard, governing: str) -> bytes:
    """The bytes of the XLSX file."""
    heading = Heading("Sổ nhận đỡ đầu", f"Năm học {year} · {INTERNAL}", card.name, governing)
    rows = [
        (
            line.sponsor,
            line.pupil.name,
            line.pupil.class_name,
            line.difficulty,
            help_text(line),
            line.starts,
            "; ".join(entry.words for entry in line.diary),
            line.ends,
            result_text(line),
        )
        for line in lines
    ]
    return spreadsheet(heading, COLUMNS, rows, "NHẬN ĐỠ ĐẦU")


def help_text(line: SponsorshipLine) -> str:
    return f"{line.helps}. {line.plan}" if line.plan else line.helps


def result_text(line: SponsorshipLine) -> str:
    return ". ".join(filter(None, (line.end_reason, line.result)))


def book_pdf(
    lines: Sequence[SponsorshipLine], year: str, card: UnitCard, governing: str, on: date, *, fonts_dir: Path
) -> bytes:
    """A4 landscape. Raises RuleBroken as `documents.pdf` does."""
    return render_form(
        "sponsors",
        fonts_dir=fonts_dir,
        lines=lines,
        year=year,
        card=card,
        governing=governing,
        on=on,
        help_text=help_text,
        result_text=result_text,
    )
