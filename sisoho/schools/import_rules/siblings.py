"""Who may be brothers and sisters: proposed here, confirmed by a person.

Clan names prove nothing: a Jrai child has the mother's clan, and whole villages share a few (domain.md §6).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from sisoho.schools.import_rules.comparing import name_key, place_key
from sisoho.schools.import_rules.plan import KnownPupil

_TWINS_DAYS = 1  # born before and after midnight
_BETWEEN_BIRTHS_DAYS = 240  # no mother bears two children closer than this, twins aside


@dataclass(frozen=True)
class SiblingPair:
    """Two pupils (public ids) with a mother of the same name in the same village.

    `signs` speak for one family, `doubts` against; both are short Vietnamese phrases.
    """

    first: str
    second: str
    signs: tuple[str, ...]
    doubts: tuple[str, ...]


def propose_siblings(pupils: Iterable[KnownPupil]) -> tuple[SiblingPair, ...]:
    """Pairs with the same mother and village, the likeliest first; none whose births rule it out."""
    families: dict[tuple[str, str], list[KnownPupil]] = defaultdict(list)
    for pupil in pupils:
        if pupil.mother and pupil.village:
            families[name_key(pupil.mother), place_key(pupil.village)].append(pupil)
    pairs = [
        _pair(first, second)
        for children in families.values()
        for first, second in combinations(children, 2)
        if _births_allow(first, second)
    ]
    return tuple(sorted(pairs, key=lambda pair: len(pair.doubts) - len(pair.signs)))


def _births_allow(first: KnownPupil, second: KnownPupil) -> bool:
    if not (first.birth and second.birth):
        return True
    if first.birth.precision != "day" or second.birth.precision != "day":
        return True
    days = abs((first.birth.date - second.birth.date).days)
    return days <= _TWINS_DAYS or days >= _BETWEEN_BIRTHS_DAYS


def _pair(first: KnownPupil, second: KnownPupil) -> SiblingPair:
    signs, doubts = ["cùng tên mẹ", "cùng thôn buôn"], list[str]()
    if first.father and second.father:
        same_father = name_key(first.father) == name_key(second.father)
        (signs if same_father else doubts).append("cùng tên cha" if same_father else "khác tên cha")
    if first.phone and second.phone:
        same_phone = first.phone == second.phone
        (signs if same_phone else doubts).append("cùng số điện thoại" if same_phone else "khác số điện thoại")
    return SiblingPair(first.public_id, second.public_id, tuple(signs), tuple(doubts))
