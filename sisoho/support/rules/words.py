"""The codes of support and how a school says them (domain.md §8.12)."""

from collections.abc import Iterable
from enum import StrEnum

HELPS = {
    "study": "kèm học",
    "visit": "thăm hỏi, động viên",
    "books": "sách vở, đồ dùng",
    "clothes": "quần áo, giày dép",
    "travel": "xe đạp, đi lại",
    "food": "bữa ăn, gạo",
    "health": "thẻ BHYT, khám bệnh",
    "other": "việc khác",
}
END_REASONS = {
    "steady": "Em đã vững, không cần nữa",
    "moved": "Em chuyển trường",
    "left": "Em thôi học",
    "handed_over": "Đổi người nhận đỡ đầu",
    "other": "Lý do khác",
}


def help_words(codes: Iterable[str]) -> str:
    """`kèm học, sách vở, đồ dùng`; a code no longer known is left out."""
    return ", ".join(HELPS[code] for code in codes if code in HELPS)


class LessonKind(StrEnum):
    REMEDIAL = "phu_dao"
    VIETNAMESE = "tieng_viet"

    @property
    def label(self) -> str:
        return "Phụ đạo" if self is LessonKind.REMEDIAL else "Tăng cường tiếng Việt"


class ActivityKind(StrEnum):
    """In the order of the list."""

    ACTIVITY = "activity"
    PARENTS = "parents"
    CAMPAIGN = "campaign"
    HEADCOUNT = "headcount"
    PRAISE = "praise"

    @property
    def label(self) -> str:
        return _KINDS[self]

    @property
    def short_label(self) -> str:
        """Fits beside the nine months of a year on a phone."""
        return {ActivityKind.PARENTS: "Họp CMHS", ActivityKind.HEADCOUNT: "Giao ban"}.get(self, self.label)


_KINDS = {
    ActivityKind.ACTIVITY: "Hoạt động",
    ActivityKind.PARENTS: "Họp Ban đại diện cha mẹ học sinh",
    ActivityKind.CAMPAIGN: "Đợt thi đua",
    ActivityKind.HEADCOUNT: "Giao ban sĩ số",
    ActivityKind.PRAISE: "Tuyên dương",
}
