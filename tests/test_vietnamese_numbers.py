"""Numbers and dates as Vietnamese paper writes them."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.vietnamese import (
    day_in_document,
    format_beside,
    format_date,
    format_decimal,
    format_int,
    number_in_words,
    roman,
    vietnamese_letter,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (4, "bốn"), (5, "năm"), (10, "mười"), (11, "mười một"), (14, "mười bốn"),
        (15, "mười lăm"), (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi tư"),
        (25, "hai mươi lăm"), (35, "ba mươi lăm"), (100, "một trăm"), (101, "một trăm linh một"),
        (105, "một trăm linh năm"), (110, "một trăm mười"), (358, "ba trăm năm mươi tám"),
        (1000, "một nghìn"), (1005, "một nghìn không trăm linh năm"),
        (1015, "một nghìn không trăm mười lăm"), (2027, "hai nghìn không trăm hai mươi bảy"),
        (936000, "chín trăm ba mươi sáu nghìn"), (1_000_021, "một triệu không trăm hai mươi mốt"),
        (5_000_000_000, "năm tỷ"), (-3, "âm ba"),
        (1_002_000_000, "một tỷ không trăm linh hai triệu"), (10**12, "một nghìn tỷ"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_read_them(number: int, words: str) -> None:
    assert number_in_words(number) == words


_VALUES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_SCALES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}


def _listen(words: str) -> int:
    """Turn spoken words back into the number, to check the reader against."""
    total = group = digit = 0
    for word in words.split():
        if word in _SCALES:
            total, group, digit = total + (group + digit) * _SCALES[word], 0, 0
        elif word in ("mươi", "trăm"):
            group, digit = group + digit * {"mươi": 10, "trăm": 100}[word], 0
        elif word != "linh":
            group, digit = group + digit, _VALUES[word]
    return total + group + digit


@given(st.integers(0, 10**12 - 1))
def test_number_words_say_the_number_they_were_made_from(number: int) -> None:
    assert _listen(number_in_words(number)) == number


@given(st.integers(0, 10**15))
def test_one_four_and_five_are_spoken_by_their_place(number: int) -> None:
    words = number_in_words(number)
    assert "mươi năm" not in words
    assert "mươi một" not in words
    assert "mười mốt" not in words


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ((2027, 2, 5), "ngày 05 tháng 02 năm 2027"),
        ((2027, 1, 31), "ngày 31 tháng 01 năm 2027"),
        ((2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        ((2026, 11, 15), "ngày 15 tháng 11 năm 2026"),
    ],
)
def test_a_document_pads_days_below_ten_and_the_first_two_months(
    day: tuple[int, int, int], text: str
) -> None:
    assert day_in_document(datetime.date(*day)) == text


def test_dates_decimals_and_thousands_are_written_the_vietnamese_way() -> None:
    assert format_date(datetime.date(2026, 9, 5)) == "05/09/2026"
    assert format_int(1234567) == "1.234.567"
    assert format_int(-1000) == "-1.000"
    assert format_decimal(Decimal(2) / 420 * 100, 3) == "0,476"
    assert format_decimal(99.5, 2) == "99,50"
    assert format_decimal(1234.5, 1) == "1.234,5"


def test_halves_round_away_from_zero_as_on_paper() -> None:
    assert format_decimal(0.125, 2) == "0,13"
    assert format_decimal(2.675, 2) == "2,68"
    assert format_decimal(-0.001, 2) == "0,00"
    assert format_decimal(7, 0) == "7"


@given(st.integers(1, 3999))
def test_roman_numerals_add_up(number: int) -> None:
    values = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000), strict=True))
    digits = [values[letter] for letter in roman(number)]
    following = [*digits[1:], 0]
    assert sum(d if d >= f else -d for d, f in zip(digits, following, strict=True)) == number


def test_roman_numerals_and_points_refuse_what_does_not_exist() -> None:
    assert [roman(n) for n in (4, 9, 14, 2026)] == ["IV", "IX", "XIV", "MMXXVI"]
    assert "".join(vietnamese_letter(i) for i in range(9)) == "abcdđeghi"
    with pytest.raises(ValueError, match="4000"):
        roman(4000)
    with pytest.raises(IndexError):
        vietnamese_letter(23)
    with pytest.raises(IndexError):
        vietnamese_letter(-1)


@pytest.mark.parametrize(
    ("number", "places", "marks", "shown"),
    [
        (Fraction(9796, 100), 1, (98, 95, 90), "97,96"),
        (Fraction(9804, 100), 1, (98,), "98,0"),
        (Fraction(9796, 100), 1, (), "98,0"),
        (Fraction(9796, 100), 1, (None,), "98,0"),
        (Fraction(979996, 10000), 1, (98,), "97,9996"),
        (Fraction(54996, 100000), 3, (Decimal("0.55"),), "0,54996"),
        (Fraction(0), 1, (98,), "0,0"),
        (97.96, 1, (98.0,), "97,96"),
    ],
)
def test_a_figure_does_not_contradict_what_it_is_measured_by(
    number: Fraction, places: int, marks: tuple[Decimal, ...], shown: str
) -> None:
    assert format_beside(number, places, *marks) == shown


@given(st.integers(0, 40_000), st.integers(1, 40_000), st.sampled_from(["98", "95", "90", "0.55", "0.025"]))
def test_the_shown_figure_is_on_the_side_of_the_true_one(part: int, whole: int, mark: str) -> None:
    exact = Fraction(min(part, whole) * 100, whole)
    shown = Fraction(format_beside(exact, 1, Decimal(mark)).replace(".", "").replace(",", "."))
    assert (shown >= Fraction(mark)) == (exact >= Fraction(mark))
