"""What people do with the roll: submit it, correct it, settle why a pupil was away."""

from sisoho.rollcall.actions.registers import fetch_registers, order_registers
from sisoho.rollcall.actions.settle import settle_mark
from sisoho.rollcall.actions.submit import Submitted, submit_roll_call

__all__ = ["Submitted", "fetch_registers", "order_registers", "settle_mark", "submit_roll_call"]
