"""Rates and the counts behind them: 0,025 % means nothing to a school of 400 until it says "0 em"."""

from decimal import ROUND_CEILING, Decimal

from sisoho.vietnamese import format_decimal, format_int

_PLACES = 3  # a single pupil of 4.000 is 0,025 %


def most_below(rate: Decimal, roll: int) -> int:
    """The greatest number of pupils whose share of `roll` stays strictly below `rate` per cent."""
    limit = (rate * roll / 100).to_integral_value(ROUND_CEILING)
    return max(int(limit) - 1, 0)


def rate_of(pupils: int, roll: int) -> Decimal | None:
    """Per cent of `roll`; None of an empty roll."""
    return Decimal(pupils) * 100 / roll if roll else None


def rate_words(rate: Decimal | None) -> str:
    """ "0,238%", "0%"; a dash where there is no roll to divide by."""
    if rate is None:
        return "–"
    return f"{format_decimal(rate, _PLACES)}%" if rate else "0%"


def ceiling_words(rate: Decimal) -> str:
    """ "dưới 0,025%", with the decimals it was set with."""
    places = max(-int(rate.as_tuple().exponent), 0)
    return f"dưới {format_decimal(rate, places)}%"


def at_most_words(pupils: int) -> str:
    """ "không quá 2 em"; "0 em" where none may leave."""
    return f"không quá {format_int(pupils)} em" if pupils else "0 em"
