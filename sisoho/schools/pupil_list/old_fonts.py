"""Cells typed in the old fonts TCVN3 and VNI become Unicode, column by column."""

from collections import Counter

from sisoho.schools.pupil_list.grid import Grid
from sisoho.vietnamese import Legacy, detect_legacy, from_tcvn3, from_vni, is_ambiguous

_CONVERT = {"tcvn3": from_tcvn3, "vni": from_vni}
_HEADER_CELLS = 2  # header and title are often Unicode over old text
_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}


def convert_old_fonts(grid: Grid) -> tuple[Grid, Counter[str], set[tuple[int, int]]]:
    """The grid in Unicode, how many cells were converted by encoding name, and the (row, column) of
    cells that could be read both ways.

    A cell whose own letters prove an old font is converted. A cell that could be either ("Vâ": Võ) follows
    its column if nearly all that can be told there is old, and is pointed out; elsewhere it stays.
    """
    converted: Counter[str] = Counter()
    unsure: set[tuple[int, int]] = set()
    result = [list(row) for row in grid]
    for column in range(max(map(len, grid), default=0)):
        verdict = _column_verdict([row[column] for row in grid if column < len(row)])
        for number, row in enumerate(result):
            text = row[column] if column < len(row) else ""
            if not isinstance(text, str) or text.isascii():
                continue
            ambiguous = verdict is not None and is_ambiguous(text)
            encoding = detect_legacy(text) or (verdict if ambiguous else None)
            if ambiguous:
                unsure.add((number, column))
            if encoding:
                row[column] = _CONVERT[encoding](text)
                converted[_NAMES[encoding]] += 1
    return result, converted, unsure


def _column_verdict(cells: list[object]) -> Legacy | None:
    """The old font of a column, told by a clear majority of the cells that can tell."""
    texts = [cell for cell in cells if isinstance(cell, str) and not cell.isascii()]
    votes = Counter(detect_legacy(text) for text in texts if not is_ambiguous(text))
    unicode_votes = votes.pop(None, 0)
    if not votes:
        return None
    encoding, count = votes.most_common(1)[0]
    return encoding if count > 4 * max(0, unicode_votes - _HEADER_CELLS) else None
