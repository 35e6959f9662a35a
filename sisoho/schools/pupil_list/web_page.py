"""Lists that provincial systems export as `.xls` and that are web pages with a table.

The page is read as it streams by, without a tree: whatever a page holds, it costs its cells and no more.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from sisoho.errors import RuleBroken
from sisoho.schools.pupil_list.grid import Cell, Merge, Sheet
from sisoho.schools.pupil_list.workbook import MAX_ROWS, SAVE_AS

_MAX_CELLS = 2_000_000  # a full 20,000 × 60 list has 1,200,000; one `colspan` may ask for any number
_UNSEEN = frozenset({"script", "style", "title"})
_BREAKS = frozenset({"br", "p", "div"})
_MAX_TABLES = 1_000


def web_page_sheets(text: str, filename: str) -> list[Sheet]:
    """One sheet a table, in the order of their ends; RuleBroken, in words for a clerk, if there are none."""
    tables = _Tables()
    try:
        parser = etree.HTMLParser(target=tables)
        parser.feed(_content_of(text))
        parser.close()
    except etree.LxmlError:
        raise RuleBroken(
            f"Không mở được tệp “{filename}”: tệp hỏng hoặc không phải bảng tính. {SAVE_AS}"
        ) from None
    if tables.too_large:
        raise RuleBroken(
            f"Tệp “{filename}” có hơn {MAX_ROWS} dòng hoặc quá nhiều cột. Chưa nhập gì; xin chia nhỏ tệp."
        )
    sheets = [table.sheet(number) for number, table in enumerate(tables.done, 1)]
    if not sheets:
        raise RuleBroken(
            f"Tệp “{filename}” là trang web mang đuôi bảng tính, bên trong không có bảng nào. {SAVE_AS}"
        )
    return sheets


def _content_of(text: str) -> str:
    """Without comments, declarations and Office's conditions (`<![if …]>`): none is a cell, and the parser
    looks for the end of one left open anew at each further one; 12 MB of them would take hours."""
    opened = text.find("<!--", text.rfind("-->") + 1)
    whole = re.sub(r"<!--.*?-->", "", text if opened < 0 else text[:opened], flags=re.DOTALL)
    return re.sub(r"<[!?][^<>]{0,300}>", "", whole).replace("<!", "&lt;!").replace("<?", "&lt;?")


@dataclass(slots=True)
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    reaching: dict[int, int] = field(default_factory=dict)  # column → how many further rows a cell covers
    words: list[str] | None = None  # of the open cell
    span: tuple[int, int] = (1, 1)  # its rows and columns

    def open_row(self) -> None:
        self.close_cell()
        self.rows.append([])

    def open_cell(self, down: int, across: int) -> None:
        if not self.rows:
            self.open_row()
        self.close_cell()
        self._step_over()
        self.words, self.span = [], (down, across)

    def close_cell(self) -> None:
        if self.words is None:
            return
        down, across = self.span
        place, row = (len(self.rows) - 1, len(self.rows[-1])), self.rows[-1]
        row.append(" ".join("".join(self.words).split()))
        row.extend([""] * (across - 1))
        if down > 1 or across > 1:
            self.merges.append((place, (place[0] + down - 1, place[1] + across - 1)))
        for column in range(place[1], place[1] + across) if down > 1 else ():
            self.reaching[column] = down - 1
        self.words = None

    def close_row(self) -> None:
        self.close_cell()
        if self.rows:
            self._step_over()

    def _step_over(self) -> None:
        """Leave out the columns that cells of earlier rows reach down into."""
        row = self.rows[-1]
        while (left := self.reaching.get(len(row), 0)) > 0:
            self.reaching[len(row)] = left - 1
            row.append("")

    def sheet(self, number: int) -> Sheet:
        width = max(map(len, self.rows), default=0)
        grid = [[*row, *[""] * (width - len(row))] for row in self.rows]
        return Sheet(f"Bảng {number}", grid, tuple(self.merges))


class _Tables:
    """What the parser calls: an outer table that only lays out the page keeps its own cells to itself."""

    def __init__(self) -> None:
        self.done: list[_Table] = []
        self.too_large = False
        self._open: list[_Table] = []
        self._unseen = 0
        self._cells = self._tables = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._unseen += tag in _UNSEEN
        if self.too_large:
            return
        if tag == "table":
            self._tables += 1
            self.too_large = self._tables > _MAX_TABLES
            self._open.append(_Table())
        if not self._open:
            return
        table = self._open[-1]
        if tag == "tr":
            table.open_row()
            self.too_large = len(table.rows) > MAX_ROWS
        elif tag in ("td", "th"):
            down, across = _number(attributes, "rowspan"), _number(attributes, "colspan")
            self._cells += across
            self.too_large = self._cells > _MAX_CELLS
            if not self.too_large:
                table.open_cell(min(down, MAX_ROWS), across)
        elif tag in _BREAKS:
            self.data(" ")

    def end(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if not self._open or self.too_large:
            return
        if tag in ("td", "th"):
            self._open[-1].close_cell()
        elif tag == "tr":
            self._open[-1].close_row()
        elif tag == "table":
            table = self._open.pop()
            table.close_cell()
            if any(any(row) for row in table.rows):
                self.done.append(table)

    def data(self, text: str) -> None:
        if (
            self._open
            and not (self._unseen or self.too_large)
            and (words := self._open[-1].words) is not None
        ):
            words.append(text)

    def close(self) -> None:
        while self._open and not self.too_large:  # a page cut short: what came is read
            self.end("table")


def _number(attributes: dict[str, str], name: str) -> int:
    """How many rows or columns a cell takes; 1 for what is no number of them."""
    written = (attributes.get(name) or "").strip()
    return max(1, int(written)) if written.isascii() and written.isdigit() and len(written) < 10 else 1
