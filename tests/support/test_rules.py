"""Who a scheme is meant for, and the months of a year, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from sisoho.schools.rules import Level
from sisoho.support.rules import (
    PROPOSED,
    Circumstances,
    SchemeRule,
    decide,
    has_stopped,
    months_over,
    school_months,
)

BOARDING = SchemeRule({Level.PRIMARY: Decimal(4), Level.LOWER_SECONDARY: Decimal(7)}, True, ("hard_village",))
HARD = frozenset({"hard_village"})


@pytest.mark.parametrize(
    ("level", "km", "terrain", "grounds", "entitled"),
    [
        (Level.PRIMARY, "4", False, HARD, True),
        (Level.PRIMARY, "3.9", False, HARD, False),
        (Level.LOWER_SECONDARY, "6.9", False, HARD, False),
        (Level.LOWER_SECONDARY, "7", False, HARD, True),
        (Level.LOWER_SECONDARY, "1", True, HARD, True),  # hard terrain stands for the distance
        (Level.LOWER_SECONDARY, "8", False, frozenset({"poor"}), False),
        (Level.PRIMARY, None, False, HARD, False),
    ],
)
def test_boarding_support_asks_for_distance_or_terrain_and_a_hard_village(
    level: Level, km: str | None, terrain: bool, grounds: frozenset[str], entitled: bool
) -> None:
    pupil = Circumstances(level, Decimal(km) if km else None, terrain, grounds)
    assert decide(BOARDING, pupil).entitled is entitled


def test_the_reason_is_told_with_its_figures() -> None:
    found = decide(BOARDING, Circumstances(Level.LOWER_SECONDARY, Decimal("8.0"), False, HARD))
    assert found.words == "nhà cách trường 8 km (≥ 7 km); thôn buôn đặc biệt khó khăn"


def test_what_is_not_on_record_is_asked_for_not_guessed() -> None:
    found = decide(BOARDING, Circumstances(Level.PRIMARY, grounds=HARD))
    assert found.unknown == ("khoảng cách từ nhà đến trường",)
    assert not found.entitled


def test_any_of_the_grounds_is_enough() -> None:
    rule = SchemeRule(grounds=("poor", "disability"))
    assert decide(rule, Circumstances(Level.PRIMARY, grounds=frozenset({"disability"}))).entitled
    assert not decide(rule, Circumstances(Level.PRIMARY, grounds=frozenset({"near_poor"}))).entitled


def test_lodging_is_for_who_boards_in_the_week() -> None:
    rule = SchemeRule(needs_boarding=True)
    assert not decide(rule, Circumstances(Level.PRIMARY)).entitled
    assert decide(rule, Circumstances(Level.PRIMARY, boards_weekly=True)).entitled


def test_the_amounts_offered_are_those_of_the_decrees() -> None:
    assert [(data.amount, data.rice_kg, data.most_months) for data in PROPOSED] == [
        (936_000, 15, 9),
        (360_000, 0, 9),
        (150_000, 0, 9),
    ]


@pytest.mark.parametrize("starts", [date(2026, 8, 24), date(2026, 9, 7)])
def test_a_year_has_nine_months_whenever_it_begins(starts: date) -> None:
    months = school_months(starts, date(2027, 6, 1))
    assert [month.number for month in months] == [9, 10, 11, 12, 1, 2, 3, 4, 5]


def test_one_late_payment_is_no_stop_two_months_without_are() -> None:
    year = school_months(date(2026, 9, 7), date(2027, 6, 1))
    over = months_over(year, date(2026, 12, 1))
    assert over == year[:3]
    assert not has_stopped(year[:2], over, 9)
    assert has_stopped(year[:1], over, 9)
    assert not has_stopped(year[:1], over, 1)  # has had them all
    assert not has_stopped((), over, 9)  # never began: said apart
