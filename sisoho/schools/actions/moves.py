"""A pupil comes, goes, changes class: the move is recorded, the enrolments follow from the moves.

A backdated move keeps the marks made meanwhile; figures leave them out by asking who was due.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools.actions.holidays import leave_coming_year, return_to_coming_year, with_holidays
from sisoho.schools.forms import MoveData
from sisoho.schools.models import Enrolment, Move, ProposedMove, Pupil, SchoolClass, SchoolYear
from sisoho.schools.queries.loading import held_row, own_row
from sisoho.schools.queries.moves import rule_move, school_name, year_moves
from sisoho.schools.queries.years import coming_year
from sisoho.schools.rules import (
    IN_HOLIDAYS,
    LEAVING,
    EnrolmentSpan,
    MoveKind,
    MoveState,
    check_move,
    enrolment_spans,
)


def record_move(
    access: Access,
    pupil_id: int,
    year_id: int,
    kind: MoveKind,
    data: MoveData,
    *,
    from_class_id: int | None = None,
    papers_follow: bool = False,
) -> Move:
    """Write one move of a pupil and let the enrolments follow.

    `from_class_id`: the class the person saw the pupil in, None for the present one; if it is no
    longer true the move is refused. Who leaves in the holidays leaves the year that ended, and the place
    held in the next one. A transfer out waits (PENDING) until the receiving school on
    this server confirms, or until the paper of a school elsewhere is there.
    Raises RuleBroken with a message per field of `forms.read_move`.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        held_row(access, Pupil, pupil_id)
        year = own_row(access, SchoolYear, year_id)
        if data.to_class_id is not None:
            _check_class(own_row(access, SchoolClass, data.to_class_id), year, data.grade)
        earlier = year_moves(access, pupil_id, year_id)
        row = _move_row(access, pupil_id, year_id, kind, data, from_class_id or _present_class(earlier))
        check_move(
            [rule_move(move) for move in earlier],
            rule_move(row, other_school=row.other_name or school_name(row.other_unit_id, data.on)),
            with_holidays(access, year) if kind in IN_HOLIDAYS else year,
            access.on,
            papers_follow=papers_follow,
        )
        row.save(force_insert=True)
        _follow(access, pupil_id, year_id, [*earlier, row], data.grade)
        if data.on >= year.ends:
            leave_coming_year(access, pupil_id, year)
        _carry_out_proposal(access, pupil_id, kind)
        record(access, f"record_{kind}", "pupil", pupil_id, fields=["on", "class", "reason", "paper"])
    return row


def _move_row(
    access: Access, pupil_id: int, year_id: int, kind: MoveKind, data: MoveData, from_class_id: int | None
) -> Move:
    waits = kind is MoveKind.TRANSFER_OUT and (data.other_unit_id is not None or not data.paper_kind)
    return Move(
        unit=access.unit_id,
        pupil=pupil_id,
        year=year_id,
        kind=kind.value,
        state=(MoveState.PENDING if waits else MoveState.DONE).value,
        on=data.on,
        reason=data.reason,
        paper_kind=data.paper_kind,
        paper_number=data.paper_number,
        paper_on=data.paper_on,
        paper_issuer=data.paper_issuer,
        from_class=from_class_id if kind in LEAVING or kind is MoveKind.CLASS_CHANGE else None,
        to_class=None if kind in LEAVING else data.to_class_id,
        other_unit=data.other_unit_id,
        other_name=data.other_name,
        by=access.staff_id,
        recorded_at=clock.now(),
    )


def _present_class(moves: Sequence[Move]) -> int | None:
    spans = _spans(moves)
    return next((span.class_id for span in spans if span.ends is None), None)


def _spans(moves: Sequence[Move]) -> tuple[EnrolmentSpan, ...]:
    return enrolment_spans(rule_move(move) for move in moves)


def _follow(
    access: Access, pupil_id: int, year_id: int, moves: Sequence[Move], grade: int | None = None
) -> None:
    """Make the stored enrolments of the year say what the moves say; `grade` is that of a new one."""
    stored = list(
        Enrolment.select()
        .where(
            (Enrolment.unit == access.unit_id) & (Enrolment.pupil == pupil_id) & (Enrolment.year == year_id)
        )
        .order_by(Enrolment.starts, Enrolment.id)
    )
    over = _next_begins(access, year_id)
    wanted = [replace(span, ends=span.ends or over) for span in _spans(moves)]
    for row, span in zip(stored, wanted, strict=False):
        row.ends = span.ends
        row.save()
    for span in wanted[len(stored) :]:
        Enrolment.create(
            unit=access.unit_id,
            pupil=pupil_id,
            year=year_id,
            school_class=span.class_id,
            grade=grade or own_row(access, SchoolClass, span.class_id).first_grade,
            starts=span.starts,
            ends=span.ends,
        )


def _next_begins(access: Access, year_id: int) -> date | None:
    """The first day of the year after this one, where it is open: nobody is in an old class from then on."""
    coming = coming_year(access, own_row(access, SchoolYear, year_id).ends)
    return coming.starts if coming else None


def _carry_out_proposal(access: Access, pupil_id: int, kind: MoveKind) -> None:
    """What an imported list proposed and now has happened waits no longer."""
    ProposedMove.update(state="done").where(
        (ProposedMove.unit == access.unit_id)
        & (ProposedMove.pupil == pupil_id)
        & (ProposedMove.kind == kind.value)
        & (ProposedMove.state == "open")
    ).execute()


def _check_class(school_class: SchoolClass, year: SchoolYear, grade: int | None) -> None:
    if school_class.year_id != year.id:
        raise RuleBroken("Lớp này thuộc năm học khác.", {"to_class": "Hãy chọn lớp của năm học này."})
    grades = school_class.grades.split(",")
    if len(grades) > 1 and str(grade) not in grades:
        listed = " hay ".join(grades)
        raise RuleBroken(
            f"{school_class.name} là lớp ghép: em học khối {listed}?", {"grade": f"Hãy ghi khối {listed}."}
        )


def cancel_transfer(access: Access, move_id: int) -> Move:
    """The pupil did not go after all: a waiting transfer is cancelled, the former class goes on.

    Raises Conflict when the receiving school has confirmed meanwhile, or something happened since.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        move = own_row(access, Move, move_id)
        held_row(access, Pupil, move.pupil_id)
        moves = year_moves(access, move.pupil_id, move.year_id)
        if moves[-1].id != move.id:
            raise Conflict("Sau lần chuyển đi này đã có biến động khác nên không hủy được.")
        settle_pending(move, MoveState.CANCELLED)
        moves[-1].state = MoveState.CANCELLED.value
        _follow(access, move.pupil_id, move.year_id, moves)
        year = own_row(access, SchoolYear, move.year_id)
        if move.on >= year.ends:
            return_to_coming_year(access, move.pupil_id, year)
        record(access, "cancel_transfer", "pupil", move.pupil_id, fields=["state"])
    return move


def add_paper(access: Access, move_id: int, data: MoveData) -> Move:
    """The proof of a move arrived; a transfer to a school elsewhere is settled by it."""
    access.need(Right.EDIT_REGISTERS)
    if not (data.paper_kind and data.paper_issuer):
        raise RuleBroken(
            "Hãy ghi loại giấy tờ và nơi cấp.", {"paper_kind": "Hãy ghi loại giấy tờ và nơi cấp."}
        )
    with db.write():
        move = own_row(access, Move, move_id)
        if move.state == MoveState.CANCELLED:
            raise Conflict("Lần chuyển đi này đã hủy.")
        move.paper_kind, move.paper_number = data.paper_kind, data.paper_number
        move.paper_on, move.paper_issuer = data.paper_on, data.paper_issuer
        move.save()
        if move.state == MoveState.PENDING and move.other_unit_id is None:
            settle_pending(move, MoveState.DONE)
        record(access, "add_paper", "pupil", move.pupil_id, fields=["paper"])
    return move


def settle_pending(move: Move, state: MoveState) -> None:
    """Settle a waiting move once: whoever comes second finds it no longer waiting."""
    changed = (
        Move.update(state=state.value)
        .where((Move.unit == move.unit_id) & (Move.id == move.id) & (Move.state == MoveState.PENDING.value))
        .execute()
    )
    if changed != 1:
        raise Conflict("Lần chuyển đi này không còn chờ xác nhận. Hãy tải lại trang.")
