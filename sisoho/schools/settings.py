"""The dated settings of a school: what each is called, what it may be, and its value until changed.

Values are stored as JSON in `models.Setting`; `queries.settings_of` reads them. A default here is a
proposal of this project (domain.md §7, [D]) unless its source says more.
"""

from dataclasses import dataclass
from datetime import time
from typing import Any, Literal

from sisoho.errors import RuleBroken

Kind = Literal["time", "integer", "weekday", "text", "table"]

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class SettingKind:
    """kind: "time" (HH:MM), "integer" (lowest to highest), "weekday" (0 = Monday), "text" (up to highest
    letters), "table" (JSON).

    A table is kept and edited by the slice that knows its columns; it has no field on the settings page.
    """

    key: str
    kind: Kind
    default: Any
    label: str
    source: str = ""
    lowest: int = 0
    highest: int = 60

    def check(self, value: object) -> None:
        """Raises RuleBroken, its field named by the key, when the value is none of the kind."""
        fault = _FAULTS[self.kind](self, value)
        if fault:
            raise RuleBroken(f"{self.label}: {fault}", {self.key: fault})

    def read(self, written: str) -> Any:
        """The value of a form field. Raises RuleBroken."""
        text = written.strip()
        counts = self.kind in ("integer", "weekday") and text.isdecimal()
        value: Any = int(text) if counts else text
        self.check(value)
        return value

    def say(self, value: Any) -> str:
        """The value in words."""
        return WEEKDAYS[value] if self.kind == "weekday" else str(value)


def _time_fault(_setting: SettingKind, value: object) -> str:
    try:
        time.fromisoformat(str(value))
    except ValueError:
        return "cần ghi giờ:phút, ví dụ 07:30."
    return ""


def _integer_fault(setting: SettingKind, value: object) -> str:
    fits = isinstance(value, int) and setting.lowest <= value <= setting.highest
    return "" if fits else f"cần một số từ {setting.lowest} đến {setting.highest}."


def _text_fault(setting: SettingKind, value: object) -> str:
    fits = isinstance(value, str) and 0 < len(value) <= setting.highest
    return "" if fits else f"cần ghi, nhiều nhất {setting.highest} chữ."


def _table_fault(_setting: SettingKind, value: object) -> str:
    return "" if isinstance(value, dict) else "cần một bảng giá trị."


_FAULTS = {
    "time": _time_fault,
    "integer": _integer_fault,
    "weekday": _integer_fault,
    "text": _text_fault,
    "table": _table_fault,
}

_ALL = (
    SettingKind("starts_morning", "time", "07:00", "Buổi sáng vào học lúc"),
    SettingKind("starts_afternoon", "time", "13:30", "Buổi chiều vào học lúc"),
    SettingKind("report_by_morning", "time", "07:30", "Điểm danh buổi sáng trước"),
    SettingKind("report_by_afternoon", "time", "14:00", "Điểm danh buổi chiều trước"),
    SettingKind(
        "week_closes_on",
        "weekday",
        6,
        "Khóa sổ tuần vào cuối ngày",
        "Cách làm quen thuộc; trường tự chọn",
        highest=6,
    ),
    SettingKind("month_closes_on", "integer", 3, "Chốt tháng vào ngày … của tháng sau", lowest=1, highest=20),
    SettingKind("late_letter", "text", "T", "Chữ ghi đi trễ trên sổ", "Gia Lai: T; nơi khác: M", highest=1),
    SettingKind(
        "contact_hours",
        "integer",
        24,
        "Liên hệ gia đình trong … giờ khi vắng chưa rõ lý do",
        "Tiêu chí đề xuất 3.5.2",
        lowest=1,
        highest=168,
    ),
    SettingKind(
        "visit_after",
        "integer",
        3,
        "Cần đến nhà sau … buổi liền chưa có phép",
        "Tiêu chí đề xuất 3.7.2",
        lowest=1,
        highest=20,
    ),
    SettingKind(
        "suspect_after",
        "integer",
        10,
        "Nghi bỏ học sau … ngày học liền chưa có phép",
        "Trường tự chọn; quy định chính thức là trên 45 buổi",
        lowest=3,
        highest=45,
    ),
    SettingKind("visit_due_by", "time", "16:30", "Hạn đến nhà trong ngày"),
    SettingKind(
        "watch_days", "integer", 30, "Theo dõi … ngày sau khi em trở lại", "Tiêu chí đề xuất 3.8.4", 1, 90
    ),
    SettingKind(
        "register_title",
        "text",
        "Bảng theo dõi chuyên cần tháng",
        "Tên bảng in hằng tháng",
        "Không có mẫu bắt buộc",
        highest=120,
    ),
    SettingKind(
        "protection_contacts",
        "text",
        "Công an xã hoặc 113; cán bộ bảo vệ trẻ em của UBND xã",
        "Nơi báo khi cần bảo vệ trẻ em (ngoài 111)",
        "Luật Trẻ em 2016, Điều 51",
        highest=200,
    ),
    SettingKind(
        "visit_photos",
        "integer",
        0,
        "Số ảnh nhiều nhất mỗi lần đến nhà (0: không chụp)",
        "Ảnh giấy đã ký hoặc nơi đến; không chụp mặt trẻ em",
        highest=3,
    ),
    SettingKind(
        "visit_location",
        "integer",
        0,
        "Cho ghi vị trí lần đến nhà (0: không, 1: có)",
        "Làm tròn khoảng 100 m, chỉ ban giám hiệu xem; thầy cô tự bấm",
        highest=1,
    ),
    SettingKind(
        "family_promise",
        "text",
        "Nhắc và tạo điều kiện cho em đi học đều; khi em cần nghỉ thì báo thầy cô chủ nhiệm.",
        "Bản cam kết, phần “Gia đình sẽ”",
        "Không ghi phạt tiền, đặt cọc, cắt chế độ, nêu tên",
        highest=500,
    ),
    SettingKind(
        "first_grade_age",
        "integer",
        6,
        "Tuổi vào lớp 1 (tính theo năm sinh)",
        "Dùng để tính tỉ lệ huy động",
        lowest=5,
        highest=8,
    ),
    SettingKind("primary_until", "integer", 10, "Tuổi cuối cấp tiểu học", lowest=9, highest=12),
    SettingKind("secondary_until", "integer", 14, "Tuổi cuối cấp THCS", lowest=13, highest=18),
    SettingKind("opened_weeks", "table", {}, "Tuần được mở thêm để sửa dấu điểm danh"),
    SettingKind("week_scheme", "table", {}, "Cách chấm tuần của các lớp"),
    SettingKind("first_morning", "table", {}, "Các bước buổi đầu"),
)

SETTINGS: dict[str, SettingKind] = {setting.key: setting for setting in _ALL}
"""Key → setting, in the order of the settings page."""
