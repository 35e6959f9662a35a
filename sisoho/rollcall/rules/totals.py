"""The figures of a sheet, and of any sum of sheets."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from operator import add, attrgetter

from sisoho.rollcall.rules.marks import MarkKind
from sisoho.rollcall.rules.settlement import counted_kind


@dataclass(frozen=True, slots=True)
class SheetTotals:
    """Counts of pupils (for one sheet) or of pupil half-days (for a sum of sheets).

    `roll` is the denominator: due and spoken of by the sheet. `unverified` is the part of
    `unexcused` that was still V at the lock. `not_called` are due but not on the sheet's roll
    ("chưa điểm danh"), `not_due` have a mark but were not due; neither counts in `roll`.
    """

    roll: int = 0
    excused: int = 0
    unexcused: int = 0
    unknown: int = 0
    late: int = 0
    unverified: int = 0
    not_called: int = 0
    not_due: int = 0

    @property
    def absent(self) -> int:
        return self.excused + self.unexcused + self.unknown

    @property
    def present(self) -> int:
        """Late pupils are present."""
        return self.roll - self.absent

    @property
    def is_complete(self) -> bool:
        """Every due pupil was called."""
        return self.not_called == 0

    @property
    def attendance_rate(self) -> Fraction | None:
        """Tỷ lệ chuyên cần: present ÷ due on the roll; None when nobody was due."""
        return Fraction(self.present, self.roll) if self.roll else None

    def __add__(self, other: "SheetTotals") -> "SheetTotals":
        return SheetTotals(*map(add, _counts(self), _counts(other)))

    def line(self, submitted: bool = True) -> str:
        """`Sĩ số 35 · Có mặt 33 · Vắng 2 (P 1, chưa rõ 1) · Trễ 0`; nobody is present before submission."""
        parts = [f"Sĩ số {self.roll}"]
        if submitted:
            parts.append(f"Có mặt {self.present}")
        parts += [f"Vắng {self.absent}{self._reasons()}", f"Trễ {self.late}"]
        if submitted and self.not_called:
            parts.append(f"Chưa điểm danh {self.not_called}")
        return " · ".join(parts)

    def _reasons(self) -> str:
        known = [("P", self.excused), ("K", self.unexcused), ("chưa rõ", self.unknown)]
        said = ", ".join(f"{name} {count}" for name, count in known if count)
        if self.unverified:
            said += f"; chưa xác minh {self.unverified}"
        return f" ({said})" if said else ""


# astuple copies deeply: a fortnight of a school cost a quarter of a second in additions alone.
_counts = attrgetter(*(count.name for count in fields(SheetTotals)))


def sheet_totals(
    due: Collection[int],
    roll: Iterable[int],
    marks: Mapping[int, MarkKind],
    locked: bool = False,
) -> SheetTotals:
    """The totals of one sheet: present = on its roll ∧ due ∧ no mark of absence.

    A mark speaks of its pupil even if the roll does not list the pupil.
    """
    due_ids = frozenset(due)
    called = due_ids & {*roll, *marks}
    counted = [counted_kind(marks[i], locked) for i in called if i in marks]
    return SheetTotals(
        roll=len(called),
        excused=counted.count(MarkKind.P),
        unexcused=counted.count(MarkKind.K),
        unknown=counted.count(MarkKind.V),
        late=counted.count(MarkKind.T),
        unverified=sum(marks.get(i) is MarkKind.V for i in called) if locked else 0,
        not_called=len(due_ids - called),
        not_due=len(marks.keys() - due_ids),
    )


def not_called(due: Iterable[int], roll: Iterable[int], marks: Mapping[int, MarkKind]) -> tuple[int, ...]:
    """The due pupils the sheet does not speak of, in the order of `due`: "chưa điểm danh"."""
    called = {*roll, *marks}
    return tuple(pupil_id for pupil_id in due if pupil_id not in called)


def marks_not_due(due: Collection[int], marks: Mapping[int, MarkKind]) -> tuple[int, ...]:
    """The pupils whose mark is kept but uncounted, because they were not due."""
    return tuple(sorted(marks.keys() - set(due)))


def total(sheets: Iterable[SheetTotals]) -> SheetTotals:
    return sum(sheets, start=SheetTotals())
