"""The cells of one pupil: each reader gives the value kept and the problems found on the way."""

import datetime
import re

from sisoho.errors import RuleBroken
from sisoho.schools.import_rules import Status
from sisoho.schools.pupil_list.grid import Cell, text_of
from sisoho.schools.pupil_list.lines import class_label
from sisoho.vietnamese import (
    BirthDate,
    Sex,
    format_date,
    id_number_warnings,
    normalise_id_number,
    normalise_phone,
    parse_birth_date,
    unaccented,
)

# By name, never by code: the lists of 1979 and of today number some peoples differently (domain.md §6).
_ETHNIC_ALIASES = {
    "gia rai": "Gia Rai", "jrai": "Gia Rai", "jarai": "Gia Rai", "giarai": "Gia Rai", "kinh": "Kinh",
    "viet": "Kinh", "e de": "Ê Đê", "ede": "Ê Đê", "ba na": "Ba Na", "bana": "Ba Na", "bahnar": "Ba Na",
    "cham": "Chăm", "tay": "Tày", "nung": "Nùng", "thai": "Thái", "muong": "Mường", "dao": "Dao",
    "mong": "Mông", "hmong": "Mông", "hoa": "Hoa", "khmer": "Khmer", "kho me": "Khmer", "kho mer": "Khmer",
}  # fmt: skip
_STATUSES: dict[str, Status] = {
    "dang hoc": "studying", "hoc": "studying", "con hoc": "studying", "chuyen den": "studying",
    "hoc lai": "studying", "tro lai": "studying", "da tro lai": "studying", "luu ban": "studying",
    "chuyen di": "transfer_out", "chuyen truong": "transfer_out", "da chuyen": "transfer_out",
    "bo hoc": "dropped", "da bo hoc": "dropped", "thoi hoc": "dropped", "nghi hoc": "dropped",
    "qua doi": "died", "mat": "died", "da mat": "died", "chet": "died",
}  # fmt: skip
_MALE, _FEMALE = frozenset({"nam", "trai", "m", "male"}), frozenset({"nu", "gai", "f", "female", "x"})
_NO = frozenset({"", "0", "-", "không", "khong", "ko", "k", "no", "false"})
_YES = frozenset({"x", "v", "1", "có", "co", "yes", "true", "✓", "✔", "+"})

Problems = list[str]


def is_marked(cell: Cell) -> bool:
    """Whether a box is ticked: x, v, ✓, 1, có; any word counts but "không" and the like."""
    return bool(text_of(cell)) and text_of(cell).casefold() not in _NO


def read_birth(cell: Cell, problems: Problems) -> BirthDate | None:
    try:
        return parse_birth_date(cell)
    except RuleBroken as refusal:
        problems.append(f"{refusal.message} Đã để trống ngày sinh; xin bổ sung.")
        return None


def read_split_birth(day: Cell, month: Cell, year: Cell, problems: Problems) -> BirthDate | None:
    """A birth date in three columns; a blank day or month means it is not known."""
    parts = [text_of(part) for part in (day, month, year)]
    if not any(parts):
        return None
    return read_birth("/".join(part or "0" for part in parts), problems)


def read_sex(cell: Cell, problems: Problems) -> Sex | None:
    written = text_of(cell)
    bare = unaccented(written)
    if bare in _MALE:
        return "male"
    if bare in _FEMALE:
        return "female"
    if written:
        problems.append(f"Giới tính “{written}” không rõ là Nam hay Nữ. Đã để trống; xin bổ sung.")
    return None


def read_ethnic_group(cell: Cell, problems: Problems) -> str:
    written = text_of(cell)
    if written.isdigit():
        problems.append(
            f"Dân tộc ghi bằng mã số {written}, mỗi danh mục một khác. Đã để trống; xin ghi tên dân tộc."
        )
        return ""
    return _ETHNIC_ALIASES.get(unaccented(written), written)


def read_class(cell: Cell, problems: Problems) -> str:
    if isinstance(cell, datetime.date):
        problems.append(
            f"Excel đã đổi tên lớp thành ngày {format_date(cell)}. Đã để trống lớp; xin định dạng cột là "
            "văn bản và ghi lại tên lớp."
        )
        return ""
    return class_label(text_of(cell))


def read_status(cell: Cell, problems: Problems) -> Status | None:
    written = text_of(cell)
    status = _STATUSES.get(unaccented(written))
    if written and status is None:
        problems.append(f"Chưa hiểu trạng thái “{written}”. Chưa ghi gì; xin chọn trạng thái của học sinh.")
    return status


def read_phone(cells: list[Cell], problems: Problems) -> str:
    """The first usable number of the phone cells; what cannot be kept is said."""
    good: list[str] = []
    for written in _numbers_in(cells):
        try:
            good += filter(None, [normalise_phone(written)])
        except RuleBroken as refusal:
            problems.append(f"{refusal.message} Đã bỏ qua số này; xin hỏi lại gia đình.")
    others = list(dict.fromkeys(good))[1:]
    if others:
        problems.append(f"Có nhiều số điện thoại. Đã giữ số đầu; chưa ghi {', '.join(others)}.")
    return good[0] if good else ""


def _numbers_in(cells: list[Cell]) -> list[str]:
    """Single numbers, also where a cell holds two: "0987…/0324…", "0987… - 0324…"."""
    texts = [text_of(cell) for cell in cells]
    return [
        part for text in texts for part in re.split(r"[;,/\n]| - |(?<=\d{9}) +(?=[0+])", text) if part.strip()
    ]


def read_id_number(cell: Cell, birth: BirthDate | None, sex: Sex | None, problems: Problems) -> str:
    """The ID number. One with lost zeros is put right only if it then agrees with birth and sex."""
    written = text_of(cell)
    try:
        number = normalise_id_number(written)
    except RuleBroken as refusal:
        problems.append(f"{refusal.message} Đã để trống mã định danh; xin bổ sung.")
        return ""
    if number is None:
        return ""
    warnings = id_number_warnings(number, birth, sex)
    if warnings and len(re.sub(r"\D", "", written)) < 12:
        problems.append(f"Mã định danh “{written}” không đủ 12 chữ số. Đã để trống; xin bổ sung.")
        return ""
    problems += [f"{warning} Đã giữ nguyên; xin đối chiếu giấy khai sinh." for warning in warnings]
    return number


def read_disability(cell: Cell) -> str:
    """ "Có" for a tick, the kind where it is written, "" for none."""
    if not is_marked(cell):
        return ""
    return "Có" if text_of(cell).casefold() in _YES else text_of(cell)


def read_policy(cell: Cell, *, poor: bool, near_poor: bool) -> str:
    """The policy group in words, from its column or from ticked columns "Hộ nghèo", "Hộ cận nghèo"."""
    ticked = ["Hộ nghèo"] * poor + ["Hộ cận nghèo"] * near_poor
    return text_of(cell) if is_marked(cell) else "; ".join(ticked)


def split_address(cell: Cell) -> tuple[str, str]:
    """The village part and the commune part of an address: "Buôn Tang, xã Phú Túc"."""
    parts = [part.strip() for part in re.split(r"[,;]| - ", text_of(cell)) if part.strip()]
    communes = [part for part in parts if re.match(r"(?:xã|phường|thị trấn|tt\.?) ", part, re.IGNORECASE)]
    return ", ".join(part for part in parts if part not in communes), ", ".join(communes)
