"""The register as a spreadsheet: the grid to print, and a list whose figures can be typed elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from sisoho.rollcall.queries import ClassRegister
from sisoho.rollcall.rules import Cell, SheetTotals

_FONT = {"font_name": "Times New Roman", "font_size": 11}
_TOP = 5  # rows above the grid's head: agency, unit, title, class, gap
_GREY, _YELLOW = "#E3E3E3", "#FFF2C4"
_SUMS = ("P", "K", "Chưa rõ", "T", "Có mặt", "Số buổi", "Tỷ lệ %")

# The order in which SMAS, vnEdu and CSDL ngành ask for a month's absences; a proposal, see _NOTE.
_TOTALS = (
    ("STT", 5),
    ("Mã định danh", 15),
    ("Họ và tên", 28),
    ("Ngày sinh", 12),
    ("Nghỉ có phép", 10),
    ("Nghỉ không phép", 10),
    ("Tổng buổi nghỉ", 10),
    ("Đi trễ", 8),
    ("Có mặt", 8),
    ("Số buổi học", 8),
    ("Chép vào sổ", 44),
)
_NOTE = "Đối chiếu thứ tự cột với tệp mẫu tải từ SMAS, vnEdu hoặc CSDL ngành trước khi dán."


@dataclass(frozen=True, slots=True)
class _Formats:
    cell: xlsxwriter.format.Format
    off: xlsxwriter.format.Format
    uncalled: xlsxwriter.format.Format
    text: xlsxwriter.format.Format
    head: xlsxwriter.format.Format
    bold: xlsxwriter.format.Format
    title: xlsxwriter.format.Format
    plain: xlsxwriter.format.Format
    rate: xlsxwriter.format.Format

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> "_Formats":
        def made(**properties: object) -> xlsxwriter.format.Format:
            return book.add_format({**_FONT, **properties})

        small = {"border": 1, "align": "center", "valign": "vcenter", "font_size": 9}
        return cls(
            cell=made(**small),
            off=made(**small, bg_color=_GREY),
            uncalled=made(**small, bg_color=_YELLOW),
            text=made(border=1, valign="vcenter"),
            head=made(border=1, bold=True, align="center", valign="vcenter", text_wrap=True, font_size=9),
            bold=made(bold=True),
            title=made(bold=True, align="center", font_size=14),
            plain=made(),
            rate=made(**small, num_format="0.0"),
        )


def register_workbook(of: ClassRegister) -> bytes:
    """The bytes of an XLSX file with the sheets "SỔ THÁNG" and "NHẬP PHẦN MỀM KHÁC"."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = _Formats.of(book)
    _grid(book.add_worksheet("SỔ THÁNG"), formats, of)
    _totals(book.add_worksheet("NHẬP PHẦN MỀM KHÁC"), formats, of)
    book.close()
    return out.getvalue()


def _grid(sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, of: ClassRegister) -> None:
    made = of.register
    first_sum = 2 + len(made.slots)
    _heading(sheet, formats, of, first_sum + len(_SUMS) - 1)
    _grid_head(sheet, formats, of, first_sum)
    top = _TOP + 2
    for row, line in enumerate(made.rows, top):
        sheet.write_number(row, 0, row - top + 1, formats.cell)
        sheet.write_string(row, 1, of.pupils[line.pupil_id].name, formats.text)
        for place, cell in enumerate(line.cells, 2):
            letter = of.head.late_letter if cell is Cell.T else cell.letter
            _write(sheet, formats, row, place, letter, cell)
        _sums(sheet, formats, row, first_sum, line.totals)
    foot = top + len(made.rows)
    for row, (label, count) in enumerate((("Có mặt", "present"), ("Vắng", "absent")), foot):
        sheet.write_string(row, 1, label, formats.head)
        for place, column in enumerate(made.columns, 2):
            if column is not None and column.roll:
                sheet.write_number(row, place, getattr(column, count), formats.cell)
    _sums(sheet, formats, foot, first_sum, made.total)
    sheet.freeze_panes(top, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TOP, _TOP + 1)


def _heading(
    sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, of: ClassRegister, last_column: int
) -> None:
    sheet.write_string(0, 0, of.head.governing.upper(), formats.plain)
    sheet.write_string(1, 0, of.head.unit.upper(), formats.bold)
    title = f"{of.head.title} {of.month.label} – lớp {of.class_name}".upper()
    sheet.merge_range(2, 0, 2, last_column, "", formats.title)
    sheet.write_string(2, 0, title, formats.title)
    sheet.write_string(3, 0, f"Giáo viên chủ nhiệm: {of.homeroom}", formats.plain)


def _grid_head(
    sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, of: ClassRegister, first_sum: int
) -> None:
    slots = of.register.slots
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, first_sum - 1, 2.4)
    sheet.set_column(first_sum, first_sum + len(_SUMS) - 1, 6)
    for place, label in enumerate(("TT", "Họ và tên")):
        sheet.merge_range(_TOP, place, _TOP + 1, place, label, formats.head)
    for place, slot in enumerate(slots, 2):
        sheet.write_number(_TOP, place, slot.date.day, formats.head)
        sheet.write_string(_TOP + 1, place, slot.half_day.value, formats.head)
    for place, label in enumerate(_SUMS, first_sum):
        shown = of.head.late_letter if label == "T" else label
        sheet.merge_range(_TOP, place, _TOP + 1, place, shown, formats.head)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, row: int, place: int, letter: str, cell: Cell
) -> None:
    looks = {Cell.NOT_DUE: formats.off, Cell.NOT_CALLED: formats.uncalled}.get(cell, formats.cell)
    if letter:
        sheet.write_string(row, place, letter, looks)
    else:
        sheet.write_blank(row, place, None, looks)


def _sums(
    sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, row: int, first: int, totals: SheetTotals
) -> None:
    counts = (totals.excused, totals.unexcused, totals.unknown, totals.late, totals.present, totals.roll)
    for place, count in enumerate(counts, first):
        sheet.write_number(row, place, count, formats.cell)
    rate, place = totals.attendance_rate, first + len(counts)
    if rate is None:
        sheet.write_blank(row, place, None, formats.cell)
    else:
        sheet.write_number(row, place, float(rate * 100), formats.rate)


def _totals(sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, of: ClassRegister) -> None:
    copied = {line.pupil_id: line.words(of.register.has_afternoons) for line in of.book}
    for place, (label, width) in enumerate(_TOTALS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, label, formats.head)
    for row, line in enumerate(of.register.rows, 1):
        pupil, totals = of.pupils[line.pupil_id], line.totals
        told: Sequence[str | int] = (
            row,
            pupil.id_number,
            pupil.name,
            pupil.birth,
            totals.excused,
            totals.unexcused,
            totals.excused + totals.unexcused,
            totals.late,
            totals.present,
            totals.roll,
            copied.get(line.pupil_id, ""),
        )
        for place, value in enumerate(told):
            if isinstance(value, int):
                sheet.write_number(row, place, value, formats.cell)
            else:
                sheet.write_string(row, place, value, formats.text)
    sheet.write_string(len(of.register.rows) + 2, 1, _NOTE, formats.plain)
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
