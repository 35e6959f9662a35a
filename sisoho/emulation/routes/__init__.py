"""Tuần thi đua của các lớp, cách tính, chỉ tiêu."""

from sisoho.emulation.routes import export, scheme, targets, week
from sisoho.emulation.routes.blueprint import bp

__all__ = ["bp", "export", "scheme", "targets", "week"]
