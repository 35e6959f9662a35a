"""Kiểm đếm thực tế: heads somebody counted, beside what the sheet of the half-day says."""

from dataclasses import dataclass
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.rollcall.rules.totals import SheetTotals

MOST_HEADS = 99


class Source(StrEnum):
    """Who counted."""

    LEADER = "leader"
    DAY_DUTY = "day_duty"
    DOI = "doi"  # totals only, by the red-star pupils
    COMMUNE = "commune"

    @property
    def label(self) -> str:
        return _SOURCES[self]


_SOURCES = {
    Source.LEADER: "ban giám hiệu",
    Source.DAY_DUTY: "giáo viên trực",
    Source.DOI: "Đội",
    Source.COMMUNE: "xã",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`seen` beside the sheet. `late` may have come after the count, `gone` may have left before it.

    `totals` None: there was no sheet to set it beside.
    """

    seen: int
    totals: SheetTotals | None
    gone: int = 0
    away: int = 0

    @property
    def difference(self) -> int:
        """More (above 0) or fewer seen than the sheet and what explains it allow; 0 when they agree."""
        if self.totals is None:
            return 0
        most = self.totals.present
        least = most - self.totals.late - self.gone
        return max(self.seen - most, 0) or min(self.seen - least, 0)

    @property
    def agrees(self) -> bool:
        return self.totals is not None and self.difference == 0

    @property
    def words(self) -> str:
        """`thấy 31 · bản điểm danh có mặt 33 (đi trễ 1, về sớm 1) · được nghỉ 2 · thiếu 0`."""
        if self.totals is None:
            return f"thấy {self.seen} · chưa có bản điểm danh để đối chiếu"
        why = ", ".join(
            f"{word} {count}"
            for word, count in (("đi trễ", self.totals.late), ("về sớm, vắng từ tiết", self.gone))
            if count
        )
        parts = [
            f"thấy {self.seen}",
            f"bản điểm danh có mặt {self.totals.present}{f' ({why})' if why else ''}",
        ]
        if self.away:
            parts.append(f"được nghỉ {self.away}")
        if self.difference:
            parts.append(f"{'thừa' if self.difference > 0 else 'thiếu'} {abs(self.difference)}: cần xem lại")
        else:
            parts.append("khớp")
        return " · ".join(parts)


def check_heads(seen: int, enrolled: int) -> None:
    """Raises RuleBroken for a number that no class of this size shows."""
    if not 0 <= seen <= min(enrolled + 5, MOST_HEADS):
        raise RuleBroken(f"Lớp có {enrolled} em; số đếm được từ 0 đến {enrolled + 5}. Chưa ghi gì.")
