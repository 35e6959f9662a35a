"""What people type and spreadsheets make of it: phone numbers, birth dates, personal ID numbers.

Each reader returns None for nothing, a clean value, or raises RuleBroken with a sentence for a person.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from sisoho.errors import RuleBroken
from sisoho.vietnamese.names import tidy
from sisoho.vietnamese.numbers import format_date

Precision = Literal["day", "month", "year"]
Sex = Literal["male", "female"]

_MOBILE = re.compile("0[35789][0-9]{8}")
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_EXCEL_DAYS = range(20000, 60000)  # 1954 to 2064: any other number is no birth date
_YEARS = range(1900, 2100)


@dataclass(frozen=True, order=True)
class BirthDate:
    """A birth date as well as it is known; `date` is the first day of the month or year known."""

    date: datetime.date
    precision: Precision = "day"

    def __str__(self) -> str:
        """12/03/2014, 03/2014 or 2014."""
        whole = format_date(self.date)
        return {"day": whole, "month": whole[3:], "year": whole[6:]}[self.precision]

    def agrees_with(self, other: "BirthDate") -> bool:
        """Whether both can be the same day, each as far as it is known."""
        if "year" in (self.precision, other.precision):
            return self.date.year == other.date.year
        if "month" in (self.precision, other.precision):
            return self.date.replace(day=1) == other.date.replace(day=1)
        return self.date == other.date


def normalise_phone(text: str) -> str | None:
    """A mobile number as ten digits, 03 05 07 08 09 first; None for blank; RuleBroken with the reason.

    +84, spaces, dots and dashes are accepted, and the leading zero a spreadsheet ate is put back.
    """
    written = tidy(text).removesuffix(".0")  # a number cell turned into text
    digits = re.sub(r"[\s.()/'-]", "", written)
    if not digits:
        return None
    number = re.sub(r"^(?:\+|00)84(?:\(0\))?0?|^84(?=[35789]\d{8}$)", "0", digits)
    if re.fullmatch("[35789][0-9]{8}", number):
        number = "0" + number
    if _MOBILE.fullmatch(number):
        return number
    raise RuleBroken(f"Số điện thoại “{written}” chưa dùng được: {_phone_fault(number)}.")


def _phone_fault(number: str) -> str:
    if not number.isdigit():
        return "có ký tự không phải chữ số"
    if re.fullmatch("01[0-9]{9}", number):
        return "đây là số 11 chữ số kiểu cũ, đã đổi đầu số từ năm 2018"
    if number.startswith("02"):
        return "đây là số máy bàn, cần số di động"
    if len(number) != 10:
        return f"có {len(number)} chữ số, số di động có 10"
    return "số di động bắt đầu bằng 03, 05, 07, 08 hoặc 09"


def parse_birth_date(value: object) -> BirthDate | None:
    """The birth date in a cell or a form field; None for blank; RuleBroken if it cannot be understood.

    Takes dates, Excel day numbers, a year, and text day first (12/03/2014, 5-3-14, 03/2014,
    "ngày 5 tháng 3 năm 2014") or year first (2014-03-12). An unknown part is 00: 00/00/2014.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime.datetime):
        return BirthDate(value.date())
    if isinstance(value, datetime.date):
        return BirthDate(value)
    if isinstance(value, float | int):
        return _birth_from_number(value)
    return _birth_from_text(tidy(str(value)).strip("' "))


def _birth_from_number(number: float) -> BirthDate:
    if number == int(number) and int(number) in _YEARS:
        return BirthDate(datetime.date(int(number), 1, 1), "year")
    if int(number) in _EXCEL_DAYS:
        return BirthDate(_EXCEL_EPOCH + datetime.timedelta(days=int(number)))
    raise _unreadable(f"{number:g}")


def _birth_from_text(text: str) -> BirthDate | None:
    if not text:
        return None
    parts = re.findall("[0-9]+", re.sub(r"[ T]\d\d?:\d\d.*$", "", text))
    if len(parts) == 1 and len(parts[0]) == 8:  # 12032014
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    if len(parts) == 1 and len(parts[0]) in (4, 5):
        return _birth_from_number(int(parts[0]))
    if len(parts) not in (2, 3):
        raise _unreadable(text)
    if len(parts[0]) == 4:
        parts.reverse()
    if len(parts) == 2 and len(parts[1]) != 4:  # 12/03 may be a day without its year
        raise _unreadable(text)
    day, month = (["0", *parts])[-3:-1]
    return _birth_from_parts(int(day), int(month), parts[-1], text)


def _birth_from_parts(day: int, month: int, year_digits: str, written: str) -> BirthDate:
    year = int(year_digits)
    if len(year_digits) == 2:
        year += 2000 if year < 50 else 1900
    if year not in _YEARS or len(year_digits) not in (2, 4):
        raise _unreadable(written)
    if month == 0:
        return BirthDate(datetime.date(year, 1, 1), "year")
    if month > 12 >= day > 0:
        raise RuleBroken(
            f"Ngày sinh “{written}” có tháng {month}: có thể ngày và tháng bị đổi chỗ. Cần ghi ngày trước."
        )
    try:
        return BirthDate(datetime.date(year, month, day or 1), "day" if day else "month")
    except ValueError:
        raise RuleBroken(f"Ngày sinh “{written}” không có trên lịch.") from None


def _unreadable(written: str) -> RuleBroken:
    return RuleBroken(f"Không hiểu ngày sinh “{written}”. Cần ghi ngày/tháng/năm, ví dụ 05/03/2014.")


def normalise_id_number(text: str) -> str | None:
    """A personal ID number (số định danh cá nhân) as its 12 digits; None for blank; else RuleBroken.

    Up to two leading zeros lost in a spreadsheet are put back (provinces are 001 to 096): check such a
    number with `id_number_warnings`.
    """
    written = tidy(text).removesuffix(".0").strip("' ")
    digits = re.sub(r"[\s.-]", "", written)
    if not digits:
        return None
    if not re.fullmatch("[0-9]{10,12}", digits):
        raise RuleBroken(f"Mã định danh “{written}” không đủ 12 chữ số.")
    return digits.zfill(12)


def id_number_warnings(number: str, birth: BirthDate | None, sex: Sex | None) -> tuple[str, ...]:
    """What in a 12-digit ID number disagrees with birth and sex; sentences, empty when all is well.

    Digits 1–3 province of birth registration, 4 century and sex (0, 1 for 1900–1999; 2, 3 for 2000–2099;
    even male), 5–6 year of birth (NĐ 137/2015/NĐ-CP, Điều 13, kept by later decrees).
    """
    warnings = []
    if not 1 <= int(number[:3]) <= 96:
        warnings.append(f"Mã định danh có mã tỉnh {number[:3]} không có trong danh mục.")
    if birth and int(number[3]) // 2 * 100 + 1900 + int(number[4:6]) != birth.date.year:
        warnings.append(f"Mã định danh không khớp năm sinh {birth.date.year}.")
    if sex and (int(number[3]) % 2 == 1) != (sex == "female"):
        warnings.append(f"Mã định danh không khớp giới tính {'nữ' if sex == 'female' else 'nam'}.")
    return tuple(warnings)
