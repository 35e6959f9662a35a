"""Which days the demo tells of."""

from datetime import UTC, date, datetime

import pytest

from sisoho.demo.dates import demo_dates, first_school_day, last_school_day


@pytest.mark.parametrize(
    ("year", "first"),
    [(2025, date(2025, 9, 8)), (2026, date(2026, 9, 7)), (2027, date(2027, 9, 6)), (2022, date(2022, 9, 5))],
)
def test_lessons_begin_on_the_first_monday_from_the_opening_on(year: int, first: date) -> None:
    assert first_school_day(year) == first


def test_in_autumn_the_roll_is_kept_since_the_year_began() -> None:
    dates = demo_dates(date(2026, 11, 24))
    assert (dates.first, dates.year_label) == (date(2026, 9, 7), "2026-2027")


def test_in_spring_eleven_whole_weeks_are_told() -> None:
    dates = demo_dates(date(2027, 3, 17))
    assert (dates.first, dates.year_starts) == (date(2026, 12, 28), date(2026, 9, 7))
    assert dates.frozen_on == dates.first


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 7, 1), date(2026, 9, 4)])
def test_a_sunday_or_a_summer_day_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match="no school day"):
        demo_dates(day)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 24, 0, 44, tzinfo=UTC), date(2026, 11, 23)),  # 7:44 in Vietnam
        (datetime(2026, 11, 24, 0, 45, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 22, 5, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 7, 20, 5, 0, tzinfo=UTC), date(2026, 5, 30)),  # the 31st is a Sunday
    ],
)
def test_by_default_it_ends_today_or_on_the_last_school_day(now: datetime, day: date) -> None:
    assert last_school_day(now) == day


def test_a_day_reckoned_back_is_never_a_sunday() -> None:
    dates = demo_dates(date(2026, 11, 24))
    assert [dates.back(n).weekday() for n in range(1, 60) if dates.back(n).weekday() == 6] == []
