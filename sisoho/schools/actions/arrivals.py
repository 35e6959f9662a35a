"""The first days: who was due and has not been seen; only a person says what became of such a pupil."""

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.schools.actions.moves import record_move
from sisoho.schools.forms import MoveData
from sisoho.schools.models import Arrival, Enrolment, Move, OpeningRoll, Pupil
from sisoho.schools.queries.loading import held_row
from sisoho.schools.queries.moves import year_moves
from sisoho.schools.queries.years import current_year
from sisoho.schools.rules import MoveKind


def say_seen(access: Access, pupil_id: int) -> None:
    """One tap: the child has come. By the homeroom teacher of the class, or a leader."""
    _say(access, pupil_id, "seen", "")


def keep_waiting(access: Access, pupil_id: int, note: str) -> None:
    """Not seen yet, still worked for, stays on the roll; a leader says so, with a reason."""
    access.need(Right.SEE_SCHOOL)
    if not note:
        raise RuleBroken("Hãy ghi vì sao em vẫn giữ tên trong danh sách.", {"note": "Hãy ghi lý do."})
    _say(access, pupil_id, "awaited", note)


def _say(access: Access, pupil_id: int, kind: str, note: str) -> None:
    with db.write():
        held_row(access, Pupil, pupil_id)
        enrolment = _enrolment(access, pupil_id)
        if not access.sees_class(enrolment.school_class_id):
            raise NotAllowed("Việc này do giáo viên chủ nhiệm của lớp hoặc lãnh đạo trường ghi.")
        Arrival.create(
            unit=access.unit_id,
            year=enrolment.year_id,
            pupil=pupil_id,
            kind=kind,
            note=note,
            on=access.on,
            by=access.staff_id,
            recorded_at=clock.now(),
        )
        record(access, f"say_{kind}", "pupil", pupil_id)


def _enrolment(access: Access, pupil_id: int) -> Enrolment:
    year = current_year(access)
    found = (
        Enrolment.select()
        .where(
            (Enrolment.unit == access.unit_id)
            & (Enrolment.pupil == pupil_id)
            & (Enrolment.year == (year.id if year else None))
            & Enrolment.ends.is_null()
        )
        .first()
    )
    if found is None:
        raise NotFound("Em hiện không có tên trong lớp nào của năm học này.")
    return found


def record_summer_dropout(access: Access, pupil_id: int, reason: str) -> Move:
    """Bỏ học trong hè: the pupil was due and never came, so was never on the roll of the year.

    A leader confirms it, pupil by pupil. Raises RuleBroken once the pupil stands on the frozen opening
    roll (that is a dropout of the year), or after any other move.
    """
    access.need(Right.SEE_SCHOOL)
    with db.write():
        held_row(access, Pupil, pupil_id)
        year_id = _enrolment(access, pupil_id).year_id
        own = (OpeningRoll.unit == access.unit_id) & (OpeningRoll.year == year_id)
        if OpeningRoll.select().where(own & (OpeningRoll.pupil == pupil_id)).exists():
            raise RuleBroken("Em có tên trong sĩ số đầu năm đã chốt; hãy ghi “Bỏ học” trong năm.")
        enrolled = next(
            (move for move in year_moves(access, pupil_id, year_id) if move.kind == MoveKind.ENROLLED), None
        )
        if enrolled is None:
            raise RuleBroken("Em không có trong danh sách được vào học từ đầu năm.")
        return record_move(access, pupil_id, year_id, MoveKind.SUMMER_DROPPED, MoveData(enrolled.on, reason))
