"""Điểm danh, Cần xác minh lý do."""

from sisoho.rollcall.routes import reasons, sheet
from sisoho.rollcall.routes.blueprint import bp

__all__ = ["bp", "reasons", "sheet"]
