"""The register as a PDF for the file: A4 landscape, the grid and what is copied into official books."""

from pathlib import Path

from sisoho.documents.pdf import render_form
from sisoho.rollcall.queries import ClassRegister
from sisoho.rollcall.registers.grid import LONG_NAME, grid_pages
from sisoho.school_calendar import vietnam_time


def register_pdf(of: ClassRegister, *, fonts_dir: Path) -> bytes:
    """The same register gives the same bytes. Raises RuleBroken as `documents.pdf` does."""
    return render_form(
        "register",
        fonts_dir=fonts_dir,
        of=of,
        pages=grid_pages(of),
        moment=lambda at: f"{vietnam_time(at):%H:%M %d/%m/%Y}",
        long_name=LONG_NAME,
        numbers={row.pupil_id: place for place, row in enumerate(of.register.rows, 1)},
        with_halves=of.register.has_afternoons,
    )
