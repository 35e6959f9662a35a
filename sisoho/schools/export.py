"""A list as a spreadsheet a Vietnamese office can print as it is and read back as data.

Text is written as text, whatever it looks like: a phone keeps its zero, and a cell that begins
with "=" is words, never a formula.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Literal

import xlsxwriter

Cell = str | int | Decimal | date | None

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_HEADER_ROW = 6  # rows above it: governing body, unit, gap, title, subtitle, gap


@dataclass(frozen=True, slots=True)
class Column:
    """kind: "text" (kept letter by letter), "number", "date" (real dates; text where a day is not known).

    `width` in characters.
    """

    label: str
    width: int
    kind: Literal["text", "number", "date"] = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the table. `unit` and `governing` as on the unit's papers."""

    title: str
    subtitle: str
    unit: str
    governing: str = ""


def spreadsheet(
    heading: Heading,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    sheet_name: str = "DANH SÁCH",
    *,
    numbered: bool = True,
    notes: Sequence[str] = (),
) -> bytes:
    """The bytes of an XLSX file: title block, frozen header, one row each, first column numbered STT
    (not where the law names the columns); `notes` stand under the table, one a line.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_sheet_name(sheet_name))
    formats = _Formats.of(book)
    all_columns = [*([Column("STT", 5, "number")] if numbered else []), *columns]
    _write_heading(sheet, formats, heading, len(all_columns) - 1)
    for place, column in enumerate(all_columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEADER_ROW, place, column.label, formats.header)
    last = _HEADER_ROW
    for last, cells in enumerate(rows, _HEADER_ROW + 1):
        line = [last - _HEADER_ROW, *cells] if numbered else cells
        for place, (column, value) in enumerate(zip(all_columns, line, strict=True)):
            _write_cell(sheet, formats, last, place, column, value)
    for below, note in enumerate(notes, last + 2):
        sheet.write_string(below, 0, note, formats.agency)
    _set_page(sheet, last, len(all_columns) - 1)
    book.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    plain: xlsxwriter.format.Format
    day: xlsxwriter.format.Format
    header: xlsxwriter.format.Format
    title: xlsxwriter.format.Format
    agency: xlsxwriter.format.Format
    unit: xlsxwriter.format.Format
    subtitle: xlsxwriter.format.Format

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> "_Formats":
        def made(**properties: object) -> xlsxwriter.format.Format:
            return book.add_format({**_FONT, **properties})

        wrapped = {"text_wrap": True, "valign": "vcenter", "border": 1}
        return cls(
            plain=made(valign="vcenter", border=1),
            day=made(num_format="dd/mm/yyyy", align="left", valign="vcenter", border=1),
            header=made(bold=True, align="center", bg_color="#E8EAF4", **wrapped),
            title=made(bold=True, align="center", font_size=14),
            agency=made(),
            unit=made(bold=True),
            subtitle=made(italic=True, align="center"),
        )


def _write_heading(
    sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, heading: Heading, last_column: int
) -> None:
    sheet.write_string(0, 0, heading.governing.upper(), formats.agency)
    sheet.write_string(1, 0, heading.unit.upper(), formats.unit)
    sheet.merge_range(3, 0, 3, last_column, "", formats.title)
    sheet.write_string(3, 0, heading.title.upper(), formats.title)
    sheet.merge_range(4, 0, 4, last_column, "", formats.subtitle)
    sheet.write_string(4, 0, heading.subtitle, formats.subtitle)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    formats: _Formats,
    row: int,
    place: int,
    column: Column,
    value: Cell,
) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, formats.plain)
    elif column.kind == "number" and isinstance(value, int | Decimal):
        sheet.write_number(row, place, value, formats.plain)
    elif column.kind == "date" and isinstance(value, date):
        sheet.write_datetime(row, place, value, formats.day)
    else:
        sheet.write_string(row, place, str(value), formats.plain)


def _set_page(sheet: xlsxwriter.worksheet.Worksheet, last_row: int, last_column: int) -> None:
    """Scrolls under a fixed header on screen; prints on A4, header on every page."""
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.autofilter(_HEADER_ROW, 0, last_row, last_column)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.set_paper(9)
    if last_column > 6:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _sheet_name(wanted: str) -> str:
    """At most 31 characters without those a sheet's name may not have."""
    return "".join("-" if char in "[]:*?/\\" else char for char in wanted)[:31] or "Danh sách"
