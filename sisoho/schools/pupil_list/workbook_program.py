"""A program of its own: a workbook comes in on standard input, its cells go out as JSON.

The parser lays out the whole rectangle between the first and the last cell. One damaged byte can make that
rectangle 100 GB wide, and a failed allocation then ends the process, not the call (measured). So it works
here, in a process that may die, under a memory limit, and imports nothing of the app.
"""

import datetime
import io
import json
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, load_workbook

_MAX_MEMORY = 2_000_000_000  # a full 20,000 × 60 list needs a tenth of it


def main(max_rows: int) -> None:
    """Write {"sheets": [...]}, or {"refused": "password" | "broken"}; a sheet over `max_rows` comes empty."""
    _limit_memory()
    try:
        workbook = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        answer: object = {"sheets": [_sheet(workbook, n, max_rows) for n in range(len(workbook.sheet_names))]}
    except PasswordError:
        answer = {"refused": "password"}
    except (CalamineError, OSError, ValueError):
        answer = {"refused": "broken"}
    json.dump(answer, sys.stdout, default=_plain)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the process is still apart, without the limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))


def _sheet(workbook: CalamineWorkbook, place: int, max_rows: int) -> dict[str, object]:
    about, sheet = workbook.sheets_metadata[place], workbook.get_sheet_by_index(place)
    height = sheet.end[0] + 1 if sheet.end else 0  # total_height leaves out the empty rows on top
    grid = [] if height > max_rows else sheet.to_python(skip_empty_area=False)
    width = max((n + 1 for row in grid for n, cell in enumerate(row) if cell != ""), default=0)
    return {
        "name": about.name,
        "hidden": about.visible != SheetVisibleEnum.Visible,
        "height": height,
        "grid": [row[:width] for row in grid],
        "merges": sheet.merged_cell_ranges or [],
    }


def _plain(value: object) -> object:
    """Dates as {"date": ISO}; times of day and durations, which no list needs, as text."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    return {"date": value.isoformat()} if isinstance(value, datetime.date) else str(value)


if __name__ == "__main__":
    main(int(sys.argv[1]))
