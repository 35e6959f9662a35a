"""The year's end: what a year came to for a pupil, and the next year proposed from it.

The program proposes and warns; a person decides. Promotion in lower secondary asks for at most 45
sessions of absence, with leave or without, on a plan of one session a day (TT 22/2021, Điều 12); primary
has no such line (TT 27/2020).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sisoho.schools.rules.classes import Level, level_of

ABSENCES_ALLOWED = 45
LAST_OF_PRIMARY, FIRST_OF_SECONDARY, LAST_GRADE = 5, 6, 9


class Result(StrEnum):
    PROMOTED = "promoted"
    COMPLETED_PRIMARY = "completed_primary"
    COMPLETED_LOWER_SECONDARY = "completed_lower_secondary"
    REPEATS = "repeats"
    SUMMER_WORK = "summer_work"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_final(self) -> bool:
        """Whether the next year can be built on it."""
        return self is not Result.SUMMER_WORK


_LABELS = {
    Result.PROMOTED: "Lên lớp",
    Result.COMPLETED_PRIMARY: "Hoàn thành chương trình tiểu học",
    Result.COMPLETED_LOWER_SECONDARY: "Hoàn thành chương trình THCS",
    Result.REPEATS: "Lưu ban",
    Result.SUMMER_WORK: "Rèn luyện, kiểm tra lại trong hè",
}


def usual_result(grade: int) -> Result:
    """What most pupils of a grade reach: the rest is entered by exception."""
    if grade == LAST_OF_PRIMARY:
        return Result.COMPLETED_PRIMARY
    return Result.COMPLETED_LOWER_SECONDARY if grade == LAST_GRADE else Result.PROMOTED


def results_of(grade: int) -> tuple[Result, ...]:
    """The results a pupil of this grade may have."""
    return usual_result(grade), Result.REPEATS, Result.SUMMER_WORK


def is_over_absences(grade: int, sessions: int) -> bool:
    """Whether a leader must look twice before promotion; the program decides nothing."""
    return level_of(grade) is Level.LOWER_SECONDARY and sessions > ABSENCES_ALLOWED


def next_grade(grade: int, result: Result) -> int | None:
    """The grade of the coming year; None once lower secondary is completed, or nothing is decided yet."""
    if result is Result.REPEATS:
        return grade
    return grade + 1 if result in (Result.PROMOTED, Result.COMPLETED_PRIMARY) else None


@dataclass(frozen=True, slots=True)
class OldClass:
    """A class of the year that ends; `id` is the row id."""

    id: int
    name: str
    grades: tuple[int, ...]
    campus_id: int | None = None


@dataclass(frozen=True, slots=True)
class NextClass:
    """A class of the coming year. `key` names it in the plan; `from_id`: whose week is copied.

    `takes`: the class whose pupils go on here, None for a new intake.
    """

    key: str
    name: str
    grades: tuple[int, ...]
    campus_id: int | None = None
    from_id: int | None = None
    takes: int | None = None


def next_classes(old: Sequence[OldClass]) -> tuple[NextClass, ...]:
    """6A becomes 7A, a multigrade class stays what it is, the entry grades get new classes.

    Grade 5 goes on to grade 6 only where the school teaches lower secondary; elsewhere a school of lower
    secondary opens as many classes of grade 6 as it had.
    """
    grades = {grade for one in old for grade in one.grades}
    return tuple(sorted(_proposed(old, grades), key=lambda one: (one.grades, len(one.name), one.name)))


def _proposed(old: Sequence[OldClass], grades: Collection[int]) -> Iterator[NextClass]:
    has_secondary = any(grade >= FIRST_OF_SECONDARY for grade in grades)
    entries = {1} | ({FIRST_OF_SECONDARY} if LAST_OF_PRIMARY not in grades else set())
    for one in old:
        if len(one.grades) > 1:
            yield NextClass(f"c{one.id}", one.name, one.grades, one.campus_id, one.id, one.id)
            continue
        (grade,) = one.grades
        if grade in entries:
            yield NextClass(f"n{one.id}", one.name, one.grades, one.campus_id, one.id)
        if grade < LAST_GRADE and (grade != LAST_OF_PRIMARY or has_secondary):
            after = grade + 1
            yield NextClass(f"c{one.id}", _renamed(one.name, after), (after,), one.campus_id, one.id, one.id)


def _renamed(name: str, grade: int) -> str:
    """`Lớp 6A` → `Lớp 7A`: the first number of a class's name is its grade."""
    return re.sub(r"\d+", str(grade), name, count=1)


@dataclass(frozen=True, slots=True)
class Leaver:
    """A pupil on the roll when the year ends; ids are row ids. `result` is None while nobody decided."""

    pupil_id: int
    class_id: int
    grade: int
    result: Result | None


OUT = "out"  # the pupil goes on elsewhere: another school's grade 6, or lower secondary is completed


def propose_place(one: Leaver, own: OldClass, classes: Sequence[NextClass]) -> str | None:
    """The key of the class the pupil would go on in, OUT, or None where a person must say."""
    if one.result is None or not one.result.is_final:
        return None
    grade = next_grade(one.grade, one.result)
    if grade is None:
        return OUT
    fitting = [new for new in classes if grade in new.grades]
    if not fitting:
        return OUT if one.result is Result.COMPLETED_PRIMARY else None
    return min(fitting, key=lambda new: _distance(one, own, new)).key


def _distance(one: Leaver, own: OldClass, new: NextClass) -> tuple[bool, bool, bool]:
    """With the own class where it goes on; then at the own campus; then the class of the same name."""
    stays = new.takes == one.class_id
    return (not stays, new.campus_id != own.campus_id, new.name != own.name)


def place_all(
    leavers: Iterable[Leaver], old: Sequence[OldClass], classes: Sequence[NextClass], said: dict[int, str]
) -> dict[int, str | None]:
    """pupil id → key, OUT or None; what a person `said` stands as long as the class is there."""
    known = {one.id: one for one in old}
    keys = {new.key for new in classes} | {OUT}
    found: dict[int, str | None] = {}
    for one in leavers:
        chosen = said.get(one.pupil_id)
        proposed = propose_place(one, known[one.class_id], classes)
        found[one.pupil_id] = chosen if chosen in keys else proposed
    return found
