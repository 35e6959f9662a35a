"""Điểm danh, Cần xác minh lý do, Sổ tháng."""

from sisoho.rollcall.routes import reasons, registers, sheet
from sisoho.rollcall.routes.blueprint import bp

__all__ = ["bp", "reasons", "registers", "sheet"]
