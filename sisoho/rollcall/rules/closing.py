"""What follows the lock: a week opened longer, a month confirmed, a correction proposed afterwards."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.rollcall.rules.marks import MarkKind
from sisoho.rollcall.rules.settlement import LockSetting, Window, month_lock, week_lock
from sisoho.school_calendar import Month, at_vietnam, monday_of, vietnam_date


@dataclass(frozen=True, slots=True)
class WeekOpening:
    """A leader's word that the week of `monday` may be changed until the end of `until`."""

    monday: date
    until: date
    reason: str


def check_opening(opening: WeekOpening, now: datetime, setting: LockSetting) -> None:
    """Raises RuleBroken: no Monday, still open by itself, in the past, past the month's close, no reason."""
    monday, until = opening.monday, opening.until
    if monday != monday_of(monday):
        raise RuleBroken("Hãy chọn tuần theo ngày thứ Hai.")
    if now < week_lock(monday, setting):
        raise RuleBroken("Tuần này chưa khóa sổ nên chưa cần mở thêm.")
    if until < vietnam_date(now):
        raise RuleBroken("Ngày mở thêm đã qua.", {"until": "Phải từ hôm nay trở đi."})
    if at_vietnam(until) >= month_lock(monday, setting):
        told = "Tháng của tuần này chốt trước ngày đó; sau khi chốt, hãy gửi đề nghị sửa."
        raise RuleBroken(told, {"until": told})
    if not opening.reason.strip():
        raise RuleBroken("Hãy ghi lý do mở thêm.", {"reason": "Hãy ghi lý do."})


class Step(StrEnum):
    """Who stands for a class's month: first the homeroom teacher, then the principal."""

    HOMEROOM = "homeroom"
    PRINCIPAL = "principal"

    @property
    def label(self) -> str:
        return "Giáo viên chủ nhiệm" if self is Step.HOMEROOM else "Hiệu trưởng"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One word of a person for the month as it was then. `holds`: its totals are still the month's."""

    step: Step
    by: str
    at: datetime
    holds: bool


def check_confirmation(step: Step, month: Month, today: date, given: tuple[Confirmation, ...]) -> None:
    """Raises RuleBroken: the month is not over, the homeroom teacher has not confirmed it as it now is."""
    if today < month.ends:
        raise RuleBroken(f"Chưa hết {month.label} nên chưa xác nhận được.")
    if step is Step.PRINCIPAL and not any(c.step is Step.HOMEROOM and c.holds for c in given):
        raise RuleBroken("Giáo viên chủ nhiệm chưa xác nhận sổ như hiện nay; hiệu trưởng xác nhận sau.")
    if any(c.step is step and c.holds for c in given):
        raise RuleBroken("Sổ này đã được xác nhận và chưa thay đổi từ đó.")


def check_proposal(before: MarkKind | None, after: MarkKind | None, reason: str, state: Window) -> None:
    """Raises RuleBroken: nothing would change, no reason, or the month is not closed (then correct it)."""
    if state is not Window.MONTH_CLOSED:
        raise RuleBroken("Tháng này chưa chốt: hãy sửa ngay trên bản điểm danh, không cần đề nghị.")
    if before is after:
        raise RuleBroken("Dấu đề nghị giống dấu đang có, nên không có gì để sửa.")
    if not reason.strip():
        raise RuleBroken("Hãy ghi lý do đề nghị sửa.", {"reason": "Hãy ghi lý do."})
