"""What a person types about classes and their weekly half-days."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.errors import RuleBroken
from sisoho.schools.forms.reading import FormReader
from sisoho.vietnamese import tidy

WeekSlot = tuple[int, str, str]  # weekday (0 = Monday), "S" or "C", lesson kind


def _week(half_days: Mapping[str, str], weekdays: Collection[int]) -> tuple[WeekSlot, ...]:
    return tuple((weekday, half, kind) for weekday in weekdays for half, kind in half_days.items())


# The usual weeks of the area; a class may have any other, half-day by half-day.
PATTERNS: dict[str, tuple[str, tuple[WeekSlot, ...]]] = {
    "mornings": ("Buổi sáng, thứ Hai đến thứ Bảy", _week({"S": "chinh_khoa"}, range(6))),
    "mornings_five": ("Buổi sáng, thứ Hai đến thứ Sáu", _week({"S": "chinh_khoa"}, range(5))),
    "afternoons": ("Buổi chiều, thứ Hai đến thứ Bảy", _week({"C": "chinh_khoa"}, range(6))),
    "two_a_day": (
        "Hai buổi một ngày, thứ Hai đến thứ Sáu",
        _week({"S": "chinh_khoa", "C": "buoi_2"}, range(5)),
    ),
}
DEFAULT_PATTERN = "mornings"

_HIGHEST_GRADE = 12


@dataclass(frozen=True, slots=True)
class ClassData:
    """grades: (1,) or, for a multigrade class, (1, 2). week: its half-days from the year's start on."""

    name: str
    grades: tuple[int, ...]
    week: tuple[WeekSlot, ...] = PATTERNS[DEFAULT_PATTERN][1]
    campus_id: int | None = None


def read_classes(data: Mapping[str, str], campuses: Mapping[str, int]) -> tuple[ClassData, ...]:
    """Classes from a list, one a line or by comma: `1A`, or `Ghép Buôn Tang: 1, 2` for a multigrade class."""
    form = FormReader(data)
    lines = form.lines("classes", required="Hãy ghi ít nhất một lớp.")
    pattern = form.choice("pattern", PATTERNS) or DEFAULT_PATTERN
    campus = form.choice("campus", campuses)
    found: list[ClassData] = []
    for part in _parts(lines):
        try:
            name, grades = _class_of(part)
        except RuleBroken as problem:
            form.errors["classes"] = problem.message
            break
        found.append(ClassData(name, grades, PATTERNS[pattern][1], campuses[campus] if campus else None))
    if len({item.name for item in found}) < len(found):
        form.errors["classes"] = "Có tên lớp ghi hai lần."
    form.finish()
    return tuple(found)


def read_class(data: Mapping[str, str], campuses: Mapping[str, int]) -> tuple[str, int | None]:
    """Name and campus (row id) of one class. Raises RuleBroken."""
    form = FormReader(data)
    name = form.text("name", required="Hãy ghi tên lớp.", most=32)
    campus = form.choice("campus", campuses)
    form.finish()
    return name, campuses[campus] if campus else None


def _parts(lines: Collection[str]) -> list[str]:
    """Each class as written; commas part classes, except after the colon of a multigrade class."""
    parts = [part for line in lines for part in ([line] if ":" in line else line.split(","))]
    return [tidy(part) for part in parts if part.strip()]


def _class_of(part: str) -> tuple[str, tuple[int, ...]]:
    name, _, listed = part.partition(":")
    numbers = re.findall(r"\d+", listed) or re.findall(r"^\D*?(\d+)", name)
    grades = tuple(sorted({int(number) for number in numbers}))
    if not grades or not all(1 <= grade <= _HIGHEST_GRADE for grade in grades):
        raise RuleBroken(
            f"Chưa rõ khối của lớp “{tidy(name)}”. Ghi thêm khối sau dấu hai chấm, ví dụ: {tidy(name)}: 1, 2."
        )
    return tidy(name), grades


def read_week(data: Mapping[str, str]) -> tuple[tuple[WeekSlot, ...], date]:
    """The table of a class's week (`w<weekday><S|C>` → lesson kind or "") and the day it begins."""
    form = FormReader(data)
    starts = form.date("starts", required="Hãy ghi ngày bắt đầu áp dụng.")
    kinds = ("chinh_khoa", "buoi_2", "phu_dao")
    chosen = [
        (weekday, half, form.choice(f"w{weekday}{half}", kinds))
        for weekday in range(7)
        for half in ("S", "C")
    ]
    week = tuple(slot for slot in chosen if slot[2])
    if not week:
        form.errors["starts"] = "Lớp cần ít nhất một buổi học trong tuần."
    form.finish()
    assert starts
    return week, starts
