"""Điểm danh, Cần xác minh lý do, Sổ tháng, Khóa sổ, Phân công điểm danh, Kiểm đếm thực tế."""

from sisoho.rollcall.routes import beside, closing, duties, head_counts, reasons, registers, sheet
from sisoho.rollcall.routes.blueprint import bp

__all__ = ["beside", "bp", "closing", "duties", "head_counts", "reasons", "registers", "sheet"]
