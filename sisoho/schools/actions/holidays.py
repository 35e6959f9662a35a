"""Who leaves between two school years leaves the old class then, and was never in the new one."""

from peewee import Expression

from sisoho.access import Access
from sisoho.errors import RuleBroken
from sisoho.school_calendar import Span
from sisoho.schools.models import Enrolment, Move, OpeningRoll, SchoolYear
from sisoho.schools.queries.moves import year_moves
from sisoho.schools.queries.years import coming_year
from sisoho.schools.rules import MoveKind, MoveState


def with_holidays(access: Access, year: SchoolYear) -> Span:
    """The year and the holidays after it: until the next one begins, without end where none is open."""
    coming = coming_year(access, year.ends)
    return Span(year.starts, coming.starts if coming else None)


def leave_coming_year(access: Access, pupil_id: int, year: SchoolYear) -> None:
    """The place held in the year after `year` is given up; nothing happens where there is none.

    Raises RuleBroken once the pupil counts there: on the frozen opening roll, or after a move.
    """
    coming = coming_year(access, year.ends)
    moves = _standing(access, pupil_id, coming) if coming else []
    if not coming or not moves:
        return
    own = (OpeningRoll.unit == access.unit_id) & (OpeningRoll.year == coming.id)
    counted = OpeningRoll.select().where(own & (OpeningRoll.pupil == pupil_id)).exists()
    (first, *later) = moves
    if counted or later or first.kind != MoveKind.ENROLLED:
        raise RuleBroken(
            f"Em đã có tên trong sĩ số năm học {coming.label}.",
            {"on": f"Hãy ghi ngày sau ngày đầu năm học ({coming.starts:%d/%m/%Y})."},
        )
    _hold(access, first, MoveState.CANCELLED)
    Enrolment.update(ends=Enrolment.starts).where(
        _enrolments(access, pupil_id, coming) & Enrolment.ends.is_null()
    ).execute()


def return_to_coming_year(access: Access, pupil_id: int, year: SchoolYear) -> None:
    """The pupil did not leave in the holidays after all: the place in the next year is held again."""
    coming = coming_year(access, year.ends)
    given_up = year_moves(access, pupil_id, coming.id) if coming else []
    if not coming or len(given_up) != 1 or given_up[0].state != MoveState.CANCELLED:
        return
    _hold(access, given_up[0], MoveState.DONE)
    Enrolment.update(ends=None).where(_enrolments(access, pupil_id, coming)).execute()


def _standing(access: Access, pupil_id: int, year: SchoolYear) -> list[Move]:
    return [move for move in year_moves(access, pupil_id, year.id) if move.state != MoveState.CANCELLED]


def _enrolments(access: Access, pupil_id: int, year: SchoolYear) -> Expression:
    own = (Enrolment.unit == access.unit_id) & (Enrolment.pupil == pupil_id)
    return own & (Enrolment.year == year.id)


def _hold(access: Access, move: Move, state: MoveState) -> None:
    own = (Move.unit == access.unit_id) & (Move.id == move.id)
    Move.update(state=state.value).where(own).execute()
