"""Enrolment and its moves. Nobody is ever deleted: a pupil comes, changes class, leaves, returns.

An enrolment runs from the day it begins until the day before it ends; on the day of leaving
the pupil is no longer on the roll. Spans follow from the moves and can be replayed from them,
which is how a cancelled transfer puts the pupil back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.school_calendar import Dated, covers


class MoveKind(StrEnum):
    ENROLLED = "enrolled"
    TRANSFER_IN = "transfer_in"
    TRANSFER_OUT = "transfer_out"
    CLASS_CHANGE = "class_change"
    DROPPED = "dropped"
    RETURNED = "returned"
    DIED = "died"
    SUMMER_DROPPED = "summer_dropped"  # was due in the new year and never came: not of the in-year figures

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    MoveKind.ENROLLED: "Vào học",
    MoveKind.TRANSFER_IN: "Chuyển đến",
    MoveKind.TRANSFER_OUT: "Chuyển đi",
    MoveKind.CLASS_CHANGE: "Chuyển lớp",
    MoveKind.DROPPED: "Bỏ học",
    MoveKind.RETURNED: "Trở lại lớp",
    MoveKind.DIED: "Qua đời",
    MoveKind.SUMMER_DROPPED: "Bỏ học trong hè",
}

LEAVING = frozenset({MoveKind.TRANSFER_OUT, MoveKind.DROPPED, MoveKind.DIED, MoveKind.SUMMER_DROPPED})
DROPPING = frozenset({MoveKind.DROPPED, MoveKind.SUMMER_DROPPED})
_PAPERLESS = frozenset({MoveKind.ENROLLED, MoveKind.SUMMER_DROPPED})
JOINING = frozenset({MoveKind.ENROLLED, MoveKind.TRANSFER_IN, MoveKind.RETURNED})
IN_HOLIDAYS = frozenset({MoveKind.TRANSFER_OUT, MoveKind.DIED})  # may end a class between two school years


class MoveState(StrEnum):
    DONE = "done"
    PENDING = "pending"  # "chuyển đi – chờ xác nhận": the pupil has left, no school has taken the pupil yet
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Paper:
    """The proof of a move. A primary transfer application has no number (TT 28/2020, Điều 36)."""

    kind: str
    issued_on: date
    issuer: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    pupil_id: int
    kind: MoveKind
    on: date
    reason: str = ""
    from_class_id: int | None = None
    to_class_id: int | None = None
    other_school: str = ""
    paper: Paper | None = None
    state: MoveState = MoveState.DONE
    row_id: int | None = None  # of the stored move, to be found again behind a figure

    @property
    def label(self) -> str:
        return "Chuyển đi – chờ xác nhận" if self.state is MoveState.PENDING else self.kind.label


@dataclass(frozen=True, slots=True)
class EnrolmentSpan:
    """A pupil in a class from a day until the day before `ends`."""

    class_id: int
    starts: date
    ends: date | None = None


def apply_move(spans: Sequence[EnrolmentSpan], move: Move) -> tuple[EnrolmentSpan, ...]:
    """The pupil's spans after a move that `check_move` let pass; a cancelled one changes nothing."""
    if move.state is MoveState.CANCELLED:
        return tuple(spans)
    after = [replace(span, ends=move.on) if span.ends is None else span for span in spans]
    if move.to_class_id is not None and move.kind not in LEAVING:
        after.append(EnrolmentSpan(move.to_class_id, move.on))
    return tuple(after)


def enrolment_spans(moves: Iterable[Move]) -> tuple[EnrolmentSpan, ...]:
    """The spans of one pupil, replayed from all moves of the year in time order."""
    spans: tuple[EnrolmentSpan, ...] = ()
    for move in moves:
        spans = apply_move(spans, move)
    return spans


def papers_outstanding(moves: Iterable[Move]) -> tuple[Move, ...]:
    """The moves whose proof has not come yet: families leave first, papers follow."""
    return tuple(
        move
        for move in moves
        if move.paper is None and move.kind not in _PAPERLESS and move.state is not MoveState.CANCELLED
    )


def check_move(
    earlier: Sequence[Move], move: Move, year: Dated, today: date, *, papers_follow: bool = False
) -> None:
    """Raise RuleBroken, with a message per field, unless `move` may follow the pupil's `earlier` moves.

    `earlier` are all moves of the pupil in this school and year, in time order.
    `papers_follow`: a person says that the proof will be handed in later; a transfer out
    without proof, or whose new school has not confirmed, must be PENDING.
    """
    valid = tuple(past for past in earlier if past.state is not MoveState.CANCELLED)
    spans = enrolment_spans(valid)
    wrong = {
        "on": _wrong_date(valid, spans, move, year, today),
        "kind": _wrong_order(valid, spans, move),
        "to_class": _wrong_class(spans, move),
        "reason": "" if move.reason.strip() else "Hãy ghi lý do.",
        "paper_kind": _wrong_paper(move, papers_follow),
        "other_school": _wrong_school(move),
    }
    wrong = {name: message for name, message in wrong.items() if message}
    if wrong:
        raise RuleBroken("Chưa ghi được biến động này. Hồ sơ của em còn nguyên như trước.", wrong)


def _open(spans: Sequence[EnrolmentSpan]) -> EnrolmentSpan | None:
    return next((span for span in spans if span.ends is None), None)


_OUTSIDE = {
    MoveKind.DROPPED: "Ngày này nằm ngoài năm học. Em nghỉ từ trong hè: ghi ở trang Chưa thấy mặt đầu năm.",
    **dict.fromkeys(
        JOINING | {MoveKind.CLASS_CHANGE},
        "Ngày này nằm ngoài năm học. Hãy ghi ngày đầu năm học ({}), ghi trước được.",
    ),
}


def _wrong_date(
    earlier: Sequence[Move], spans: Sequence[EnrolmentSpan], move: Move, year: Dated, today: date
) -> str:
    if not covers(year, move.on):
        return _OUTSIDE.get(move.kind, "Ngày này nằm ngoài năm học.").format(f"{year.starts:%d/%m/%Y}")
    expected = move.kind in JOINING and move.on == year.starts  # tuyển sinh, xếp lớp before the first day
    if move.on > today and not expected and move.kind is not MoveKind.CLASS_CHANGE:
        return "Ngày này chưa tới: chỉ ghi việc đã xảy ra."
    current = _open(spans)
    if move.kind is MoveKind.SUMMER_DROPPED:
        came = len(earlier) == 1 and current is not None and move.on == current.starts
        return "" if came else "Em đã có biến động khác trong năm học này; hãy ghi “Bỏ học”."
    on_first_day = move.kind is MoveKind.CLASS_CHANGE and move.on == year.starts
    if current is not None and move.on <= current.starts and not on_first_day:
        return f"Ngày này phải sau ngày em vào lớp hiện tại ({current.starts:%d/%m/%Y})."
    last = earlier[-1] if earlier else None
    if last is not None and last.kind in DROPPING and move.on <= last.on:
        return f"Ngày trở lại phải sau ngày nghỉ ({last.on:%d/%m/%Y})."
    if last is not None and move.on < last.on:
        return f"Sau ngày này đã có biến động khác ({last.label}, {last.on:%d/%m/%Y})."
    return ""


def _wrong_order(earlier: Sequence[Move], spans: Sequence[EnrolmentSpan], move: Move) -> str:
    last = earlier[-1].kind if earlier else None
    if last is MoveKind.DIED:
        return "Em đã qua đời; không ghi thêm biến động."
    if move.kind not in JOINING:
        return "" if _open(spans) else "Em hiện không có tên trong lớp nào."
    if _open(spans):
        return "Em đang học trong một lớp; nếu đổi lớp, hãy chọn “Chuyển lớp”."
    if last in DROPPING and move.kind is not MoveKind.RETURNED:
        return "Em đã nghỉ học trong năm này; hãy chọn “Trở lại lớp”."
    if move.kind is MoveKind.RETURNED and last not in (*DROPPING, None):
        return "Em chuyển đi chứ không bỏ học; hãy chọn “Chuyển đến”."
    return ""


def _wrong_class(spans: Sequence[EnrolmentSpan], move: Move) -> str:
    current = _open(spans)
    if move.kind not in JOINING and current is not None and move.from_class_id != current.class_id:
        return "Em không còn ở lớp này. Hãy tải lại trang."
    if move.kind in LEAVING:
        return ""
    if move.to_class_id is None:
        return "Hãy chọn lớp."
    if move.to_class_id == move.from_class_id and move.kind is MoveKind.CLASS_CHANGE:
        return "Em đang học lớp này."
    return ""


def _wrong_paper(move: Move, papers_follow: bool) -> str:
    if move.kind is MoveKind.ENROLLED or move.state is MoveState.PENDING:
        return ""
    if move.kind is MoveKind.SUMMER_DROPPED:
        return ""  # nobody issues one
    if move.paper is None:
        if move.kind is MoveKind.TRANSFER_OUT:
            return "Chưa có giấy tờ thì ghi “Chuyển đi – chờ xác nhận”."
        return "" if papers_follow else "Hãy ghi giấy tờ kèm theo, hoặc chọn “giấy tờ bổ sung sau”."
    if not move.paper.kind.strip() or not move.paper.issuer.strip():
        return "Hãy ghi loại giấy tờ và nơi cấp."
    return ""


def _wrong_school(move: Move) -> str:
    if move.state is MoveState.PENDING and move.kind is not MoveKind.TRANSFER_OUT:
        return "Chỉ chuyển đi mới chờ trường khác xác nhận."
    if move.kind is MoveKind.TRANSFER_OUT and not move.other_school.strip():
        return "Hãy ghi trường nơi em chuyển đến."
    return ""
