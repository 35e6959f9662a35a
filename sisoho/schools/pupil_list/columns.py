"""Where the header stands and which column fills which field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sisoho.schools.pupil_list.grid import Cell, Grid, Merge, Sheet, text_of
from sisoho.schools.pupil_list.labels import meaning_of

_NAMES = frozenset({"full_name", "surname", "given_name"})
_FIELD_OF = {
    "surname": "full_name", "given_name": "full_name", "birth_day": "birth", "birth_month": "birth",
    "birth_year": "birth", "birth_male": "birth", "birth_female": "birth", "female": "sex", "male": "sex",
    "address": "village", "poor": "policy", "near_poor": "policy", "pupil_code": "id_number", "number": "",
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """Header rows `first` to `last` (from 0), the label of each column, and the columns of each meaning."""

    first: int
    last: int
    labels: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]

    def field_of(self, column: int) -> str:
        """The ListedPupil field the column fills; "" if it is not used."""
        meaning = next((m for m, places in self.columns.items() if column in places), "")
        return _FIELD_OF.get(meaning, meaning)


def header_at(sheet: Sheet, row: int) -> Header | None:
    """The header that begins at `row`, one to three rows high; None if no header begins there.

    A header names the pupils and at least one thing more. A lower row joins it if it is no pupil and no
    fewer columns are understood with it.
    """
    names = [place for place, cell in enumerate(sheet.grid[row]) if meaning_of(text_of(cell)) in _NAMES]
    if not names:
        return None
    best = _read_header(sheet, row, row)
    for last in _lower_rows(sheet, row, names):
        taller = _read_header(sheet, row, last)
        if len(taller.columns) >= len(best.columns):
            best = taller
    known = best.columns.keys() - {"number"}
    return best if known & {"full_name", "given_name"} and known - _NAMES else None


def _lower_rows(sheet: Sheet, row: int, names: list[int]) -> Iterator[int]:
    """The rows under a header row that may still belong to it: labels, and no pupil's name."""
    for last in range(row + 1, min(row + 3, len(sheet.grid))):
        texts = [text_of(cell) for cell in sheet.grid[last]]
        named = [texts[place] for place in names if texts[place]]
        if any(meaning_of(text) not in _NAMES for text in named) or any(re.search(r"\d", t) for t in texts):
            return
        if any(map(meaning_of, texts)):
            yield last


def _read_header(sheet: Sheet, first: int, last: int) -> Header:
    labels = _labels(sheet, first, last)
    columns: dict[str, tuple[int, ...]] = {}
    for place, label in enumerate(labels):
        if meaning := meaning_of(label):
            columns[meaning] = (*columns.get(meaning, ()), place)
    _split_joined_name(sheet.grid, labels, columns, last)
    _judge_pupil_code(sheet.grid, columns, last)
    return Header(first, last, labels, columns)


def _labels(sheet: Sheet, first: int, last: int) -> tuple[str, ...]:
    rows = [_filled(sheet.grid[row], row, sheet.merges, sheet.grid) for row in range(first, last + 1)]
    for above, below in pairwise(rows):
        for place in range(1, len(above)):
            if not above[place] and below[place] and below[place - 1]:
                above[place] = above[place - 1]  # "Ngày sinh" unmerged over Ngày, Tháng, Năm
    columns = zip(*rows, strict=True)
    return tuple(" ".join(dict.fromkeys(text for text in column if text)) for column in columns)


def _filled(cells: list[Cell], row: int, merges: tuple[Merge, ...], grid: Grid) -> list[str]:
    texts = [text_of(cell) for cell in cells]
    for (top, left), (bottom, right) in merges:
        if top <= row <= bottom:
            source = text_of(grid[top][left]) if top < len(grid) and left < len(grid[top]) else ""
            for place in range(left, min(right + 1, len(texts))):
                texts[place] = source
    return texts


def _split_joined_name(
    grid: Grid, labels: tuple[str, ...], columns: dict[str, tuple[int, ...]], last: int
) -> None:
    """ "Họ và tên" over two columns, as most paper lists have it: the second holds the given names."""
    places = columns.get("full_name", ())
    if not places or "given_name" in columns:
        return
    first, second = places[0], places[0] + 1
    if second >= len(labels) or (labels[second] and second not in places):
        return
    below = [text_of(row[second]) for row in grid[last + 1 : last + 31]]
    if sum(bool(text) and not text[0].isdigit() for text in below) * 2 > len(below):
        del columns["full_name"]
        columns["surname"], columns["given_name"] = (first,), (second,)


def _judge_pupil_code(grid: Grid, columns: dict[str, tuple[int, ...]], last: int) -> None:
    """A column "Mã học sinh" is used when it holds personal ID numbers and no better column does."""
    if "pupil_code" in columns:
        place = columns["pupil_code"][0]
        below = [text_of(row[place]) for row in grid[last + 1 :]]
        codes = sum(bool(re.fullmatch(r"\d{11,12}", text)) for text in below)
        if "id_number" in columns or codes * 2 <= sum(map(bool, below)):
            del columns["pupil_code"]
