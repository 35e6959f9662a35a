"""Hôm nay."""

from sisoho.today.routes import commune, figures, home, quick_report, take_along
from sisoho.today.routes.blueprint import bp

__all__ = ["bp", "commune", "figures", "home", "quick_report", "take_along"]
