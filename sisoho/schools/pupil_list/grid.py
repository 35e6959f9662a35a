"""Sheets as grids of cells."""

import datetime
from dataclasses import dataclass

from sisoho.vietnamese import format_date, tidy

Cell = str | float | int | bool | datetime.date
Grid = list[list[Cell]]
Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, each (row, column) from 0


@dataclass(frozen=True)
class Sheet:
    """A sheet whose first cell is A1: `grid[0][0]`; all rows equally wide."""

    name: str
    grid: Grid
    merges: tuple[Merge, ...] = ()
    hidden: bool = False


def text_of(cell: Cell) -> str:
    """A cell as tidy text; whole numbers without ".0", dates dd/mm/yyyy."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.date):
        return format_date(cell)
    return tidy(str(cell))
