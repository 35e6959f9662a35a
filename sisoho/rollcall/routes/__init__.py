"""Điểm danh, Cần xác minh lý do, Sổ tháng."""

from sisoho.rollcall.routes import beside, reasons, registers, sheet
from sisoho.rollcall.routes.blueprint import bp

__all__ = ["beside", "bp", "reasons", "registers", "sheet"]
