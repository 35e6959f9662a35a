"""What people do with the roll: submit, correct, settle why a pupil was away, and say things beside it."""

from sisoho.rollcall.actions.beside import (
    ask_leave,
    close_for_flood,
    note_lesson,
    undo_flood,
    withdraw_leave,
)
from sisoho.rollcall.actions.closing import confirm_month, decide_proposal, open_week, propose_mark, step_of
from sisoho.rollcall.actions.duties import assign_roll, end_roll_duty
from sisoho.rollcall.actions.head_counts import count_heads
from sisoho.rollcall.actions.registers import fetch_registers, order_registers
from sisoho.rollcall.actions.settle import settle_mark
from sisoho.rollcall.actions.submit import Submitted, submit_roll_call

__all__ = [
    "Submitted",
    "ask_leave",
    "assign_roll",
    "close_for_flood",
    "confirm_month",
    "count_heads",
    "decide_proposal",
    "end_roll_duty",
    "fetch_registers",
    "note_lesson",
    "open_week",
    "order_registers",
    "propose_mark",
    "settle_mark",
    "step_of",
    "submit_roll_call",
    "undo_flood",
    "withdraw_leave",
]
