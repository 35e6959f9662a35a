"""Phones, birth dates and ID numbers as people and spreadsheets write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.errors import RuleBroken
from sisoho.vietnamese import (
    BirthDate,
    id_number_warnings,
    normalise_id_number,
    normalise_phone,
    parse_birth_date,
)

MARCH_12 = datetime.date(2014, 3, 12)


@pytest.mark.parametrize(
    "written",
    [
        "0987158203", "987158203", "987158203.0", "+84987158203", "+84 (0)987 158 203", "84987158203",
        "0084987158203", "0987.158.203", "0987-158-203", " 0987 158\u00a0203 ", "'0987158203",
    ],
)  # fmt: skip
def test_a_mobile_number_comes_out_as_ten_digits(written: str) -> None:
    assert normalise_phone(written) == "0987158203"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("01652345678", "11 chữ số kiểu cũ"), ("02693888999", "máy bàn"), ("098715820", "có 9 chữ số"),
        ("0687158203", "bắt đầu bằng"), ("098715820x", "không phải chữ số"), ("không có", "không phải"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_used_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason):
        normalise_phone(written)


def test_no_phone_is_no_fault() -> None:
    assert normalise_phone(" ") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12/03/2014", BirthDate(MARCH_12)), ("12-3-14", BirthDate(MARCH_12)),
        ("12.03.2014", BirthDate(MARCH_12)), ("2014-03-12", BirthDate(MARCH_12)),
        ("2014-03-12 00:00:00", BirthDate(MARCH_12)), ("'12/03/2014", BirthDate(MARCH_12)),
        ("ngày 12 tháng 3 năm 2014", BirthDate(MARCH_12)), ("12032014", BirthDate(MARCH_12)),
        (MARCH_12, BirthDate(MARCH_12)), (datetime.datetime(2014, 3, 12), BirthDate(MARCH_12)),  # noqa: DTZ001
        (41710.0, BirthDate(MARCH_12)), ("41710", BirthDate(MARCH_12)),
        ("00/00/2014", BirthDate(datetime.date(2014, 1, 1), "year")),
        ("2014", BirthDate(datetime.date(2014, 1, 1), "year")),
        (2014.0, BirthDate(datetime.date(2014, 1, 1), "year")),
        ("00/03/2014", BirthDate(datetime.date(2014, 3, 1), "month")),
        ("03/2014", BirthDate(datetime.date(2014, 3, 1), "month")),
        ("", None), (None, None), ("  ", None),
    ],
)  # fmt: skip
def test_birth_dates_are_read_with_the_precision_they_have(value: object, expected: BirthDate | None) -> None:
    assert parse_birth_date(value) == expected


@pytest.mark.parametrize(
    "value", ["31/02/2014", "03/14/2014", "12/03", "khoảng mùa rẫy", "12/03/114", 7.0, 99999.0, "1/2/3/4"]
)
def test_a_date_that_cannot_be_is_refused_and_quoted(value: object) -> None:
    with pytest.raises(RuleBroken, match="gày sinh"):
        parse_birth_date(value)


@given(
    st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)), st.sampled_from(["", "month", "year"])
)
def test_a_birth_date_written_out_is_read_back(day: datetime.date, precision: str) -> None:
    birth = {
        "month": BirthDate(day.replace(day=1), "month"),
        "year": BirthDate(day.replace(day=1, month=1), "year"),
    }.get(precision, BirthDate(day))
    assert parse_birth_date(str(birth)) == birth


def test_births_agree_as_far_as_both_are_known() -> None:
    day, year = BirthDate(MARCH_12), BirthDate(datetime.date(2014, 1, 1), "year")
    month = BirthDate(datetime.date(2014, 3, 1), "month")
    assert day.agrees_with(month)
    assert year.agrees_with(day)
    assert not day.agrees_with(BirthDate(datetime.date(2014, 3, 13)))
    assert not month.agrees_with(BirthDate(datetime.date(2014, 4, 1), "month"))


def test_an_id_number_gets_back_the_zeros_a_spreadsheet_ate() -> None:
    assert normalise_id_number("64220000001") == normalise_id_number("064220000001.0") == "064220000001"
    assert normalise_id_number("064 220 000 001") == "064220000001"
    assert normalise_id_number("") is None
    for bad in ("6.422E+10", "12345", "0642200000012", "HS-0001"):
        with pytest.raises(RuleBroken, match="12 chữ số"):
            normalise_id_number(bad)


def test_an_id_number_is_held_against_birth_and_sex() -> None:
    born = BirthDate(datetime.date(2020, 3, 12))
    assert id_number_warnings("064220000001", born, "male") == ()
    assert id_number_warnings("064320000001", BirthDate(datetime.date(2020, 1, 1), "year"), "female") == ()
    assert id_number_warnings("064185000001", BirthDate(datetime.date(1985, 1, 1)), "female") == ()
    assert id_number_warnings("064220000001", None, None) == ()
    wrong = " ".join(id_number_warnings("099319000001", born, "male"))
    assert "mã tỉnh 099" in wrong
    assert "năm sinh 2020" in wrong
    assert "giới tính nam" in wrong
