"""Biến động sĩ số: the movement of a span by class, grade, level and school, with its breakdowns."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools.models import Enrolment, Move, OpeningRoll, Pupil, PupilBoarding, SchoolClass
from sisoho.schools.queries.moves import rule_move
from sisoho.schools.queries.year_end import SummerCount, summer_counts
from sisoho.schools.queries.years import YearCard, begun_year
from sisoho.schools.rules import Level, MoveKind, RollCount, RollSpan, is_minority
from sisoho.schools.rules import Move as RuleMove

Place = tuple[int, int]  # class id, grade: a multigrade class holds several


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


@dataclass(frozen=True)
class _Roll:
    """What was read. Traits are those on record today, at both ends: else a part would not balance."""

    span: RollSpan
    places: tuple[Place, ...]
    names: dict[int, str]
    traits: dict[int, tuple[str, str, bool]]
    boarding: frozenset[int]

    @cached_property
    def women(self) -> frozenset[int]:
        return frozenset(i for i, (sex, _, _) in self.traits.items() if sex == "female")

    @cached_property
    def minority(self) -> frozenset[int]:
        return frozenset(i for i, (_, group, _) in self.traits.items() if is_minority(group))

    @cached_property
    def disabled(self) -> frozenset[int]:
        return frozenset(i for i, (_, _, disability) in self.traits.items() if disability)

    def line(
        self, kind: str, label: str, numbers: Collection[int] | None, pupils: Collection[int] | None = None
    ) -> MovementLine:
        """`numbers` are indexes of `places`; None for the whole school."""
        now = {
            pupil_id
            for pupil_id, place in self.span.after.items()
            if (numbers is None or place in numbers) and (pupils is None or pupil_id in pupils)
        }
        counted = range(len(self.places)) if numbers is None else numbers
        return MovementLine(
            kind=kind,
            label=label,
            classes=len({self.places[number][0] for number in counted}),
            count=self.span.count(numbers, pupils),
            women=len(now & self.women),
            minority=len(now & self.minority),
            minority_women=len(now & self.minority & self.women),
            disabled=len(now & self.disabled),
            boarding=len(now & self.boarding),
        )

    def lines(self) -> Iterator[MovementLine]:
        for level in Level:
            grades = sorted({grade for _, grade in self.places} & set(level.grades))
            for grade in grades:
                yield from self._classes(grade)
                yield self.line("grade", f"Khối {grade}", self._of_grades([grade]))
            if grades:
                yield self.line("level", level.label, self._of_grades(grades))
        yield self.line("school", "Toàn trường", None)

    def _classes(self, grade: int) -> Iterator[MovementLine]:
        """The classes that begin with this grade; a multigrade class stands once, whole."""
        for class_id, name in self.names.items():
            own = [number for number, place in enumerate(self.places) if place[0] == class_id]
            if own and self.places[own[0]][1] == grade:
                yield self.line("class", name, own)

    def _of_grades(self, grades: Collection[int]) -> list[int]:
        return [number for number, (_, grade) in enumerate(self.places) if grade in grades]

    def parts(self) -> tuple[MovementLine, ...]:
        groups = (
            ("Nữ", self.women),
            ("Dân tộc thiểu số", self.minority),
            ("Nữ dân tộc thiểu số", self.minority & self.women),
            ("Học sinh khuyết tật", self.disabled),
            ("Không kể học sinh khuyết tật", self.traits.keys() - self.disabled),
        )
        return tuple(self.line("part", label, None, pupils) for label, pupils in groups)


def movement(access: Access, since: date | None = None, until: date | None = None) -> Movement:
    """The school's movement; from the opening roll until today where nothing is said. Six statements.

    In the holidays it is that of the year that ended, up to its last day, unless a day is asked for.

    Raises RuleBroken for a span that is not within one school year, or not yet over.
    """
    access.need(Right.SEE_REGISTERS)
    last = until or access.on
    year = begun_year(access, last)
    if year is not None and until is None:
        last = min(last, year.last_day)
    if year is None:
        raise RuleBroken("Trường chưa mở năm học nào. Hãy mở ở trang Năm học rồi quay lại.")
    first = since or min(year.opening_roll_on, last)
    _check_span(access, year, first, last)
    from_opening = year.frozen_at is not None and first == year.opening_roll_on
    roll = _roll(access, year, first, last, from_opening)
    known = roll.span.before.keys() | roll.span.after.keys()
    unsaid = sum(not (sex and group) for i, (sex, group, _) in roll.traits.items() if i in known)
    return Movement(
        year,
        first,
        last,
        from_opening,
        tuple(roll.lines()),
        roll.parts(),
        unsaid,
        summer_counts(access, year),
    )


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


def _roll(access: Access, year: YearCard, since: date, until: date, from_opening: bool) -> _Roll:
    names, grades = _classes(access, year)
    enrolments, traits = _enrolments(access, year)
    grade_in = {(pupil, class_id): grade for pupil, class_id, grade, _, _ in enrolments}
    before = _on_roll(enrolments, since)
    if from_opening:
        before = _frozen(access, year, names, before)
    moves = _moves(access, year, since, until, before if from_opening else None)
    after = _on_roll(enrolments, until)

    places: dict[Place, int] = {(class_id, grade): n for n, (class_id, grade) in enumerate(_empty(grades))}

    def number(pupil_id: int, class_id: int | None, grade: int | None = None) -> int | None:
        if class_id is None:
            return None
        found = grade or grade_in.get((pupil_id, class_id)) or grades[class_id][0]
        return places.setdefault((class_id, found), len(places))

    def placed(roll: dict[int, Place]) -> dict[int, int]:
        return {pupil_id: places.setdefault(place, len(places)) for pupil_id, place in roll.items()}

    told = tuple(
        replace(
            move,
            from_class_id=number(move.pupil_id, move.from_class_id),
            to_class_id=number(move.pupil_id, move.to_class_id),
        )
        for move in moves
    )
    span = RollSpan(placed(before), told, placed(after))
    return _Roll(span, tuple(places), names, traits, _boarding(access, until))


def _boarding(access: Access, on: date) -> frozenset[int]:
    b = PupilBoarding
    in_force = (b.starts <= on) & (b.ends.is_null() | (b.ends > on))
    rows = b.select(b.pupil).where((b.unit == access.unit_id) & (b.kind == "weekly") & in_force)
    return frozenset(pupil_id for (pupil_id,) in rows.tuples())


def _empty(grades: dict[int, tuple[int, ...]]) -> Iterator[Place]:
    """Every class has its line, also one that nobody is in yet."""
    return ((class_id, grade) for class_id, of_class in grades.items() for grade in of_class)


def _classes(access: Access, year: YearCard) -> tuple[dict[int, str], dict[int, tuple[int, ...]]]:
    rows = SchoolClass.select().where((SchoolClass.unit == access.unit_id) & (SchoolClass.year == year.id))
    found = sorted(rows, key=lambda row: (row.first_grade, len(row.name), row.name))
    return (
        {row.id: row.name for row in found},
        {row.id: tuple(map(int, row.grades.split(","))) for row in found},
    )


Spans = list[tuple[int, int, int, date, date | None]]  # pupil, class, grade, from, until


def _enrolments(access: Access, year: YearCard) -> tuple[Spans, dict[int, tuple[str, str, bool]]]:
    e, p = Enrolment, Pupil
    rows = (
        e.select(e.pupil, e.school_class, e.grade, e.starts, e.ends, p.sex, p.ethnic_group, p.disability)
        .join(p, on=(e.pupil == p.id) & (p.unit == e.unit))
        .where((e.unit == access.unit_id) & (e.year == year.id))
        .order_by(e.starts, e.id)
        .tuples()
    )
    spans, traits = [], {}
    for *span, sex, group, disability in rows:
        spans.append(tuple(span))
        traits[span[0]] = (sex, group, bool(disability))
    return spans, traits


def _on_roll(enrolments: Spans, on: date) -> dict[int, Place]:
    return {
        pupil_id: (class_id, grade)
        for pupil_id, class_id, grade, starts, ends in enrolments
        if starts <= on and (ends is None or ends > on)
    }


def _frozen(
    access: Access, year: YearCard, names: dict[int, str], replayed: dict[int, Place]
) -> dict[int, Place]:
    """Sĩ số đầu năm as it was frozen; a class that was renamed since is found by the enrolments."""
    ids = {name: class_id for class_id, name in names.items()}
    rows = OpeningRoll.select().where((OpeningRoll.unit == access.unit_id) & (OpeningRoll.year == year.id))
    found: dict[int, Place] = {}
    for row in rows:
        class_id = ids.get(row.class_name) or replayed.get(row.pupil_id, (None, 0))[0]
        if class_id is not None:
            found[row.pupil_id] = (class_id, row.grade)
    return found


def _moves(
    access: Access, year: YearCard, since: date, until: date, frozen: dict[int, Place] | None
) -> list[RuleMove]:
    """After `since`; also what lies before but was recorded only after the opening roll was `frozen`.

    Not the enrolment of who stands on that roll: it is what the roll rests on, whenever it was written.
    """
    wanted = Move.on > since
    if frozen is not None:
        wanted |= Move.recorded_at > year.frozen_at
    rows = (
        Move.select()
        .where((Move.unit == access.unit_id) & (Move.year == year.id) & (Move.on <= until) & wanted)
        .order_by(Move.on, Move.id)
    )
    moves = (rule_move(row) for row in rows)
    return [
        move
        for move in moves
        if not (move.on <= since and move.kind is MoveKind.ENROLLED and move.pupil_id in (frozen or ()))
    ]
