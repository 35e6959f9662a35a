"""What a class's name tells: its grade or grades, and its level."""

import re
from collections.abc import Iterable
from enum import StrEnum


class Level(StrEnum):
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"

    @property
    def label(self) -> str:
        return "Tiểu học" if self is Level.PRIMARY else "Trung học cơ sở"

    @property
    def short_label(self) -> str:
        return "Tiểu học" if self is Level.PRIMARY else "THCS"

    @property
    def grades(self) -> range:
        return range(1, 6) if self is Level.PRIMARY else range(6, 10)


_PREFIX = re.compile(r"^(?:(?:lớp|khối|lop|khoi)\b[\s:.]*)*", re.IGNORECASE)
_JOINED = re.compile(r"^(?:ghép|ghep)\b[\s:.]*", re.IGNORECASE)
_AND = re.compile(r"\+|&|\bvà\b", re.IGNORECASE)
_AND_IN_JOINED = re.compile(r"\+|&|\bvà\b|[,;/-]", re.IGNORECASE)
_GRADE = re.compile(r"\s*(\d{1,2})(?!\d)")


def grades_of(class_name: str) -> tuple[int, ...]:
    """The grades of a class, ascending: `1A` → (1,), `6/2` → (6,), `1+2` and `Lớp ghép 1-2` → (1, 2).

    A comma or stroke parts grades only after "ghép": elsewhere `6/2` is the second class of
    grade 6. Empty when the name tells no grade from 1 to 9.
    """
    name = _PREFIX.sub("", class_name.strip())
    joined = _JOINED.match(name)
    parts = _AND_IN_JOINED.split(name[joined.end() :]) if joined else _AND.split(name)
    found = {int(match[1]) for part in parts if (match := _GRADE.match(part))}
    return tuple(sorted(grade for grade in found if level_of(grade)))


def level_of(grade: int) -> Level | None:
    """The level a grade belongs to, or None for one that is neither."""
    return next((level for level in Level if grade in level.grades), None)


def levels_of(grades: Iterable[int]) -> tuple[Level, ...]:
    """The levels among some grades, lower first: every rate is told per level."""
    found = {level_of(grade) for grade in grades}
    return tuple(level for level in Level if level in found)
