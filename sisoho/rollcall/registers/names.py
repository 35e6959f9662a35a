"""What a register's file is called."""

from sisoho.rollcall.queries import ClassRegister
from sisoho.vietnamese import unaccented


def file_name(of: ClassRegister, ending: str) -> str:
    """`so-thang-2026-11-lop-6a.pdf`."""
    name = unaccented(of.class_name).strip().replace(" ", "-").replace("/", "-")
    return f"so-thang-{of.month.key}-lop-{name}.{ending}"
