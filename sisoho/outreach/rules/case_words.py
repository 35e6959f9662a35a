"""The words of a case: its states, why it was opened, how it ends, what can happen to it."""

from enum import StrEnum


class CaseState(StrEnum):
    OPEN = "open"
    WATCHING = "watching"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"open": "Đang vận động", "watching": "Đã trở lại – theo dõi", "closed": "Đã đóng"}[self]


class Why(StrEnum):
    ABSENCE = "absence"
    SEASON = "season"
    REQUEST = "request"
    HAND = "hand"

    @property
    def label(self) -> str:
        return {
            "absence": "Vắng liền nhiều buổi chưa có phép",
            "season": "Vắng trong mùa vụ, mùa mưa lũ",
            "request": "Giáo viên chủ nhiệm nhờ đến nhà",
            "hand": "Thầy cô mở hồ sơ",
        }[self]


class Priority(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"

    @property
    def label(self) -> str:
        return "Cần gấp" if self is Priority.URGENT else "Thường"


class CaseEnd(StrEnum):
    RETURNED = "returned"
    DROPPED = "dropped"
    TRANSFERRED = "transferred"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "returned": "Trở lại, còn học sau thời gian theo dõi",
            "dropped": "Bỏ học, đã ghi vào danh sách",
            "transferred": "Chuyển trường, trường mới đã nhận",
            "other": "Lý do khác",
        }[self]


class EventKind(StrEnum):
    OPENED = "opened"  # word: why; day: since; text
    ASSIGNED = "assigned"  # staff, or word: an organisation; neither: nobody holds it now
    DUE_MOVED = "due_moved"  # day
    PRIORITY = "priority"  # word
    STEP = "step"  # text: what; word: by whom; day: until when
    STEP_DONE = "step_done"  # answers: the step
    NOTE = "note"  # text
    REFERRED = "referred"  # text: what is asked of the commune
    COMMUNE_NOTE = "commune_note"  # text: what the commune did
    CAME_BACK = "came_back"  # day
    AWAY_AGAIN = "away_again"  # day
    REASON_GONE = "reason_gone"
    REASON_BACK = "reason_back"
    WATCH_ENDED = "watch_ended"  # day: the last one of the watch; closes
    CLOSED = "closed"  # word: the end; day; text
    REOPENED = "reopened"  # text
