"""Submit a roll call: the walk of design.md §3, in one transaction.

The first submission is tried as an insert on the unique key of class and half-day, so that of two
teachers who send at once one is first and the other is judged against it; nothing is looked up before.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.db import write
from sisoho.errors import Conflict, NotAllowed, NotFound
from sisoho.rollcall import queries
from sisoho.rollcall.actions import filing
from sisoho.rollcall.actions.beside import close_for_flood
from sisoho.rollcall.queries import Receipt, Sheet
from sisoho.rollcall.rules import (
    Decision,
    Outcome,
    RollCallSubmission,
    Window,
    decide,
    refuse_impossible,
)
from sisoho.school_calendar import Slot
from sisoho.schools.queries.due import ClassRoll, class_roll


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a submission. `sheet` is as the school has it, before this submission on a conflict."""

    decision: Decision
    sheet: Sheet
    receipt: Receipt

    @property
    def outcome(self) -> Outcome:
        return self.decision.outcome


def submit_roll_call(
    access: Access,
    roll: ClassRoll,
    slot: Slot,
    sent: RollCallSubmission,
    *,
    skew: timedelta | None = None,
    reason: str = "",
    cut_off: Collection[int] = (),
) -> Submitted:
    """Store what a teacher sent, or keep it beside the sheet; every possible submission gets an answer.

    `roll` comes from `due.class_roll` for the same access. `skew`: the phone's clock minus ours.
    `reason` is needed to change a locked sheet. `cut_off`: villages that the taker declares cut off by
    water with the same word; also if the marks meet a conflict, for the water is no matter of versions.
    Raises NotAllowed, NotFound, RuleBroken (rules.when).
    """
    access.need(Right.TAKE_ROLL)
    if access.staff_id is None:
        raise NotAllowed("Điểm danh cần tên người điểm danh; tài khoản này không gắn với một thầy cô nào.")
    if roll.unit_id != access.unit_id:
        raise NotFound
    refuse_impossible(roll.calendar, slot, clock.today())
    entry = filing.Entry(access, roll.id, slot, sent, skew, clock.now())
    with write():
        for village_id in cut_off:
            close_for_flood(access, roll, slot, village_id)
        if cut_off:
            roll = class_roll(access, roll.public_id)  # its calendar has changed
        sheet = _stored(entry) if sent.base_version else None
        if sheet is None:
            decision = decide(None, sent)
            made = filing.file_first(entry, decision)
            if made is not None:
                return Submitted(decision, made, queries.receipt_of(roll, slot, made, Window.OPEN))
            sheet = _stored(entry)
        if sheet is None:
            raise Conflict("Có người vừa sửa buổi này. Bản của thầy cô chưa được ghi; hãy gửi lại.")
        return _judge(entry, roll, sheet, reason)


def _stored(entry: filing.Entry) -> Sheet | None:
    return queries.stored_sheet(
        entry.access, entry.class_id, entry.slot, draft_id=entry.sent.draft_id, lock=True
    )


def _judge(entry: filing.Entry, roll: ClassRoll, sheet: Sheet, reason: str) -> Submitted:
    """A sheet is there already: decide, write what follows."""
    access, slot = entry.access, entry.slot
    window = queries.window_of(access, slot.date, entry.now)
    may_change = int(window) <= int(queries.authority_of(access))
    locked = window is not Window.OPEN and not (may_change and reason.strip())
    decision = decide(sheet.stored, entry.sent, locked=locked)
    filing.file_again(entry, sheet, decision, reason.strip())
    if decision.outcome is Outcome.UPDATED:
        sheet = replace(sheet, received_at=entry.now, taken_by=access.person_name)
    receipt = queries.receipt_of(roll, slot, sheet, window, decision.sheet, decision.overrode)
    return Submitted(decision, sheet, receipt)
