"""What the registers say about the end of a case: a dropout or a transfer is written there, not here."""

from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.errors import RuleBroken
from sisoho.outreach.rules.case_words import CaseEnd
from sisoho.schools.models import Move
from sisoho.schools.rules import MoveKind, MoveState
from sisoho.vietnamese import format_date


@dataclass(frozen=True, slots=True)
class LastMove:
    kind: MoveKind
    state: MoveState
    on: date

    @property
    def end(self) -> CaseEnd | None:
        """The end of a case that this move proves."""
        if self.kind is MoveKind.DROPPED:
            return CaseEnd.DROPPED
        is_settled = self.kind is MoveKind.TRANSFER_OUT and self.state is MoveState.DONE
        return CaseEnd.TRANSFERRED if is_settled else None

    @property
    def waits(self) -> bool:
        """Chuyển đi chưa xác nhận."""
        return self.kind is MoveKind.TRANSFER_OUT and self.state is MoveState.PENDING


def last_move(access: Access, pupil_id: int) -> LastMove | None:
    """The last thing that happened to the pupil's enrolment in this school."""
    m = Move
    row = (
        m.select(m.kind, m.state, m.on)
        .where((m.unit == access.unit_id) & (m.pupil == pupil_id) & (m.state != MoveState.CANCELLED.value))
        .order_by(m.on.desc(), m.id.desc())
        .tuples()
        .first()
    )
    return LastMove(MoveKind(row[0]), MoveState(row[1]), row[2]) if row else None


def check_end(access: Access, pupil_id: int, end: CaseEnd, opened_on: date) -> None:
    """Raise RuleBroken unless the registers prove the end: a case is never the place to hide a dropout."""
    if end not in (CaseEnd.DROPPED, CaseEnd.TRANSFERRED):
        return
    move = last_move(access, pupil_id)
    if move is not None and move.end is end:
        return
    if end is CaseEnd.DROPPED:
        said = "Sổ chưa ghi em bỏ học. Văn thư hoặc ban giám hiệu ghi ở trang của em trước, rồi đóng hồ sơ."
    elif move is not None and move.waits:
        said = (
            f"Chuyển đi chưa xác nhận (ghi ngày {format_date(move.on)}): trường mới chưa nhận, "
            "chưa có giấy chuyển trường. Hồ sơ còn mở; tiếp tục liên hệ gia đình và trường mới."
        )
    else:
        said = "Sổ chưa ghi em chuyển đi. Văn thư ghi chuyển trường ở trang của em trước, rồi đóng hồ sơ."
    raise RuleBroken("Chưa đóng hồ sơ. Những gì đã ghi vẫn còn trên trang.", {"end": said})
