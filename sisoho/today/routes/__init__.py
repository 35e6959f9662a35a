"""Hôm nay."""

from sisoho.today.routes import (
    commune,
    figures,
    first_days,
    home,
    overview,
    quick_report,
    results,
    take_along,
)
from sisoho.today.routes.blueprint import bp

__all__ = [
    "bp",
    "commune",
    "figures",
    "first_days",
    "home",
    "overview",
    "quick_report",
    "results",
    "take_along",
]
