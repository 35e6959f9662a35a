"""Attendance of a span parted by class, time, village, sex or ethnic group, and the sheets behind a part."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.rollcall.queries.states import SheetState, states_between
from sisoho.rollcall.rules import MarkKind, SheetTotals, total
from sisoho.school_calendar import Month, Slot, monday_of
from sisoho.schools.models import Pupil, Village
from sisoho.schools.queries.birth import sex_text
from sisoho.schools.queries.due import ClassRoll


class By(StrEnum):
    """What a table of figures is parted by; the values stand in URLs."""

    CLASS = "lop"
    WEEK = "tuan"
    MONTH = "thang"
    TERM = "hoc-ky"
    VILLAGE = "buon"
    SEX = "gioi"
    ETHNIC = "dan-toc"

    @property
    def label(self) -> str:
        return _BY[self]


_BY = {
    By.CLASS: "Lớp",
    By.WEEK: "Tuần",
    By.MONTH: "Tháng",
    By.TERM: "Học kỳ",
    By.VILLAGE: "Thôn, buôn",
    By.SEX: "Nam, nữ",
    By.ETHNIC: "Dân tộc",
}

Group = Callable[[SheetState, int], str]
"""The group (a key that sorts) a pupil (row id) belongs to at a half-day."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """What one sheet gives to a group."""

    class_id: str
    class_name: str
    slot: Slot
    totals: SheetTotals


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the table. `sheets` are what its figures are made of, newest first."""

    key: str
    label: str
    totals: SheetTotals
    sheets: tuple[SheetPart, ...]


def parted(states: Sequence[SheetState], group: Group) -> dict[str, list[SheetPart]]:
    """Group → what each reported sheet gives to it; the parts of a sheet add up to its totals."""
    found: dict[str, list[SheetPart]] = defaultdict(list)
    for state in states:
        if state.record is None:
            continue
        members: dict[str, set[int]] = defaultdict(set)
        for pupil_id in state.due:
            members[group(state, pupil_id)].add(pupil_id)
        for key, pupil_ids in members.items():
            roll = state.roll
            part = SheetPart(roll.public_id, roll.name, state.slot, state.totals_among(pupil_ids))
            found[key].append(part)
    return found


def breakdown(
    access: Access, starts: date, ends: date, by: By, class_ids: Collection[int] | None = None
) -> list[Part]:
    """The figures of the reported sheets from `starts` until the day before `ends`, in the parts' order."""
    states = states_between(access, starts, ends, class_ids)
    group, labels = _grouping(access, states, by)
    return [
        Part(
            key,
            labels.get(key, key),
            total(sheet.totals for sheet in sheets),
            tuple(sorted(sheets, key=lambda sheet: sheet.slot, reverse=True)),
        )
        for key, sheets in sorted(parted(states, group).items())
    ]


def _grouping(access: Access, states: Sequence[SheetState], by: By) -> tuple[Group, Mapping[str, str]]:
    """The grouping and the words for its keys."""
    if by is By.CLASS:
        class_ids = dict.fromkeys(state.roll.id for state in states)
        order = {class_id: f"{place:03}" for place, class_id in enumerate(class_ids)}
        names = {order[state.roll.id]: state.roll.name for state in states}
        return lambda state, _: order[state.roll.id], names
    if by in _TIMES:
        key, words = _TIMES[by]
        return lambda state, _: key(state), {key(state): words(state) for state in states}
    pupils = {pupil.id: pupil for state in states for pupil in state.roll.pupils}
    if by is By.VILLAGE:
        names = {"": "chưa rõ thôn, buôn"} | _villages(access)
        return lambda state, pupil_id: str(pupils[pupil_id].village_id(state.slot.date) or ""), names
    facts = _facts(access, list(pupils), by)
    return lambda _, pupil_id: facts.get(pupil_id, ""), {"": "chưa ghi"}


def _monday(state: SheetState) -> str:
    return monday_of(state.slot.date).isoformat()


def _term(state: SheetState) -> str:
    return str(state.roll.calendar.year.term_on(state.slot.date) or 0)


_TIMES: dict[By, tuple[Callable[[SheetState], str], Callable[[SheetState], str]]] = {
    By.WEEK: (_monday, lambda state: f"Tuần từ {monday_of(state.slot.date):%d/%m/%Y}"),
    By.MONTH: (lambda state: Month.of(state.slot.date).key, lambda state: Month.of(state.slot.date).label),
    By.TERM: (_term, lambda state: {"1": "Học kỳ I", "2": "Học kỳ II"}.get(_term(state), "ngoài năm học")),
}


def _villages(access: Access) -> dict[str, str]:
    rows = Village.select(Village.id, Village.name).where(Village.unit == access.commune_id)
    return {str(row_id): name for row_id, name in rows.tuples()}


def _facts(access: Access, pupil_ids: Collection[int], by: By) -> dict[int, str]:
    column = Pupil.sex if by is By.SEX else Pupil.ethnic_group
    rows = Pupil.select(Pupil.id, column).where(
        (Pupil.unit == access.unit_id) & Pupil.id.in_(list(pupil_ids))
    )
    return {row_id: sex_text(said) if by is By.SEX else said for row_id, said in rows.tuples()}


# --- one class, one pupil, half-day by half-day --------------------------------------------------


@dataclass(frozen=True, slots=True)
class Square:
    """One half-day of a heat map. `rate` in percent of a class; `mark` of a pupil; None, "": no sheet."""

    slot: Slot
    reported: bool
    rate: float | None = None
    mark: MarkKind | None = None


def class_squares(access: Access, class_id: int, starts: date, ends: date) -> list[Square]:
    """The scheduled or reported half-days of a class, oldest first."""
    found = []
    for state in states_between(access, starts, ends, [class_id]):
        rate = state.totals.attendance_rate if state.totals else None
        percent = float(rate * 100) if rate is not None else None
        found.append(Square(state.slot, state.record is not None, percent))
    return found


def pupil_squares(
    access: Access, roll: ClassRoll, pupil_id: int, starts: date, ends: date
) -> tuple[list[Square], SheetTotals]:
    """The half-days a pupil of the class was due, with the sums. Raises NotFound for another's pupil."""
    if pupil_id not in {pupil.id for pupil in roll.pupils}:
        raise NotFound
    states = [s for s in states_between(access, starts, ends, [roll.id]) if pupil_id in s.due]
    squares = [
        Square(s.slot, s.record is not None, mark=s.record.marks.get(pupil_id) if s.record else None)
        for s in states
    ]
    sums = total(state.totals_among({pupil_id}) for state in states if state.record is not None)
    return squares, sums
