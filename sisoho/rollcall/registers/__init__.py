"""The month register on paper and as a spreadsheet, of one class or of all in one archive."""

from sisoho.rollcall.registers.archive import make_archive
from sisoho.rollcall.registers.names import file_name
from sisoho.rollcall.registers.paper import register_pdf
from sisoho.rollcall.registers.workbook import register_workbook

__all__ = ["file_name", "make_archive", "register_pdf", "register_workbook"]
