"""Numbers and dates as Vietnamese paper writes them."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

Number = Fraction | Decimal | float

_MOST_PLACES = 12  # a thing counted in whole pupils parts from any mark long before
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_UNITS = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def format_date(day: datetime.date) -> str:
    """dd/mm/yyyy."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_int(number: int) -> str:
    """Thousands parted by dots: 1.234.567."""
    return f"{number:,}".replace(",", ".")


def format_decimal(number: Decimal | float | int, places: int) -> str:
    """`number` with a decimal comma and exactly `places` decimals, halves rounded away from zero.

    A float is read by its shortest writing, so 0.125 at 2 places is 0,13 as on paper.
    """
    rounded = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded.is_zero():
        rounded = abs(rounded)  # no "-0,00"
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def format_beside(number: Number, places: int, *marks: Number | None) -> str:
    """The same beside what it is measured by: with as many more decimals as keep the figure on its own side.

    97,96 beside a band from 98 on is not 98,0: whoever reads 98,0 asks why the class is below it.
    """
    exact = Fraction(number)
    measures = [Fraction(mark) for mark in marks if mark is not None]
    for shown_places in range(places, _MOST_PLACES):
        shown = Fraction(floor(exact * 10**shown_places + Fraction(1, 2)), 10**shown_places)
        if all((shown >= mark) == (exact >= mark) for mark in measures):
            break
    return format_decimal(Decimal(int(shown * 10**shown_places)).scaleb(-shown_places), shown_places)


def day_in_document(day: datetime.date) -> str:
    """The date of an official document: "ngày 05 tháng 02 năm 2027".

    A zero stands before days below 10 and months 1 and 2 only (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 4).
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def number_in_words(number: int) -> str:
    """A whole number read aloud: 105 "một trăm linh năm", 21 "hai mươi mốt", 1015 "một nghìn không
    trăm mười lăm"."""
    if number < 0:
        return "âm " + number_in_words(-number)
    return " ".join(_read(number, inside=False)) if number else _DIGITS[0]


def roman(number: int) -> str:
    """Roman capitals of 1 to 3999; ValueError outside."""
    if not 1 <= number <= 3999:
        raise ValueError(f"no Roman numeral for {number}")
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def vietnamese_letter(index: int) -> str:
    """The letter of the index-th point (điểm), from 0: a, b, c, d, đ, e, g, h …; IndexError after y.

    Official lists use 23 letters: đ, but not ă â ê ô ơ ư (NĐ 30, Phụ lục I).
    """
    if index < 0:
        raise IndexError(index)
    return _LETTERS[index]


def _read(number: int, *, inside: bool) -> list[str]:
    """The words of a positive number; `inside` a longer one, its missing hundreds are spoken."""
    for size, name in _UNITS:
        if number >= size:
            words = [*_read(number // size, inside=inside), name]
            rest = number % size
            return [*words, *_read(rest, inside=True)] if rest else words
    return _read_below_thousand(number, inside=inside)


def _read_below_thousand(number: int, *, inside: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inside else []
    if tens == 0:
        if ones:
            words += ["linh", _DIGITS[ones]] if words else [_DIGITS[ones]]
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + ([_ones_after_ten(tens, ones)] if ones else [])


def _ones_after_ten(tens: int, ones: int) -> str:
    if ones == 5:
        return "lăm"
    if tens > 1 and ones in (1, 4):
        return {1: "mốt", 4: "tư"}[ones]
    return _DIGITS[ones]
