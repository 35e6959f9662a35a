"""The real sample, and lists made from it as schools change them, written as real spreadsheets."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import xlsxwriter

from sisoho.schools.import_rules import ListedPupil
from sisoho.schools.pupil_list import read_pupil_list
from sisoho.vietnamese import BirthDate

SAMPLE = Path(__file__).parents[2] / "sisoho" / "demo" / "inputs" / "danh-sach-hoc-sinh.xlsx"

COLUMNS: Mapping[str, Callable[[ListedPupil], object]] = {
    "Mã định danh": lambda row: row.id_number,
    "Họ và tên": lambda row: row.full_name,
    "Ngày sinh": lambda row: str(row.birth or ""),
    "Giới tính": lambda row: {"male": "Nam", "female": "Nữ"}.get(row.sex or "", ""),
    "Dân tộc": lambda row: row.ethnic_group,
    "Lớp": lambda row: row.class_name,
    "Điểm trường": lambda row: row.campus,
    "Thôn/Buôn": lambda row: row.village,
    "Họ tên cha": lambda row: row.father,
    "Họ tên mẹ": lambda row: row.mother,
    "Số điện thoại": lambda row: row.phone,
    "Đối tượng chính sách": lambda row: row.policy,
    "Khuyết tật": lambda row: row.disability,
    "Trạng thái": lambda row: {"dropped": "Bỏ học", "transfer_out": "Chuyển đi"}.get(row.status or "", ""),
}


@cache
def sample_rows() -> tuple[ListedPupil, ...]:
    """The 358 pupils of the sample, read once for all tests."""
    return read_pupil_list(SAMPLE.read_bytes(), SAMPLE.name).rows


def pupil(name: str, class_name: str = "6A", **fields: object) -> ListedPupil:
    """A row of a list of one's own; born 12/03/2015 unless told."""
    usual = {"birth": BirthDate(datetime.date(2015, 3, 12)), "village": "Buôn Chư Bang", "sex": "male"}
    row = ListedPupil(row_number=0, sheet="", full_name=name, class_name=class_name)
    return replace(row, **{**usual, **fields})  # type: ignore[arg-type]


def spreadsheet(rows: Sequence[ListedPupil], columns: Sequence[str] = tuple(COLUMNS)) -> bytes:
    """An XLSX with a title, a header in row 3 and one row a pupil."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("DSHS")
    sheet.write_string(0, 0, "DANH SÁCH HỌC SINH")
    for place, label in enumerate(columns):
        sheet.write_string(2, place, label)
        for number, row in enumerate(rows, 3):
            sheet.write_string(number, place, str(COLUMNS[label](row)))
    book.close()
    return out.getvalue()
