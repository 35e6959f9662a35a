"""Walks the sheets of a file and gathers pupils, skipped rows and notices."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from xlsxwriter.utility import xl_col_to_name

from sisoho.errors import RuleBroken
from sisoho.schools.import_rules import ListedPupil
from sisoho.schools.pupil_list import lines
from sisoho.schools.pupil_list.cells import is_marked
from sisoho.schools.pupil_list.columns import Header, header_at
from sisoho.schools.pupil_list.grid import Cell, Grid, Sheet, text_of
from sisoho.schools.pupil_list.listed import PupilList, SeenColumn, SkippedRow
from sisoho.schools.pupil_list.old_fonts import convert_old_fonts
from sisoho.schools.pupil_list.pupil_row import PupilRow, Surroundings
from sisoho.schools.pupil_list.sheets import open_sheets

_Part = TypeVar("_Part")


def read_pupil_list(data: bytes, filename: str, row_type: type[PupilRow] = PupilRow) -> PupilList:
    """The pupils of a list in XLSX, XLS or CSV; RuleBroken if the file cannot be read or names no pupils.

    `row_type` reads a row: `ChildRow` that of a phổ cập list. Pure: nothing is stored, matched or corrected.
    """
    parts = [_read_sheet(sheet, row_type) for sheet in open_sheets(data, filename)]
    whole = PupilList(
        rows=_chained(part.rows for part in parts),
        columns_seen=_chained(part.columns_seen for part in parts),
        sheets=_chained(part.sheets for part in parts),
        skipped=_chained(part.skipped for part in parts),
        notices=_chained(part.notices for part in parts),
    )
    if not whole.rows:
        raise RuleBroken(
            f"Không tìm thấy học sinh nào trong tệp “{filename}”. Chưa nhập gì; tệp cần một dòng tiêu đề có "
            "“Họ và tên” và ít nhất một cột khác như “Ngày sinh”, “Lớp”."
        )
    return replace(whole, notices=whole.notices + _habits(whole.rows))


def _chained(parts: Iterable[Iterable[_Part]]) -> tuple[_Part, ...]:
    return tuple(chain.from_iterable(parts))


def _read_sheet(sheet: Sheet, row_type: type[PupilRow]) -> PupilList:
    if sheet.hidden:
        return _unread(sheet, "Trang tính bị ẩn nên không đọc. Nếu cần, xin bỏ ẩn rồi nhập lại.")
    grid, converted, unsure = convert_old_fonts(sheet.grid)
    reader = _SheetReader(replace(sheet, grid=_filled_down(grid, sheet)), unsure, row_type)
    reader.read()
    if not reader.header:
        return _unread(sheet, "Không thấy dòng tiêu đề có họ tên học sinh.")
    notices = [
        f"Trang “{sheet.name}”: đã đổi {count} ô từ phông chữ cũ {font} sang Unicode. Xin xem lại vài tên."
        for font, count in converted.items()
    ]
    return PupilList(
        tuple(reader.rows), tuple(reader.columns), (sheet.name,), tuple(reader.skipped), tuple(notices)
    )


def _unread(sheet: Sheet, reason: str) -> PupilList:
    has_content = any(_texts(cells) for cells in sheet.grid)
    skipped = (SkippedRow(sheet.name, 0, "", reason),) if has_content else ()
    return PupilList((), (), (), skipped)


class _SheetReader:
    """Goes down one sheet, remembering the header, class and campus that hold for the rows below."""

    def __init__(self, sheet: Sheet, unsure: set[tuple[int, int]], row_type: type[PupilRow]) -> None:
        self._sheet = sheet
        self._row_type = row_type
        self._unsure = unsure
        self._around = Surroundings(sheet.name, class_name=lines.class_of_sheet(sheet.name) or "")
        self._signing = False
        self.header: Header | None = None
        self.rows: list[ListedPupil] = []
        self.columns: list[SeenColumn] = []
        self.skipped: list[SkippedRow] = []

    def read(self) -> None:
        for place, cells in enumerate(self._sheet.grid):
            texts = _texts(cells)
            if texts and (reason := self._read_line(place, cells, texts)):
                self.skipped.append(SkippedRow(self._sheet.name, place + 1, " | ".join(texts), reason))

    def _read_line(self, place: int, cells: list[Cell], texts: list[str]) -> str | None:
        """Read one row; the reason if it is no pupil."""
        if reason := self._read_frame(place, texts):
            return reason
        if not self.header:
            return "Dòng đầu trang, không phải học sinh."
        row = self._row_type(cells, self.header, self._around)
        if reason := row.reason_to_skip(texts, signing=self._signing):
            return reason
        self._signing = False
        unsure = [text_of(cells[column]) for line, column in sorted(self._unsure) if line == place]
        self.rows.append(row.read(place + 1, unsure))
        return None

    def _read_frame(self, place: int, texts: list[str]) -> str | None:
        """A header, a banner or a signature changes what holds from here on; the reason, else None."""
        if self.header and place <= self.header.last:
            return "Dòng tiêu đề cột."
        if header := header_at(self._sheet, place):
            self._take_header(header)
            return "Dòng tiêu đề cột."
        if len(texts) <= 4 and (class_name := lines.class_in(" ".join(texts))):
            self._around = replace(self._around, class_name=class_name)
            return f"Dòng tên lớp: các học sinh bên dưới thuộc lớp {class_name} nếu không ghi lớp khác."
        if len(texts) == 1 and (campus := lines.campus_in(texts[0])):
            self._around = replace(self._around, campus=campus)
            return f"Dòng tên điểm trường: các học sinh bên dưới học tại {campus} nếu không ghi khác."
        if self.header and lines.is_signature(texts):
            self._signing = True
            return "Phần ký tên."
        return None

    def _take_header(self, header: Header) -> None:
        self.header, self._signing = header, False
        females = header.columns.get("female", ())
        ticked = any(is_marked(row[c]) for row in self._sheet.grid[header.last + 1 :] for c in females)
        self._around = replace(self._around, blank_means_male=ticked)
        for place, label in enumerate(header.labels):
            field = header.field_of(place)
            used = "" if field in self._row_type.unused else field
            seen = SeenColumn(self._sheet.name, xl_col_to_name(place), label, used)
            if label and seen not in self.columns:
                self.columns.append(seen)


def _texts(cells: list[Cell]) -> list[str]:
    return [text for cell in cells if (text := text_of(cell))]


def _filled_down(grid: Grid, sheet: Sheet) -> Grid:
    """A cell merged over several rows of one column counts for each of them."""
    filled = [list(row) for row in grid]
    for (top, left), (bottom, right) in sheet.merges:
        if left == right and top < len(filled) and left < len(filled[top]):
            for row in filled[top + 1 : bottom + 1]:
                row[left] = filled[top][left]
    return filled


def _habits(rows: tuple[ListedPupil, ...]) -> tuple[str, ...]:
    """What only shows in the list as a whole."""
    first_of_january = sum(
        row.birth is not None and row.birth.precision == "day" and row.birth.date.timetuple().tm_yday == 1
        for row in rows
    )
    if first_of_january >= 5 and first_of_january * 20 > len(rows):
        return (
            f"{first_of_january} học sinh có ngày sinh 01/01. Nếu chỉ biết năm sinh, xin ghi 00/00/năm để "
            "không thành ngày sinh giả.",
        )
    return ()
