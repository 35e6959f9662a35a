"""The register's arithmetic, on any month one can think of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.rollcall.rules import Cell, MarkKind, SheetTotals, book_lines, register
from sisoho.school_calendar import HalfDay, Month, Slot

S, C = HalfDay.MORNING, HalfDay.AFTERNOON
SLOTS = [Slot(date(2026, 11, 2) + timedelta(days=day), half) for day in range(4) for half in HalfDay]
PUPILS = list(range(1, 7))


@dataclass(frozen=True)
class Sheet:
    slot: Slot
    roll: frozenset[int] = frozenset()
    marks: Mapping[int, MarkKind] = field(default_factory=dict)


marks = st.dictionaries(st.sampled_from([*PUPILS, 99]), st.sampled_from(list(MarkKind)), max_size=5)
sheets = st.dictionaries(
    st.sampled_from(SLOTS), st.tuples(st.frozensets(st.sampled_from([*PUPILS, 99])), marks), max_size=8
)
dues = st.fixed_dictionaries({pupil: st.frozensets(st.sampled_from(SLOTS)) for pupil in PUPILS})
locks = st.frozensets(st.sampled_from(SLOTS))


def made_of(due, sent, locked=frozenset()):
    return register(due, SLOTS, {slot: Sheet(slot, *said) for slot, said in sent.items()}, locked)


def summed(parts) -> SheetTotals:
    return sum(parts, start=SheetTotals())


@given(dues, sheets, locks)
def test_rows_and_columns_add_up_to_the_same_month(due, sent, locked):
    made = made_of(due, sent, locked)
    by_row, by_column = summed(row.totals for row in made.rows), summed(c for c in made.columns if c)
    assert by_column == made.total
    for name in ("roll", "excused", "unexcused", "unknown", "late", "unverified", "not_called"):
        assert getattr(by_row, name) == getattr(made.total, name), name
    # a mark of a child who is no pupil of the class is in the columns only
    assert by_row.not_due <= made.total.not_due


@given(dues, sheets, locks)
def test_each_square_of_a_row_is_counted_once(due, sent, locked):
    for row in made_of(due, sent, locked).rows:
        cells, totals = row.cells, row.totals
        assert len(cells) == len(SLOTS)
        assert totals.roll == cells.count(Cell.PRESENT) + sum(bool(cell.letter) for cell in cells)
        assert totals.present == cells.count(Cell.PRESENT) + cells.count(Cell.T)
        assert totals.late == cells.count(Cell.T)
        assert totals.excused == cells.count(Cell.P)
        assert totals.unexcused == cells.count(Cell.K) + totals.unverified
        assert totals.unknown + totals.unverified == cells.count(Cell.V)
        assert 0 <= totals.present <= totals.roll <= len(due[row.pupil_id])


@given(dues, sheets, locks)
def test_what_was_not_reported_changes_no_rate(due, sent, locked):
    """The denominator is what the sheets speak of: a half-day without one is in nobody's."""
    made, only = made_of(due, sent, locked), dict.fromkeys(sent, due)
    again = register(
        {pupil: of_pupil & only.keys() for pupil, of_pupil in due.items()},
        [slot for slot in SLOTS if slot in sent],
        {slot: Sheet(slot, *said) for slot, said in sent.items()},
        locked,
    )
    assert [row.totals for row in again.rows] == [row.totals for row in made.rows]
    assert again.total == made.total


@given(dues, sheets, locks)
def test_the_lines_for_the_book_say_what_the_totals_count(due, sent, locked):
    made = made_of(due, sent, locked)
    lines = {line.pupil_id: line for line in book_lines(made)}
    for row in made.rows:
        line, totals = lines.get(row.pupil_id), row.totals
        told = (len(line.excused), len(line.unexcused), len(line.late)) if line else (0, 0, 0)
        assert told == (totals.excused, totals.unexcused, totals.late)


def test_an_unsettled_absence_is_copied_nowhere_before_the_lock_and_as_k_after_it():
    due, sent = {1: {SLOTS[0]}}, {SLOTS[0]: (frozenset({1}), {1: MarkKind.V})}
    assert book_lines(made_of(due, sent)) == ()
    (line,) = book_lines(made_of(due, sent, frozenset({SLOTS[0]})))
    assert line.words() == "K 1 (02S)"
    assert line.words(with_half_day=False) == "K 1 (02)"


def test_a_square_says_why_it_is_empty():
    due = {1: set(SLOTS[:4])}
    sent = {SLOTS[0]: Sheet(SLOTS[0], frozenset({1})), SLOTS[1]: Sheet(SLOTS[1], frozenset({2}))}
    (row,) = register(due, SLOTS[:5], sent, today=SLOTS[2].date).rows
    assert row.cells == (Cell.PRESENT, Cell.NOT_CALLED, Cell.NO_SHEET, Cell.NO_SHEET, Cell.NOT_DUE)
    (row,) = register(due, SLOTS[:5], sent, today=SLOTS[1].date).rows
    assert row.cells[2:4] == (Cell.TO_COME, Cell.TO_COME)


@pytest.mark.parametrize(
    ("month", "before", "after"), [((2026, 1), "2025-12", "2026-02"), ((2026, 12), "2026-11", "2027-01")]
)
def test_months_follow_each_other_over_the_year(month, before, after):
    here = Month(*month)
    assert (here.before.key, here.after.key) == (before, after)
    assert here.ends == here.after.starts
    assert Month.read(here.key) == here


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "2026-1", "0000-01", "11/2026", ""])
def test_what_is_no_month_is_refused(written):
    with pytest.raises(ValueError, match="no month"):
        Month.read(written)
