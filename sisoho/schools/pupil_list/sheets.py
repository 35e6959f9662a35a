"""From the bytes of a file to grids of cells. What the bytes are decides, not the file's ending."""

import csv
import datetime
import io
import zipfile
from collections import Counter
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, load_workbook

from sisoho.errors import RuleBroken
from sisoho.vietnamese import detect_legacy, format_date, from_tcvn3, from_vni, is_syllable, nfc, tidy

Cell = str | float | int | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
Grid = list[list[Cell]]
Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, each (row, column) from 0

_MAX_BYTES = 20_000_000
_MAX_UNPACKED = 300_000_000  # a zip can hide far more than it weighs
_MAX_ROWS = 20_000
_DELIMITERS = ";\t,|"

_SAVE_AS = "Chưa nhập gì. Xin mở tệp bằng Excel, chọn “Lưu thành” dạng Excel (.xlsx), rồi chọn lại."


@dataclass(frozen=True)
class Sheet:
    """A sheet whose first cell is A1: `grid[0][0]`; all rows equally wide."""

    name: str
    grid: Grid
    merges: tuple[Merge, ...] = ()
    hidden: bool = False


def text_of(cell: Cell) -> str:
    """A cell as tidy text; whole numbers without ".0", dates dd/mm/yyyy."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.date):
        return format_date(cell)
    return tidy(str(cell))


def open_sheets(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of an XLSX, XLS, ODS or CSV file; RuleBroken, in words for a clerk, if there are none."""
    if not data.strip(b"\0 \r\n\t"):
        raise RuleBroken(f"Tệp “{filename}” trống. Chưa nhập gì; xin chọn tệp khác.")
    if len(data) > _MAX_BYTES:
        raise RuleBroken(f"Tệp “{filename}” lớn hơn 20 MB. Chưa nhập gì; xin bỏ bớt ảnh và trang thừa.")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return _workbook_sheets(data, filename)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise RuleBroken(f"Tệp “{filename}” là trang web mang đuôi bảng tính. {_SAVE_AS}")
    return [_csv_sheet(_decode(data, filename), filename)]


def _workbook_sheets(data: bytes, filename: str) -> list[Sheet]:
    try:
        if data[:2] == b"PK":
            _refuse_zip_bomb(data, filename)
        workbook = load_workbook(io.BytesIO(data))
        return [_sheet(workbook, place) for place in range(len(workbook.sheet_names))]
    except PasswordError:
        raise RuleBroken(
            f"Tệp “{filename}” có mật khẩu. Chưa nhập gì; xin bỏ mật khẩu rồi chọn lại."
        ) from None
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise RuleBroken(
            f"Không mở được tệp “{filename}”: tệp hỏng hoặc không phải bảng tính. {_SAVE_AS}"
        ) from None


def _refuse_zip_bomb(data: bytes, filename: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _MAX_UNPACKED:
        raise RuleBroken(f"Tệp “{filename}” quá lớn khi mở ra. {_SAVE_AS}")


def _sheet(workbook: CalamineWorkbook, place: int) -> Sheet:
    about = workbook.sheets_metadata[place]
    sheet = workbook.get_sheet_by_index(place)
    if sheet.total_height > _MAX_ROWS:
        raise RuleBroken(
            f"Trang “{about.name}” có {sheet.total_height} dòng, nhiều hơn {_MAX_ROWS}. Chưa nhập gì; "
            "xin xóa các dòng trống đã kẻ khung ở cuối trang."
        )
    grid = sheet.to_python(skip_empty_area=False)
    hidden = about.visible != SheetVisibleEnum.Visible
    return Sheet(about.name, grid, tuple(sheet.merged_cell_ranges or ()), hidden)


def _decode(data: bytes, filename: str) -> str:
    """Text of a CSV: by its mark, else UTF-8, UTF-16, else the old code page that gives real syllables."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data.count(b"\0") > len(data) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    if b"\0" in data:
        raise RuleBroken(f"Không đọc được tệp “{filename}”: đây không phải bảng tính. {_SAVE_AS}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        readings = [nfc(data.decode(page, "replace")) for page in ("cp1258", "cp1252")]
        return max(readings, key=_true_syllables)


def _true_syllables(text: str) -> int:
    """How many marked words are syllables, once old fonts are converted."""
    convert = {"tcvn3": from_tcvn3, "vni": from_vni}.get(detect_legacy(text) or "", nfc)
    words = (word.strip(",;\"'()./|\t") for word in convert(text).replace(";", " ").replace(",", " ").split())
    return sum(is_syllable(word) for word in words if not word.isascii())


def _csv_sheet(text: str, filename: str) -> Sheet:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    hint = lines[0].lower().removeprefix("sep=") if lines[0].lower().startswith("sep=") else ""
    delimiter = hint if hint and hint in _DELIMITERS else _guess_delimiter(lines[:60])
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    except csv.Error:
        raise RuleBroken(f"Không đọc được tệp “{filename}” như bảng CSV. {_SAVE_AS}") from None
    if len(rows) > _MAX_ROWS:
        raise RuleBroken(f"Tệp “{filename}” có hơn {_MAX_ROWS} dòng. Chưa nhập gì; xin chia nhỏ tệp.")
    width = max(map(len, rows), default=0)
    if hint:
        rows[0] = []  # Excel's own line, no content; its row number stays
    return Sheet("CSV", [[*row, *[""] * (width - len(row))] for row in rows])


def _guess_delimiter(lines: list[str]) -> str:
    """The one that parts most lines into the same, and the largest, number of columns."""

    def columns_won(delimiter: str) -> int:
        widths = Counter(line.count(delimiter) for line in lines if delimiter in line)
        return max((width * lines_so for width, lines_so in widths.items()), default=0)

    return max(_DELIMITERS, key=columns_won)
