"""What a child of the area does in a school year, and which pupil a child may be. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sisoho.vietnamese import BirthDate, fold

_YEAR_TURNS = 7  # July: from then on the villages are surveyed for the coming year (domain.md §2.3)


class ChildState(StrEnum):
    STUDYING = "studying"
    NOT_YET = "not_yet"
    DROPPED = "dropped"
    COMPLETED = "completed"
    MOVED_AWAY = "moved_away"
    DIED = "died"
    UNABLE = "unable"
    UNKNOWN = "unknown"  # nobody has asked this year

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def counts(self) -> bool:
        """Whether the child is one to be mobilised: those who left the area, died or cannot study are not
        (domain.md §2.2)."""
        return self not in (ChildState.MOVED_AWAY, ChildState.DIED, ChildState.UNABLE)

    @property
    def lasts(self) -> bool:
        """Whether it holds for later years without being asked again."""
        return self in _LASTING

    @property
    def out_of_school(self) -> bool:
        return self in (ChildState.NOT_YET, ChildState.DROPPED)


_LABELS = {
    ChildState.STUDYING: "đang học",
    ChildState.NOT_YET: "chưa đi học",
    ChildState.DROPPED: "đã bỏ học",
    ChildState.COMPLETED: "đã học xong THCS",
    ChildState.MOVED_AWAY: "đã chuyển đi nơi khác",
    ChildState.DIED: "qua đời",
    ChildState.UNABLE: "khuyết tật, chưa thể đi học",
    ChildState.UNKNOWN: "chưa hỏi năm nay",
}
_LASTING = frozenset(
    {ChildState.COMPLETED, ChildState.MOVED_AWAY, ChildState.DIED, ChildState.UNABLE, ChildState.DROPPED}
)
ASKED = tuple(state for state in ChildState if state is not ChildState.UNKNOWN)


def state_in(year: str, entry_year: str, entered: ChildState) -> ChildState:
    """What the latest entry up to `year` says of `year`: last year's pupil may be anywhere by now."""
    return entered if entry_year == year or entered.lasts else ChildState.UNKNOWN


def school_year_of(on: date) -> str:
    """The school year a survey on that day is about: 2026-2027 from July 2026 to June 2027."""
    first = on.year if on.month >= _YEAR_TURNS else on.year - 1
    return f"{first}-{first + 1}"


def is_school_year(text: str) -> bool:
    first, _, last = text.partition("-")
    return len(text) == 9 and first.isdecimal() and last.isdecimal() and int(last) == int(first) + 1


def age_in(year: str, birth: date) -> int:
    """By the year of birth alone, as phổ cập counts: born 2020 is six in 2026-2027."""
    return int(year[:4]) - birth.year


@dataclass(frozen=True, slots=True)
class Person:
    """A child or a pupil, as far as matching asks."""

    id: int
    name: str
    birth: BirthDate | None
    village_id: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A child and a pupil who may be one. `sure`: births known to the day are equal, and the village."""

    child_id: int
    pupil_id: int
    sure: bool


def propose_matches(
    children: Iterable[Person], pupils: Iterable[Person], told_apart: Iterable[tuple[int, int]] = ()
) -> list[Proposal]:
    """Pairs of one name (accents aside) and births that agree, the sure ones first.

    Never settled here: two Siu H'Lan of one year live in one village. `told_apart`: (child, pupil) a person
    said are two. Another village lowers the proposal but does not end it: families move.
    """
    apart = set(told_apart)
    by_name: dict[str, list[Person]] = {}
    for pupil in pupils:
        by_name.setdefault(fold(pupil.name), []).append(pupil)
    found = [
        Proposal(child.id, pupil.id, _is_sure(child, pupil))
        for child in children
        for pupil in by_name.get(fold(child.name), ())
        if (child.id, pupil.id) not in apart and may_be_one(child, pupil)
    ]
    return sorted(found, key=lambda pair: (not pair.sure, pair.child_id, pair.pupil_id))


def may_be_one(child: Person, other: Person) -> bool:
    """One name and births that agree, or one village where a birth is not known."""
    if fold(child.name) != fold(other.name):
        return False
    if child.birth is None or other.birth is None:
        return child.village_id == other.village_id
    return child.birth.agrees_with(other.birth)


def _is_sure(child: Person, pupil: Person) -> bool:
    same_day = child.birth is not None and child.birth == pupil.birth and child.birth.precision == "day"
    return same_day and child.village_id == pupil.village_id


def successors(links: Mapping[int, int], pupil_ids: Sequence[int]) -> set[int]:
    """The pupils themselves and those the same children are in the schools they went on to.

    `links`: pupil of the old school → pupil of the new one.
    """
    found: set[int] = set()
    for pupil_id in pupil_ids:
        here: int | None = pupil_id
        while here is not None and here not in found:
            found.add(here)
            here = links.get(here)
    return found
