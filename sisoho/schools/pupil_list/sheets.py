"""From the bytes of a file to grids of cells. What the bytes are decides, not the file's ending."""

import csv
import io
from collections import Counter

from sisoho.errors import RuleBroken
from sisoho.schools.pupil_list.grid import Sheet
from sisoho.schools.pupil_list.web_page import web_page_sheets
from sisoho.schools.pupil_list.workbook import MAX_ROWS, SAVE_AS, open_workbook
from sisoho.vietnamese import detect_legacy, from_tcvn3, from_vni, is_syllable, nfc

_MAX_BYTES = 20_000_000
_DELIMITERS = ";\t,|"


def open_sheets(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of an XLSX, XLS, ODS or CSV file, or of a web page named so.

    RuleBroken, in words for a clerk, if there are none.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise RuleBroken(f"Tệp “{filename}” trống. Chưa nhập gì; xin chọn tệp khác.")
    if len(data) > _MAX_BYTES:
        raise RuleBroken(f"Tệp “{filename}” lớn hơn 20 MB. Chưa nhập gì; xin bỏ bớt ảnh và trang thừa.")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return open_workbook(data, filename)
    text = _decode(data, filename)
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        return web_page_sheets(text, filename)
    return [_csv_sheet(text, filename)]


def _decode(data: bytes, filename: str) -> str:
    """Text of a CSV or web page: by its mark, else UTF-8, UTF-16, else the old code page that gives real
    syllables."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data.count(b"\0") > len(data) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    if b"\0" in data:
        raise RuleBroken(f"Không đọc được tệp “{filename}”: đây không phải bảng tính. {SAVE_AS}")
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
        raise RuleBroken(f"Không đọc được tệp “{filename}” như bảng CSV. {SAVE_AS}") from None
    if len(rows) > MAX_ROWS:
        raise RuleBroken(f"Tệp “{filename}” có hơn {MAX_ROWS} dòng. Chưa nhập gì; xin chia nhỏ tệp.")
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
