"""Where everything stands on a register's page, in CSS pixels (1/96 inch), computed once for the page.

A table of 35 pupils × 62 half-days is 2,170 boxes and takes WeasyPrint 1.3 s. Here the lines and the
shades are four paths of one picture, the marks its only letters, and each column of names or totals
one block of lines; figures stand in step by the space between words, since all digits are as wide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sisoho.rollcall.queries import ClassRegister
from sisoho.rollcall.rules import Cell, RegisterRow, SheetTotals
from sisoho.school_calendar import Slot
from sisoho.schools.rules import percent_text

# The widest grid, 62 half-days, is 1,036 px: A4 landscape between margins of 15 and 8 mm.
NUMBER, NAME, SUM, RATE = 20, 152, 25, 32
LABEL = NUMBER + NAME
DAY = 22
LOWEST_ROW, HIGHEST_ROW = 10.6, 16.0
ROOM = 470  # for the rows of a page
MOST_ROWS = int(ROOM / LOWEST_ROW)
LONG_NAME = 27  # letters that fit the column at full size
_FIGURE_SPACE = "\u2007"  # as wide as a digit

SUMS = ("P", "K", "V", "T", "Có mặt", "Buổi", "%")


@dataclass(frozen=True, slots=True)
class Letter:
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A column of sums: its label in the head, the class's own sum at its foot."""

    left: float
    width: int
    label: str
    foot: str


@dataclass(frozen=True, slots=True)
class GridPage:
    """One page of the grid. `days`, `halves`: the two lines of its head; `shades`: path data by class."""

    first: int  # number of the first pupil
    names: tuple[str, ...]
    row: float
    cell: int
    days: str
    halves: str
    marks: tuple[Letter, ...]
    lines: str
    day_lines: str
    shades: dict[str, str]
    sums: tuple[Sum, ...]
    sum_lines: str
    feet: tuple[tuple[str, str], ...]
    is_last: bool
    width: float
    label = LABEL
    number = NUMBER

    @property
    def body(self) -> float:
        """Height of the rows."""
        return round(self.row * len(self.names), 2)

    @property
    def numbered_names(self) -> tuple[tuple[str, str], ...]:
        numbers = (str(self.first + place).rjust(2, _FIGURE_SPACE) for place in range(len(self.names)))
        return tuple(zip(numbers, self.names, strict=True))

    @property
    def letter_size(self) -> float:
        return round(min(self.row * 0.74, 11), 2)

    @property
    def day_gap(self) -> float:
        """Word spacing that puts two digits of 9 px into each day."""
        return round(DAY - 9 * 1.25, 2)

    @property
    def day_left(self) -> float:
        return LABEL + (DAY - 9) / 2

    @property
    def half_gap(self) -> float:
        """The same for the letters S and C of 7 px, which are 0.556 and 0.667 em wide and take turns."""
        return round((DAY - 7 * (0.556 + 0.667 + 0.5)) / 2, 3)

    @property
    def half_left(self) -> float:
        return round(LABEL + (self.cell - 7 * 0.556) / 2, 2)

    @property
    def foot_gap(self) -> float:
        """Word spacing that puts two digits of 8 px, and a space of 2, into each column."""
        return self.cell - 10

    @property
    def sum_gap(self) -> float:
        """The same for the sums: two digits of half an em and a space of a quarter."""
        return round(SUM - 1.25 * self.letter_size, 2)

    @property
    def sum_left(self) -> float:
        return round(self.sums[0].left + (SUM - self.letter_size) / 2, 2)


def grid_pages(of: ClassRegister) -> list[GridPage]:
    """The register's rows on as many pages as they need, the last with the feet of the columns."""
    rows = of.register.rows
    count = max(1, -(-len(rows) // MOST_ROWS))
    size = -(-len(rows) // count) or 1
    parts = [rows[start : start + size] for start in range(0, len(rows), size)] or [()]
    return [
        _page(of, part, number * size + 1, is_last=number == len(parts) - 1)
        for number, part in enumerate(parts)
    ]


def _page(of: ClassRegister, rows: Sequence[RegisterRow], first: int, *, is_last: bool) -> GridPage:
    made, slots = of.register, of.register.slots
    halves = 2 if len({slot.half_day for slot in slots}) == 2 else 1
    cell = DAY // halves
    row = round(max(LOWEST_ROW, min(HIGHEST_ROW, ROOM / max(len(rows), 1))), 2)
    height = round(row * len(rows), 2)
    at = {slot: LABEL + place * cell for place, slot in enumerate(slots)}
    edges = [LABEL, LABEL + cell * len(slots)]
    sums = tuple(_sums(of, edges[1]))
    right = sums[-1].left + sums[-1].width
    return GridPage(
        first=first,
        names=tuple(of.pupils[line.pupil_id].name for line in rows),
        row=row,
        cell=cell,
        days=" ".join(str(day).rjust(2, _FIGURE_SPACE) for day in dict.fromkeys(s.date.day for s in slots)),
        halves=" ".join(slot.half_day.value for slot in slots),
        marks=tuple(_marks(rows, slots, at, cell, row)),
        lines="".join(f"M0 {round(row * line, 2)}H{right}" for line in range(len(rows) + 1))
        + "".join(f"M{x}  0V{height}" for x in (*at.values(), edges[1])),
        day_lines="".join(f"M{x} 0V{height}" for slot, x in at.items() if slot.date.weekday() == 0)
        + "".join(f"M{x} 0V{height}" for x in (0, NUMBER, *edges, *(s.left + s.width for s in sums))),
        shades={name: _shade(rows, at, cell, row, kind) for name, kind in _SHADED.items()},
        sums=sums,
        sum_lines=_sum_lines(of, rows),
        feet=_feet(made.columns, halves) if is_last else (),
        is_last=is_last,
        width=right,
    )


_SHADED = {"off": Cell.NOT_DUE, "gap": Cell.NO_SHEET, "uncalled": Cell.NOT_CALLED}


def _marks(
    rows: Sequence[RegisterRow], slots: Sequence[Slot], at: dict[Slot, int], cell: int, row: float
) -> Iterator[Letter]:
    for place, line in enumerate(rows):
        for slot, said in zip(slots, line.cells, strict=True):
            if said.letter:
                yield Letter(at[slot] + cell / 2, round(row * (place + 0.78), 2), said.letter)


def _shade(rows: Sequence[RegisterRow], at: dict[Slot, int], cell: int, row: float, kind: Cell) -> str:
    """Path data of the squares of one kind, neighbours in a column drawn as one."""
    drawn = []
    for column, x in enumerate(at.values()):
        start = None
        for place in range(len(rows) + 1):
            is_kind = place < len(rows) and rows[place].cells[column] is kind
            if is_kind and start is None:
                start = place
            elif not is_kind and start is not None:
                top, tall = round(start * row, 2), round((place - start) * row, 2)
                drawn.append(f"M{x} {top}h{cell}v{tall}h-{cell}z")
                start = None
    return "".join(drawn)


def _sums(of: ClassRegister, left: float) -> Iterator[Sum]:
    feet = _figures(of.register.total)
    for place in _shown(of):
        width = RATE if SUMS[place] == "%" else SUM
        yield Sum(left, width, SUMS[place], feet[place])
        left += width


def _sum_lines(of: ClassRegister, rows: Sequence[RegisterRow]) -> str:
    shown = _shown(of)
    told = ([_figures(line.totals)[place] for place in shown] for line in rows)
    return "\n".join(
        " ".join([*(figure.rjust(2, _FIGURE_SPACE) for figure in counts), rate.rjust(5, _FIGURE_SPACE)])
        for *counts, rate in told
    )


def _shown(of: ClassRegister) -> tuple[int, ...]:
    """The places of the sums that are printed: V only while a reason is still to be found out."""
    return tuple(place for place, label in enumerate(SUMS) if label != "V" or of.register.total.unknown)


def _figures(totals: SheetTotals) -> tuple[str, ...]:
    """In the order of SUMS."""
    counts = (totals.excused, totals.unexcused, totals.unknown, totals.late, totals.present, totals.roll)
    return (*map(str, counts), percent_text(totals.attendance_rate, 1).removesuffix(" %"))


def _feet(columns: Sequence[SheetTotals | None], halves: int) -> tuple[tuple[str, str], ...]:
    """(label, one line of two-digit figures in step with the columns)."""

    def line(count: str) -> str:
        told = (str(getattr(column, count)) if column and column.roll else "" for column in columns)
        return " ".join(figure.rjust(2, _FIGURE_SPACE) for figure in told)

    return ("Có mặt", line("present")), ("Vắng", line("absent"))
