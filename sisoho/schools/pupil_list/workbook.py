"""XLSX, XLS and ODS workbooks, parsed by a process apart (see workbook_program)."""

import datetime
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from sisoho.errors import RuleBroken
from sisoho.schools.pupil_list.grid import Cell, Sheet

MAX_ROWS = 20_000
SAVE_AS = "Chưa nhập gì. Xin mở tệp bằng Excel, chọn “Lưu thành” dạng Excel (.xlsx), rồi chọn lại."

_PROGRAM = Path(__file__).with_name("workbook_program.py")
_MAX_UNPACKED = 300_000_000  # a zip can hide far more than it weighs
_MAX_SECONDS = 60


def open_workbook(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of a workbook; RuleBroken, in words for a clerk, if it is damaged, locked or too large."""
    _refuse_zip_bomb(data, filename)
    answer = _parse(data)
    if answer.get("refused") == "password":
        raise RuleBroken(f"Tệp “{filename}” có mật khẩu. Chưa nhập gì; xin bỏ mật khẩu rồi chọn lại.")
    if "sheets" not in answer:
        raise RuleBroken(f"Không mở được tệp “{filename}”: tệp hỏng hoặc không phải bảng tính. {SAVE_AS}")
    for sheet in answer["sheets"]:
        if sheet["height"] > MAX_ROWS:
            raise RuleBroken(
                f"Trang “{sheet['name']}” có {sheet['height']} dòng, nhiều hơn {MAX_ROWS}. Chưa nhập gì; "
                "xin xóa các dòng trống đã kẻ khung ở cuối trang."
            )
    return [_sheet(sheet) for sheet in answer["sheets"]]


def _refuse_zip_bomb(data: bytes, filename: str) -> None:
    if not zipfile.is_zipfile(BytesIO(data)):
        return
    with zipfile.ZipFile(BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _MAX_UNPACKED:
        raise RuleBroken(f"Tệp “{filename}” quá lớn khi mở ra. {SAVE_AS}")


def _parse(data: bytes) -> dict[str, Any]:
    """What the program answers; {} if it died or took too long."""
    command = [sys.executable, "-I", str(_PROGRAM), str(MAX_ROWS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_MAX_SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return {}
    answer: dict[str, Any] = json.loads(done.stdout, object_hook=_with_dates)
    return answer


def _with_dates(value: dict[str, Any]) -> Any:
    return datetime.date.fromisoformat(value["date"]) if value.keys() == {"date"} else value


def _sheet(sheet: dict[str, Any]) -> Sheet:
    grid: list[list[Cell]] = sheet["grid"]
    merges = tuple((tuple(first), tuple(last)) for first, last in sheet["merges"])
    return Sheet(sheet["name"], grid, merges, sheet["hidden"])
