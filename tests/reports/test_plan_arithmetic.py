"""Rates and the numbers of children behind them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.reports.rules.plan_arithmetic import (
    at_most_words,
    ceiling_words,
    most_below,
    rate_of,
    rate_words,
)

RATES = st.decimals(min_value=Decimal("0.001"), max_value=10, places=3)
ROLLS = st.integers(min_value=1, max_value=100_000)


@pytest.mark.parametrize(
    ("rate", "roll", "pupils"),
    [
        ("0.025", 420, 0),
        ("0.025", 4000, 0),  # one of 4.000 is exactly 0,025 %, which is not below it
        ("0.025", 4001, 1),
        ("0.55", 182, 1),
        ("0.55", 181, 0),
        ("0.55", 380, 2),
        ("0.35", 0, 0),
    ],
)
def test_below_means_strictly_below(rate: str, roll: int, pupils: int) -> None:
    assert most_below(Decimal(rate), roll) == pupils


@given(RATES, ROLLS)
def test_the_count_is_the_greatest_that_keeps_the_rate(rate: Decimal, roll: int) -> None:
    pupils = most_below(rate, roll)
    assert Decimal(pupils) * 100 < rate * roll
    assert Decimal(pupils + 1) * 100 >= rate * roll


def test_two_of_420_are_written_with_three_decimals() -> None:
    assert rate_words(rate_of(2, 420)) == "0,476%"
    assert rate_words(rate_of(0, 420)) == "0%"


def test_an_empty_roll_is_never_divided_by() -> None:
    assert rate_words(rate_of(0, 0)) == "–"


def test_targets_are_written_as_they_were_set() -> None:
    assert ceiling_words(Decimal("0.025")) == "dưới 0,025%"
    assert ceiling_words(Decimal("0.55")) == "dưới 0,55%"
    assert ceiling_words(Decimal(1)) == "dưới 1%"
    assert at_most_words(2) == "không quá 2 em"
    assert at_most_words(0) == "0 em"
