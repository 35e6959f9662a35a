"""Điểm danh: the classes of a day, and the sheet of one."""

from datetime import timedelta
from typing import Any

from flask import Response, redirect, request
from htmx_flask import make_response

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.db import new_public_id
from sisoho.errors import RuleBroken
from sisoho.rollcall import actions, forms, queries
from sisoho.rollcall.actions import Submitted
from sisoho.rollcall.routes.blueprint import SHEET, bp, read_day, read_slot, sheet_url
from sisoho.rollcall.rules import MarkKind, Outcome, RollCallSubmission, differences
from sisoho.school_calendar import Slot
from sisoho.schools.queries import due, village_ids
from sisoho.schools.queries.due import ClassRoll
from sisoho.web.guards import needs
from sisoho.web.pwa import may_be_kept
from sisoho.web.rendering import page

_AHEAD = timedelta(days=7)  # of a sheet taken along; its day has come when it is sent


@bp.get("/diem-danh")
@needs(Right.TAKE_ROLL)
def classes(access: Access) -> Response:
    day = read_day(request.args.get("ngay") or access.on.isoformat())
    response = page("rollcall/classes.html", board=queries.board(access, min(day, access.on)))
    return response if "ngay" in request.args else may_be_kept(response, access)  # it names no pupil


@bp.get(SHEET)
@needs(Right.TAKE_ROLL)
def sheet(access: Access, class_id: str, day: str, half_day: str) -> Response:
    roll, slot = due.class_roll(access, class_id), read_slot(day, half_day)
    ahead = _AHEAD if "X-Take-Along" in request.headers else timedelta(0)
    response = _sheet_page(access, roll, slot, ahead=ahead)
    # Whoever steps in for a colleague opens the sheet with signal, and may need it anew without.
    is_opened_today = slot.date == access.on and "X-Take-Along" not in request.headers
    may_keep = is_opened_today or _is_own_duty(access, roll, slot)
    return may_be_kept(response, access) if may_keep else response


def _is_own_duty(access: Access, roll: ClassRoll, slot: Slot) -> bool:
    """Whether a phone may take the sheet along; a homeroom teacher's own class costs no statement."""
    if slot.date < access.on or roll.id in access.class_ids:
        return slot.date >= access.on
    one_day = queries.roll_duties(access, slot.date, slot.date + timedelta(days=1))
    return one_day.is_mine(access, roll.id, slot)


@bp.post(SHEET)
@needs(Right.TAKE_ROLL)
def submit(access: Access, class_id: str, day: str, half_day: str) -> Any:
    roll, slot = due.class_roll(access, class_id), read_slot(day, half_day)
    ids = {pupil.public_id: pupil.id for pupil in roll.pupils}
    ids |= queries.pupil_ids(access, forms.pupils_named(request.form) - ids.keys())
    try:
        form = forms.read_sheet(request.form, ids, clock.now())
        cut_off = _villages_of(access, roll, slot, form.cut_off)
        away = {pupil.id for pupil in roll.pupils if pupil.village_id(slot.date) in cut_off}
        said = form.submission.without(away)
        done = actions.submit_roll_call(
            access, roll, slot, said, skew=form.skew, reason=form.reason, cut_off=cut_off
        )
    except RuleBroken as broken:
        return _refused(access, roll, slot, ids, broken)
    if done.outcome is Outcome.CONFLICT:
        return _conflict(roll, slot, said, form.reason, done)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(sheet_url(roll.public_id, slot), 303)
    if request.htmx.target == "roll-bar":  # type: ignore[attr-defined]
        answer = page("rollcall/_received.html", slot=slot, receipt=done.receipt)
        return make_response(answer, refresh=bool(cut_off))  # who need not come is off the roll
    return _sheet_page(access, roll, slot)  # after a conflict the page has no bar to answer in


def _villages_of(access: Access, roll: ClassRoll, slot: Slot, public_ids: frozenset[str]) -> set[int]:
    """Row ids of the villages said to be cut off; of one where no pupil lives any more nothing follows."""
    if not public_ids:
        return set()
    known = {row_id for public_id, (row_id, _) in village_ids(access).items() if public_id in public_ids}
    return known & {home for pupil in roll.enrolled(slot.date) if (home := pupil.village_id(slot.date))}


def _sheet_page(
    access: Access,
    roll: ClassRoll,
    slot: Slot,
    *,
    said: dict[int, MarkKind] | None = None,
    error: str = "",
    status: int = 200,
    ahead: timedelta = timedelta(0),
) -> Response:
    return page(
        "rollcall/sheet.html",
        fragment="rollcall/_sheet.html",
        status=status,
        view=queries.sheet_view(access, roll, slot, said, ahead),
        slot=slot,
        draft_id=new_public_id(),
        error=error,
        cut_off=forms.villages_cut_off(request.form),
        now=clock.now(),
    )


def _refused(
    access: Access, roll: ClassRoll, slot: Slot, ids: dict[str, int], broken: RuleBroken
) -> Response:
    """The same page with what was typed, as far as it can be read."""
    known = {
        name: value
        for name, value in request.form.items()
        if name.removeprefix(forms.MARK) in ids and value in MarkKind.__members__
    }
    said = forms.read_marks(known, ids)
    return _to_whole_sheet(_sheet_page(access, roll, slot, said=said, error=broken.message, status=422))


def _conflict(
    roll: ClassRoll, slot: Slot, said: RollCallSubmission, reason: str, done: Submitted
) -> Response:
    """409: the stored and the sent version side by side, and a choice."""
    changes = differences(done.sheet.stored, said)
    pupils = {pupil.id: pupil for pupil in roll.pupils}
    disputed = {change.pupil_id for change in changes}
    agreed = [pupil for pupil in roll.pupils if pupil.id in said.roll and pupil.id not in disputed]
    return _to_whole_sheet(
        page(
            "rollcall/conflict.html",
            fragment="rollcall/_conflict.html",
            status=409,
            roll=roll,
            slot=slot,
            said=said,
            locked=done.decision.locked,
            receipt=done.receipt,
            choices=[(pupils[change.pupil_id], change) for change in changes if change.pupil_id in pupils],
            kept={pupil.public_id: said.marks.get(pupil.id) for pupil in agreed},
            reason=reason,
        )
    )


def _to_whole_sheet(response: Response) -> Response:
    """The form aims at its bar, for a short answer; this one takes the place of the whole sheet."""
    return make_response(response, retarget="#sheet", reswap="outerHTML")
