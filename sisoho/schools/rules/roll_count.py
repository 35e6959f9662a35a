"""The arithmetic of the roll: balance, dropout and retention, exactly.

Sources: dropout rate = dropouts ÷ pupils at the start of the year (GSO indicator sheet;
CV 3237/BGDĐT-KHTC); balance after CV 6622/BGDĐT-KHTC, extended by arrivals and returns.
No national formula of retention was found: the default and its variant are both printed
with their formula.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from sisoho.schools.rules.moves import Move, MoveKind, MoveState
from sisoho.vietnamese import format_beside


@dataclass(frozen=True, slots=True)
class RollCount:
    """Pupils of a school, level, grade or class since the opening roll was frozen.

    `pending_out` have left but no school has confirmed them: off the roll, counted apart, and
    not yet taken out of the retention's denominator, so that an unconfirmed transfer cannot
    beautify it. `returned` came back in the year they dropped out; `returned_earlier` had
    dropped out before and are an addition, never a negative dropout. `changed_in/out` are class
    changes across the border of what is counted: zero for a whole school. `corrected_in/out` is what no
    move tells: an opening roll that is frozen stays as it was when an older transfer is taken back.
    """

    opening: int
    enrolled: int = 0  # first enrolled after the opening roll
    moved_in: int = 0
    moved_out: int = 0
    pending_out: int = 0
    died: int = 0
    dropped: int = 0
    returned: int = 0
    returned_earlier: int = 0
    changed_in: int = 0
    changed_out: int = 0
    corrected_in: int = 0
    corrected_out: int = 0

    @property
    def newcomers(self) -> int:
        """Đến: who had dropped out before counts with the new intake, as in national statistics."""
        return self.enrolled + self.moved_in + self.returned_earlier

    @property
    def arrived(self) -> int:
        return self.newcomers + self.changed_in + self.corrected_in

    @property
    def current(self) -> int:
        """Sĩ số hiện tại."""
        return self._expected - self.pending_out - self.dropouts

    @property
    def dropouts(self) -> int:
        """Pupils who are dropouts at reporting time."""
        return self.dropped - self.returned

    @property
    def _expected(self) -> int:
        left = self.moved_out + self.died + self.changed_out + self.corrected_out
        return self.opening + self.arrived - left

    @property
    def dropout_rate(self) -> Fraction | None:
        """Dropouts ÷ opening roll; None when nobody was on it."""
        return Fraction(self.dropouts, self.opening) if self.opening else None

    @property
    def retention(self) -> Fraction | None:
        """Default: hiện tại ÷ (đầu năm + đến − đi − chết)."""
        return Fraction(self.current, self._expected) if self._expected else None

    @property
    def retention_of_opening(self) -> Fraction | None:
        """Variant: hiện tại ÷ đầu năm."""
        return Fraction(self.current, self.opening) if self.opening else None


def count_roll(opening: int, moves: Iterable[Move], classes: Collection[int] | None = None) -> RollCount:
    """Count the moves since the opening roll, in time order; the balance closes by construction."""
    return RollCount(opening, **Counter(column for column, _ in counted_moves(moves, classes)))


def counted_moves(
    moves: Iterable[Move], classes: Collection[int] | None = None
) -> Iterator[tuple[str, Move]]:
    """(column of RollCount, move): each time a move counts, so that a figure can be followed to its moves.

    `classes` are the classes counted (one, a grade's, a level's); None for the whole school,
    where class changes count nothing. A pupil who returns into another class returned to the
    old one and changed: else one class would show a dropout for ever and another less than none.
    """

    def within(class_id: int | None) -> bool:
        return classes is None or class_id in classes

    for column, origin, to, move in _steps(moves):
        if column:
            if within(origin if to is None else to):
                yield column, move
        elif within(origin) != within(to):
            yield ("changed_in" if within(to) else "changed_out"), move


def _steps(moves: Iterable[Move]) -> Iterator[tuple[str, int | None, int | None, Move]]:
    """(column, from, to, move); column "" for a change of class, which counts only across a border."""
    dropped_from: dict[int, int | None] = {}
    for move in moves:
        if move.state is MoveState.CANCELLED:
            continue
        if move.kind is MoveKind.RETURNED and move.pupil_id in dropped_from:
            origin = dropped_from.pop(move.pupil_id)
            yield "returned", origin, None, move
            yield "", origin, move.to_class_id, move
            continue
        if move.kind is MoveKind.DROPPED:
            dropped_from[move.pupil_id] = move.from_class_id
        waits = move.kind is MoveKind.TRANSFER_OUT and move.state is MoveState.PENDING
        column = "pending_out" if waits else _FIELDS.get(move.kind, "")
        yield column, move.from_class_id, move.to_class_id, move


_FIELDS = {
    MoveKind.ENROLLED: "enrolled",
    MoveKind.TRANSFER_IN: "moved_in",
    MoveKind.TRANSFER_OUT: "moved_out",
    MoveKind.DROPPED: "dropped",
    MoveKind.DIED: "died",
    MoveKind.RETURNED: "returned_earlier",  # who dropped out in an earlier year
}


def rounded(value: Fraction, places: int) -> Decimal:
    """A value with so many decimals, halves rounded up, exactly."""
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)


def percent(rate: Fraction, places: int) -> Decimal:
    """A rate in percent: 2/420 at 3 places is 0.476."""
    return rounded(rate * 100, places)


def percent_text(rate: Fraction | None, places: int, marks: Iterable[Decimal | None] = ()) -> str:
    """`0,476 %`; `–` where there is no rate (nobody to count).

    `marks`: bands or targets, in percent, that the reader sees beside it and the figure must not contradict.
    """
    return "–" if rate is None else f"{format_beside(rate * 100, places, *marks)} %"


def most_dropouts(target_percent: Decimal, roll: int) -> int:
    """The most dropouts that keep the rate strictly below a target ("dưới 0,55 %"); 0 of 420 at 0.025."""
    return max(0, ceil(Fraction(target_percent) / 100 * roll) - 1)


def target_text(target_percent: Decimal, roll: int) -> str:
    """The target as a count, in careful words: `không quá 2 em`, `không em nào`."""
    most = most_dropouts(target_percent, roll)
    return f"không quá {most} em" if most else "không em nào"
