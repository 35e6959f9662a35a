"""What the movement of a span is counted from: the rolls at both ends, the moves between, who they are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sisoho.access import Access
from sisoho.schools.models import Enrolment, Move, OpeningRoll, Pupil, PupilBoarding, SchoolClass
from sisoho.schools.queries.moves import rule_move
from sisoho.schools.queries.years import YearCard
from sisoho.schools.rules import Move as RuleMove
from sisoho.schools.rules import MoveKind, RollSpan, is_minority

Place = tuple[int, int]  # class id, grade: a multigrade class holds several


@dataclass(frozen=True)
class SpanRoll:
    """`places` are what `span` names by number; `names`: class id → name.

    `traits` (sex, group, disability) are those on record today, at both ends: else a part would not balance.
    """

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


def span_roll(access: Access, year: YearCard, since: date, until: date, from_opening: bool) -> SpanRoll:
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
    return SpanRoll(span, tuple(places), names, traits, _boarding(access, until))


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
