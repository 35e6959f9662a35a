"""Targets of a year: what the level above asks, what the staff conference resolved, what is registered.

The plan of 2018 asks each school to register better than its staff conference resolved. A rate
alone misleads small schools (0,025 % is one pupil in 4,000), so every target is also a count.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from sisoho.errors import RuleBroken
from sisoho.schools.rules import Level, target_text
from sisoho.vietnamese import format_decimal

ALL_LEVELS = "all"
_PLACES = 3


class Indicator(StrEnum):
    DROPOUT = "dropout_rate"
    ATTENDANCE = "attendance_rate"

    @property
    def label(self) -> str:
        return "Tỷ lệ học sinh bỏ học" if self is Indicator.DROPOUT else "Tỷ lệ chuyên cần"

    def is_better(self, one: Decimal, other: Decimal) -> bool:
        """Strictly better: fewer dropouts, more attendance."""
        return one < other if self is Indicator.DROPOUT else one > other

    def rate_text(self, value: Decimal) -> str:
        """`dưới 0,55 %` (strictly below, as plans write it), `từ 98 % trở lên`."""
        if self is Indicator.ATTENDANCE:
            return f"từ {rate(value)} trở lên"
        return f"dưới {rate(value)}" if value else rate(value)

    def count_text(self, value: Decimal, roll: int) -> str:
        """The same as a count among `roll` pupils, "" without pupils."""
        if not roll:
            return ""
        if self is Indicator.DROPOUT:
            return target_text(value, roll)
        away = floor(Fraction(100 - value) / 100 * roll)
        return f"mỗi buổi vắng không quá {away} em" if away else "mỗi buổi không em nào vắng"


class Origin(StrEnum):
    """Whose word a target is."""

    SUPERIOR = "superior"
    RESOLUTION = "resolution"
    REGISTERED = "registered"

    def label(self, unit_kind: str) -> str:
        """In the words of the unit whose target it is: what a commune sets, its schools register against."""
        return _OWN_WORDS.get((self, unit_kind)) or _ORIGINS[self]


_OWN_WORDS = {
    (Origin.REGISTERED, "commune"): "Xã giao các trường",
    (Origin.REGISTERED, "department"): "Sở giao các trường",
}
_ORIGINS = {
    Origin.SUPERIOR: "Cấp trên giao",
    Origin.RESOLUTION: "Nghị quyết hội nghị",
    Origin.REGISTERED: "Trường đăng ký",
}


def origins_of(unit_kind: str) -> tuple[Origin, ...]:
    """The words a unit writes itself. What a superior asks is only copied from paper where the
    superior does not write it here; only a school has a staff conference.
    """
    if unit_kind == "school":
        return tuple(Origin)
    return (Origin.SUPERIOR, Origin.REGISTERED) if unit_kind == "commune" else (Origin.REGISTERED,)


def level_label(level: str) -> str:
    """`Toàn trường` stays out of it: a commune has levels too."""
    return "Chung" if level == ALL_LEVELS else Level(level).label


def rate(value: Decimal) -> str:
    """`0,55 %`, `98 %`: no more decimals than needed."""
    text = format_decimal(value, _PLACES)
    return f"{text.rstrip('0').removesuffix(',')} %"


def check_registered(indicator: Indicator, registered: Decimal, resolution: Decimal | None) -> None:
    """Raise RuleBroken when what is registered is worse than the staff conference resolved."""
    if resolution is not None and indicator.is_better(resolution, registered):
        asked = indicator.rate_text(resolution)
        raise RuleBroken(
            "Chưa ghi được chỉ tiêu đăng ký; chỉ tiêu trước đó còn nguyên.",
            {"value": f"Phải tốt hơn Nghị quyết hội nghị ({asked}): hãy xem lại con số."},
        )


def remarks(
    indicator: Indicator, superior: Decimal | None, resolution: Decimal | None, registered: Decimal | None
) -> Iterator[str]:
    """What a person should look at again, in sentences."""
    if registered is None:
        return
    if resolution is not None and not indicator.is_better(registered, resolution):
        word = "Bằng" if registered == resolution else "Kém"
        yield f"{word} Nghị quyết hội nghị: kế hoạch yêu cầu đăng ký tốt hơn."
    if superior is not None and indicator.is_better(superior, registered):
        yield f"Chưa đạt mức cấp trên giao ({indicator.rate_text(superior)})."
