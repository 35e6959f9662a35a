"""What a row under the header is: a pupil, a banner over pupils, or something else that is named."""

import re

from sisoho.vietnamese import tidy, unaccented

_CLASS = r"\d{1,2}(?: ?[A-Za-zĐđ]\d{0,2})?(?:[./+]\d{1,2})*(?![\w/])"
_CLASS_BANNER = re.compile(rf"(?:danh sách (?:học sinh )?)?lớp(?: ghép)? ?:? ?({_CLASS})", re.IGNORECASE)
_CAMPUS_BANNER = re.compile(r"(?:điểm trường|phân hiệu|điểm lẻ)\b.*", re.IGNORECASE)
_TOTAL = re.compile(r"(?:tổng|cộng|sĩ số)\b|danh sách (?:này )?(?:có|gồm)\b|ấn định danh sách", re.IGNORECASE)
_TOTAL_BARE = re.compile(r"(?:tong|cong)(?: cong| so)?(?: \d.*)?")
_SIGNATURE = re.compile(
    r"người lập|hiệu trưởng|giáo viên chủ nhiệm|thủ trưởng|ghi rõ họ tên|xác nhận của|"
    r"ngày\b.{0,9}\btháng\b.{0,9}\bnăm\b",
    re.IGNORECASE,
)
_COLUMN_NUMBER = re.compile(r"\(?[\dA-Z]{1,2}\)?")


def class_in(text: str) -> str | None:
    """The class a banner names: "Lớp 6A – GVCN …" gives "6A"; None if `text` is no class banner."""
    found = _CLASS_BANNER.match(tidy(text))
    return class_label(found[1]) if found else None


def class_of_sheet(name: str) -> str | None:
    """The class a sheet is named after: "6A", "Lớp 6A"; None for any other name."""
    found = re.fullmatch(rf"(?:lớp|lop)? ?({_CLASS})", tidy(name), re.IGNORECASE)
    return class_label(found[1]) if found else None


def class_label(text: str) -> str:
    """A class written one way: "Lớp 6 a" and "6A" are "6A"."""
    label = re.sub(r"^lớp\b ?:?", "", tidy(text), flags=re.IGNORECASE)
    return re.sub(r"(?<=\d) (?=\w)", "", label.strip()).upper()


def campus_in(text: str) -> str | None:
    """The campus a banner names, as written; None if it is no campus banner."""
    return tidy(text) if _CAMPUS_BANNER.fullmatch(tidy(text)) else None


def is_signature(texts: list[str]) -> bool:
    """A row of the signature block: the place and date, or who signs."""
    return len(texts) <= 4 and any(_SIGNATURE.search(text) for text in texts)


def reason_to_skip(texts: list[str], name: str, *, numbered: bool, identified: bool) -> str | None:
    """Why a row with content is no pupil, as a sentence; None if it is one.

    `texts` its cells with content, `name` what stands in the name columns, `numbered` whether it has a
    serial number, `identified` whether it has a birth date, an ID number or a class.
    """
    if not identified and _is_total(texts):
        return "Dòng tổng cộng."
    if len(texts) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return "Dòng đánh số cột."
    if not any(char.isalpha() for char in name):
        if numbered and len(texts) == 1:
            return "Chỉ có số thứ tự, không có họ tên."
        return "Không có họ tên. Nếu là học sinh, xin ghi họ tên vào tệp rồi nhập lại."
    if not numbered and not identified and len(texts) == 1:
        return "Chỉ có một ô chữ, không rõ là học sinh. Nếu là học sinh, xin ghi thêm ngày sinh, lớp."
    return None


def _is_total(texts: list[str]) -> bool:
    first = next((text for text in texts if any(char.isalpha() for char in text)), "")
    return bool(_TOTAL.match(first) or _TOTAL_BARE.fullmatch(unaccented(first)))
