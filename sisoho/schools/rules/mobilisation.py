"""Tỉ lệ huy động: of the children who live in the area, how many are in school. Pure arithmetic.

Levels asked by phổ cập and age bands change by decree (domain.md §2.2): the ages are settings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from sisoho.schools.rules.area import ChildState


@dataclass(frozen=True, slots=True)
class Band:
    """Ages `youngest` to `oldest`, both counted. `grade`: only that grade is what the band asks for."""

    key: str
    label: str
    youngest: int
    oldest: int
    grade: int | None = None

    def holds(self, age: int) -> bool:
        return self.youngest <= age <= self.oldest


@dataclass(frozen=True, slots=True)
class CountedChild:
    """A child as the arithmetic sees one: no name. `grade`: of who studies, None where it is not known."""

    age: int
    state: ChildState
    grade: int | None = None
    is_girl: bool = False
    is_minority: bool = False
    is_disabled: bool = False


@dataclass(frozen=True, slots=True)
class MobilisationCount:
    """`living`: everyone of the band ever listed; `excluded`: moved away, died or unable to study.

    `mobilised` + `out` + `unknown` + `otherwise` = `due`; `otherwise`: in school, but not known to be in the
    grade the band asks for.
    """

    living: int
    excluded: int
    mobilised: int
    out: int
    unknown: int
    otherwise: int

    @property
    def due(self) -> int:
        """The denominator."""
        return self.living - self.excluded

    @property
    def rate(self) -> Fraction | None:
        """None where there is nobody to mobilise."""
        return Fraction(self.mobilised, self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class BandCount:
    """One band, whole and in its breakdowns: (label, count)."""

    band: Band
    all: MobilisationCount
    parts: tuple[tuple[str, MobilisationCount], ...]


def bands(first_grade_age: int, primary_until: int, secondary_until: int) -> tuple[Band, ...]:
    """The three bands of the reports: the age of grade 1, primary, lower secondary."""
    one, last, end = first_grade_age, primary_until, secondary_until
    return (
        Band("lop-1", f"Trẻ {one} tuổi vào lớp 1", one, one, grade=1),
        Band("tieu-hoc", f"Trẻ {one}–{last} tuổi đi học", one, last),
        Band("thcs", f"Trẻ {last + 1}–{end} tuổi đi học", last + 1, end),
    )


def is_mobilised(child: CountedChild, band: Band) -> bool:
    """In school, in the grade if the band asks for one; who has completed lower secondary counts too."""
    if band.grade is not None:
        return child.state is ChildState.STUDYING and child.grade == band.grade
    return child.state in (ChildState.STUDYING, ChildState.COMPLETED)


def count(children: Iterable[CountedChild], band: Band) -> MobilisationCount:
    own = [child for child in children if band.holds(child.age)]
    due = [child for child in own if child.state.counts]
    mobilised = sum(is_mobilised(child, band) for child in due)
    out = sum(child.state.out_of_school for child in due)
    unknown = sum(child.state is ChildState.UNKNOWN for child in due)
    return MobilisationCount(
        len(own), len(own) - len(due), mobilised, out, unknown, len(due) - mobilised - out - unknown
    )


PARTS: tuple[tuple[str, str, Callable[[CountedChild], bool]], ...] = (
    ("nu", "Nữ", lambda child: child.is_girl),
    ("dtts", "Dân tộc thiểu số", lambda child: child.is_minority),
    ("nu-dtts", "Nữ dân tộc thiểu số", lambda child: child.is_girl and child.is_minority),
    ("khuyet-tat", "Khuyết tật", lambda child: child.is_disabled),
)


def count_band(children: Iterable[CountedChild], band: Band) -> BandCount:
    own = list(children)
    parts = tuple((label, count(filter(belongs, own), band)) for _, label, belongs in PARTS)
    return BandCount(band, count(own, band), parts)


def formula(band: Band) -> str:
    """As it is printed under the figures."""
    who = (
        f"trẻ {band.youngest} tuổi"
        if band.youngest == band.oldest
        else f"trẻ {band.youngest}–{band.oldest} tuổi"
    )
    done = f"{who} đang học lớp {band.grade}" if band.grade else f"{who} đang học hoặc đã học xong THCS"
    return (
        f"{band.label} = {done} ÷ {who} sống trong địa bàn × 100. Mẫu số không tính em đã chuyển đi, qua đời "
        "hoặc khuyết tật chưa thể đi học; em chưa hỏi trong năm vẫn ở mẫu số."
    )
