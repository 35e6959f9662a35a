"""What people do with the roll: submit, correct, settle why a pupil was away, and say things beside it."""

from sisoho.rollcall.actions.beside import (
    ask_leave,
    close_for_flood,
    note_lesson,
    undo_flood,
    withdraw_leave,
)
from sisoho.rollcall.actions.registers import fetch_registers, order_registers
from sisoho.rollcall.actions.settle import settle_mark
from sisoho.rollcall.actions.submit import Submitted, submit_roll_call

__all__ = [
    "Submitted",
    "ask_leave",
    "close_for_flood",
    "fetch_registers",
    "note_lesson",
    "order_registers",
    "settle_mark",
    "submit_roll_call",
    "undo_flood",
    "withdraw_leave",
]
