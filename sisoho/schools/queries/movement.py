"""Biến động sĩ số: the movement of a span by class, grade, level and school, with its breakdowns."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.access import Access, Right
from sisoho.errors import NotFound, RuleBroken
from sisoho.schools.queries.movement_roll import SpanRoll, span_roll
from sisoho.schools.queries.year_end import SummerCount, summer_counts
from sisoho.schools.queries.years import YearCard, begun_year
from sisoho.schools.rules import Level, RollCount


@dataclass(frozen=True, slots=True)
class MovementLine:
    """kind: class | grade | level | school | part. The figures after `count` are of the current roll;
    `boarding` counts who boards in the week (NĐ 66/2025/NĐ-CP), not who only eats at school."""

    kind: str
    label: str
    classes: int
    count: RollCount
    women: int
    minority: int
    minority_women: int
    disabled: int
    boarding: int


@dataclass(frozen=True, slots=True)
class Movement:
    """From the roll at the end of `since` to the end of `until`.

    `from_opening`: the roll of `since` is the frozen sĩ số đầu năm. `lines` go from classes up to the
    school; `parts` are the school's women, minority and disabled pupils. `unsaid` pupils have no ethnic
    group or sex on record. `summer`: who was due and never came, outside all other figures.
    """

    year: YearCard
    since: date
    until: date
    from_opening: bool
    lines: tuple[MovementLine, ...]
    parts: tuple[MovementLine, ...]
    unsaid: int
    summer: Mapping[Level, SummerCount]

    @property
    def school(self) -> MovementLine:
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a line of the table counts: indexes of `SpanRoll.places` (None: all), some pupils (None: all)."""

    kind: str
    label: str
    places: Collection[int] | None = None
    pupils: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    year: YearCard
    since: date
    until: date
    from_opening: bool
    roll: SpanRoll


def movement(access: Access, since: date | None = None, until: date | None = None) -> Movement:
    """The school's movement; from the opening roll until today where nothing is said. Six statements.

    In the holidays it is that of the year that ended, up to its last day, unless a day is asked for.

    Raises RuleBroken for a span that is not within one school year, or not yet over.
    """
    asked = _asked(access, since, until)
    roll = asked.roll
    known = roll.span.before.keys() | roll.span.after.keys()
    unsaid = sum(not (sex and group) for i, (sex, group, _) in roll.traits.items() if i in known)
    return Movement(
        asked.year,
        asked.since,
        asked.until,
        asked.from_opening,
        tuple(_line(roll, scope) for scope in _scopes(roll)),
        tuple(_line(roll, scope) for scope in _parts(roll)),
        unsaid,
        summer_counts(access, asked.year),
    )


def counted_rows(
    access: Access, since: date | None, until: date | None, columns: Collection[str], kind: str, label: str
) -> list[int]:
    """Row ids of the moves behind a figure of `movement`: columns of RollCount, of the line `kind`, `label`.

    Raises RuleBroken as `movement`, NotFound for a line there is not.
    """
    roll = _asked(access, since, until).roll
    for scope in (*_scopes(roll), *_parts(roll)):
        if (scope.kind, scope.label) == (kind, label):
            moves = roll.span.behind(columns, scope.places, scope.pupils)
            return [move.row_id for move in moves if move.row_id is not None]
    raise NotFound("Không có dòng này trong bảng biến động sĩ số.")


def _asked(access: Access, since: date | None, until: date | None) -> _Asked:
    access.need(Right.SEE_REGISTERS)
    last = until or access.on
    year = begun_year(access, last)
    if year is None:
        raise RuleBroken("Trường chưa mở năm học nào. Hãy mở ở trang Năm học rồi quay lại.")
    if until is None:
        last = min(last, year.last_day)
    first = since or min(year.opening_roll_on, last)
    _check_span(access, year, first, last)
    from_opening = year.frozen_at is not None and first == year.opening_roll_on
    return _Asked(year, first, last, from_opening, span_roll(access, year, first, last, from_opening))


def _check_span(access: Access, year: YearCard, since: date, until: date) -> None:
    wrong: dict[str, str] = {}
    if until > access.on:
        wrong["den"] = "Ngày này chưa tới."
    elif until >= year.ends:
        wrong["den"] = f"Năm học {year.label} kết thúc ngày {year.last_day:%d/%m/%Y}."
    if since < year.starts - timedelta(days=1):
        wrong["tu"] = (
            f"Năm học {year.label} bắt đầu ngày {year.starts:%d/%m/%Y}; mỗi lần tính trong một năm học."
        )
    elif since > until:
        wrong["tu"] = "Ngày bắt đầu phải trước ngày kết thúc."
    if wrong:
        raise RuleBroken("Chưa tính được khoảng ngày này.", wrong)


def _line(roll: SpanRoll, scope: _Scope) -> MovementLine:
    now = {
        pupil_id
        for pupil_id, place in roll.span.after.items()
        if (scope.places is None or place in scope.places)
        and (scope.pupils is None or pupil_id in scope.pupils)
    }
    counted = range(len(roll.places)) if scope.places is None else scope.places
    return MovementLine(
        kind=scope.kind,
        label=scope.label,
        classes=len({roll.places[number][0] for number in counted}),
        count=roll.span.count(scope.places, scope.pupils),
        women=len(now & roll.women),
        minority=len(now & roll.minority),
        minority_women=len(now & roll.minority & roll.women),
        disabled=len(now & roll.disabled),
        boarding=len(now & roll.boarding),
    )


def _scopes(roll: SpanRoll) -> Iterator[_Scope]:
    """From classes up to the school."""
    for level in Level:
        grades = sorted({grade for _, grade in roll.places} & set(level.grades))
        for grade in grades:
            yield from _class_scopes(roll, grade)
            yield _Scope("grade", f"Khối {grade}", _of_grades(roll, [grade]))
        if grades:
            yield _Scope("level", level.label, _of_grades(roll, grades))
    yield _Scope("school", "Toàn trường")


def _class_scopes(roll: SpanRoll, grade: int) -> Iterator[_Scope]:
    """The classes that begin with this grade; a multigrade class stands once, whole."""
    for class_id, name in roll.names.items():
        own = [number for number, place in enumerate(roll.places) if place[0] == class_id]
        if own and roll.places[own[0]][1] == grade:
            yield _Scope("class", name, own)


def _of_grades(roll: SpanRoll, grades: Collection[int]) -> list[int]:
    return [number for number, (_, grade) in enumerate(roll.places) if grade in grades]


def _parts(roll: SpanRoll) -> tuple[_Scope, ...]:
    groups = (
        ("Nữ", roll.women),
        ("Dân tộc thiểu số", roll.minority),
        ("Nữ dân tộc thiểu số", roll.minority & roll.women),
        ("Học sinh khuyết tật", roll.disabled),
        ("Không kể học sinh khuyết tật", roll.traits.keys() - roll.disabled),
    )
    return tuple(_Scope("part", label, None, pupils) for label, pupils in groups)
