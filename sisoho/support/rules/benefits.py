"""Who a scheme is meant for, and the facts that say so. A proposal: a person decides."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sisoho.schools.rules import Level

GROUNDS = {
    "hard_village": "thôn buôn đặc biệt khó khăn",
    "poor": "hộ nghèo",
    "near_poor": "hộ cận nghèo",
    "disability": "học sinh khuyết tật",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is on record of a pupil on a day. `km` None: not written down; `grounds` are keys of GROUNDS."""

    level: Level | None
    km: Decimal | None = None
    hard_terrain: bool = False
    grounds: frozenset[str] = frozenset()
    boards_weekly: bool = False


@dataclass(frozen=True, slots=True)
class SchemeRule:
    """The condition of a scheme: far enough ∧ one of the grounds ∧ boards in the week, where asked.

    `least_km` by level, a level left out is not covered by a distance; None asks for none.
    """

    least_km: dict[Level, Decimal] | None = None
    terrain_counts: bool = False
    grounds: tuple[str, ...] = ()
    needs_boarding: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons`: the facts for or against, in words; `unknown`: what must be written down first."""

    entitled: bool
    reasons: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return "; ".join((*self.reasons, *(f"chưa ghi {what}" for what in self.unknown)))


def decide(rule: SchemeRule, pupil: Circumstances) -> Verdict:
    """What the rule thinks of the pupil, and why (NĐ 66/2025/NĐ-CP asks for all of its conditions)."""
    parts = [_distance(rule, pupil), _grounds(rule.grounds, pupil.grounds), _boarding(rule, pupil)]
    asked = [part for part in parts if part is not None]
    return Verdict(
        entitled=all(part.entitled for part in asked),
        reasons=tuple(reason for part in asked for reason in part.reasons),
        unknown=tuple(what for part in asked for what in part.unknown),
    )


def _distance(rule: SchemeRule, pupil: Circumstances) -> Verdict | None:
    if rule.least_km is None:
        return None
    if rule.terrain_counts and pupil.hard_terrain:
        return Verdict(True, ("địa hình cách trở, giao thông đi lại khó khăn",))
    least = rule.least_km.get(pupil.level) if pupil.level else None
    if least is None:
        return Verdict(False, ("cấp học này không thuộc chế độ",))
    if pupil.km is None:
        return Verdict(False, (), ("khoảng cách từ nhà đến trường",))
    is_far = pupil.km >= least
    return Verdict(
        is_far, (f"nhà cách trường {_km(pupil.km)} km ({'≥' if is_far else '<'} {_km(least)} km)",)
    )


def _grounds(wanted: Collection[str], held: frozenset[str]) -> Verdict | None:
    if not wanted:
        return None
    found = [GROUNDS[ground] for ground in GROUNDS if ground in wanted and ground in held]
    if found:
        return Verdict(True, tuple(found))
    return Verdict(False, ("không thuộc: " + ", ".join(GROUNDS[ground] for ground in wanted),))


def _boarding(rule: SchemeRule, pupil: Circumstances) -> Verdict | None:
    if not rule.needs_boarding:
        return None
    said = "ở bán trú trong tuần" if pupil.boards_weekly else "không ở bán trú trong tuần"
    return Verdict(pupil.boards_weekly, (said,))


def _km(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
