"""Hôm nay."""

from sisoho.today.routes import commune, home, quick_report, take_along
from sisoho.today.routes.blueprint import bp

__all__ = ["bp", "commune", "home", "quick_report", "take_along"]
