"""The rules that tell which pupils need looking after, and what each may be set to.

Two kinds. A rule that *raises alone* tells of something that has happened to this pupil at school:
absences, an earlier dropout. The others tell of circumstances (a poor household, a long way, a first
grade): most children who live so come every day, and a list that stamped them for it would be wrong
and would grow until nobody reads it. They are shown beside what a rule of the first kind raised, where
they say why a pupil may need help sooner. A school may change which is which, as it may the thresholds.

All defaults are proposals of this project (domain.md §7, [D]), except the 45 sessions: TT 22/2021, Điều 12.
"""

from dataclasses import dataclass
from enum import StrEnum

from sisoho.errors import RuleBroken


class RiskCode(StrEnum):
    """In the order of the pages."""

    STREAK = "streak"
    SHARE = "share"
    IN_SEASON = "in_season"
    SEASONAL_SPELLS = "seasonal_spells"
    AFTER_TET = "after_tet"
    SESSIONS = "sessions"
    EARLIER_DROPOUT = "earlier_dropout"
    DROPPED_NEARBY = "dropped_nearby"
    POVERTY = "poverty"
    LEARNING = "learning"
    DISTANCE = "distance"
    ENTRY_GRADE = "entry_grade"
    BY_HAND = "by_hand"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def of_family(self) -> bool:
        """Circumstances of home and learning: for the homeroom teacher and leaders alone (domain.md §9)."""
        return self in _OF_FAMILY


_LABELS = {
    RiskCode.STREAK: "Nghỉ nhiều buổi liền chưa có phép",
    RiskCode.SHARE: "Vắng nhiều buổi, kể cả có phép",
    RiskCode.IN_SEASON: "Vắng trong mùa vụ, mùa mưa lũ của buôn",
    RiskCode.SEASONAL_SPELLS: "Nhiều đợt nghỉ ngắn theo mùa",
    RiskCode.AFTER_TET: "Vắng sau Tết",
    RiskCode.SESSIONS: "Sắp tới 45 buổi nghỉ (trung học cơ sở)",
    RiskCode.EARLIER_DROPOUT: "Đã từng bỏ học",
    RiskCode.DROPPED_NEARBY: "Người cùng nhà, bạn cùng lớp đã bỏ học",
    RiskCode.POVERTY: "Hộ nghèo, hộ cận nghèo",
    RiskCode.LEARNING: "Gặp khó khăn trong học tập",
    RiskCode.DISTANCE: "Nhà xa trường, đi lại khó",
    RiskCode.ENTRY_GRADE: "Lớp đầu cấp",
    RiskCode.BY_HAND: "Thầy cô thấy cần quan tâm",
}
_OF_FAMILY = frozenset(
    {RiskCode.POVERTY, RiskCode.LEARNING, RiskCode.DROPPED_NEARBY, RiskCode.EARLIER_DROPOUT}
)


class CircumstanceKind(StrEnum):
    """What only people know: poverty, distance and who dropped out of this school stand in the registers."""

    LEARNING = "learning"
    SIBLING_DROPPED = "sibling_dropped"

    @property
    def label(self) -> str:
        if self is CircumstanceKind.LEARNING:
            return RiskCode.LEARNING.label
        return "Anh chị em đã bỏ học (ở trường khác, hoặc trước đây)"


@dataclass(frozen=True, slots=True)
class RiskRule:
    """A rule as a school reads it on a day. `window` in days; several thresholds are steps."""

    code: RiskCode
    thresholds: tuple[int, ...]
    window: int
    raises_alone: bool
    active: bool = True

    @property
    def least(self) -> int:
        return self.thresholds[0]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """What may be set: `unit` names what a threshold counts, "" where there is none to set."""

    default: RiskRule
    unit: str = ""
    highest: int = 60
    has_window: bool = False

    @property
    def has_steps(self) -> bool:
        """Several thresholds, one after the other."""
        return len(self.default.thresholds) > 1


def _kind(
    code: RiskCode, thresholds: tuple[int, ...], window: int, alone: bool, unit: str = "", highest: int = 60
) -> RuleKind:
    return RuleKind(RiskRule(code, thresholds, window, alone), unit, highest, has_window=window > 0)


RULE_KINDS: dict[RiskCode, RuleKind] = {
    kind.default.code: kind
    for kind in (
        _kind(RiskCode.STREAK, (3,), 0, True, "buổi liền"),
        _kind(RiskCode.SHARE, (10,), 60, True, "% số buổi phải học", 100),
        _kind(RiskCode.IN_SEASON, (2,), 0, True, "buổi trong mùa"),
        _kind(RiskCode.SEASONAL_SPELLS, (2,), 30, True, "đợt nghỉ từ 2 buổi"),
        _kind(RiskCode.AFTER_TET, (2,), 21, True, "buổi"),
        _kind(RiskCode.SESSIONS, (15, 30, 40), 0, True, "buổi", 45),
        _kind(RiskCode.EARLIER_DROPOUT, (1,), 365, True),
        _kind(RiskCode.DROPPED_NEARBY, (1,), 180, False),
        _kind(RiskCode.POVERTY, (1,), 0, False),
        _kind(RiskCode.LEARNING, (1,), 0, False),
        _kind(RiskCode.DISTANCE, (4,), 0, False, "km, hoặc đường cách trở"),
        _kind(RiskCode.ENTRY_GRADE, (1, 6), 0, False, "là các lớp đầu cấp", 12),
    )
}
"""Code → what may be set and the value until a school says otherwise, in the order of the page."""


SHORTEST_WINDOW, LONGEST_WINDOW = 7, 400  # days


def check_rule(rule: RiskRule) -> None:
    """Raise RuleBroken, with a message per field, unless the numbers fit the kind of rule."""
    kind = RULE_KINDS[rule.code]
    wrong: dict[str, str] = {}
    numbers = list(rule.thresholds)
    fits = bool(numbers) and all(1 <= number <= kind.highest for number in numbers)
    if kind.has_steps and not (fits and numbers == sorted(set(numbers))):
        wrong["thresholds"] = f"Cần các số từ 1 đến {kind.highest}, tăng dần, cách nhau dấu phẩy."
    elif not kind.has_steps and not (fits and len(numbers) == 1):
        wrong["thresholds"] = f"Cần một số từ 1 đến {kind.highest} ({kind.unit})."
    if kind.has_window and not SHORTEST_WINDOW <= rule.window <= LONGEST_WINDOW:
        wrong["window"] = f"Cần số ngày từ {SHORTEST_WINDOW} đến {LONGEST_WINDOW}."
    if wrong:
        raise RuleBroken("Chưa lưu được quy tắc. Những gì đã nhập vẫn còn ở dưới.", wrong)
