"""Every read of the roll call. What other slices build on:

sheet_states, states_between   reported or not, who was due, the sheet and its totals
attendance, attendance_of      sums by class, village and day
records_between, marks_between plain sheets and marks of a span
leaves_since                   leave asked for, with the family's reason
open_reasons, to_verify        absences this person may settle, and the pupils behind them
class_register(s)              the month of one class, or of many at the price of one
board                          a teacher's classes of a day and the half-days still owed
"""

from sisoho.rollcall.queries.board import Board, ClassSlot, Resting, board, board_of, resting
from sisoho.rollcall.queries.breakdown import (
    By,
    Part,
    Square,
    breakdown,
    class_squares,
    parted,
    pupil_squares,
)
from sisoho.rollcall.queries.closing import (
    History,
    ProposalLine,
    WeekLine,
    confirmations,
    history,
    open_proposals,
    week_lines,
)
from sisoho.rollcall.queries.duties import DutyLine, RollDuties, roll_duties, roll_duty_lines
from sisoho.rollcall.queries.figures import Attendance, attendance, attendance_of
from sisoho.rollcall.queries.head_counts import CountLine, access_to_count, as_visitor, count_board, may_count
from sisoho.rollcall.queries.heard import schools_heard
from sisoho.rollcall.queries.leaves import LeaveLine, leave_lines, leaves_since
from sisoho.rollcall.queries.locks import (
    LOCK_KEYS,
    authority_of,
    is_locked,
    lock_of,
    lock_setting,
    window_of,
)
from sisoho.rollcall.queries.people import pupil_ids
from sisoho.rollcall.queries.reasons import Reason, one_reason, open_reasons, to_verify
from sisoho.rollcall.queries.records import MarkRow, SheetRecord, marks_between, records_between
from sisoho.rollcall.queries.registers import (
    ClassRegister,
    RegisterHead,
    class_register,
    class_registers,
    classes_of_month,
    register_classes,
    registers_job,
)
from sisoho.rollcall.queries.sheet import Receipt, SheetRow, SheetView, names_of, receipt_of, sheet_view
from sisoho.rollcall.queries.states import SheetState, sheet_states, states_between, states_of
from sisoho.rollcall.queries.stored import Sheet, stored_sheet

__all__ = [
    "LOCK_KEYS",
    "Attendance",
    "Board",
    "By",
    "ClassRegister",
    "ClassSlot",
    "CountLine",
    "DutyLine",
    "History",
    "LeaveLine",
    "MarkRow",
    "Part",
    "ProposalLine",
    "Reason",
    "Receipt",
    "RegisterHead",
    "Resting",
    "RollDuties",
    "Sheet",
    "SheetRecord",
    "SheetRow",
    "SheetState",
    "SheetView",
    "Square",
    "WeekLine",
    "access_to_count",
    "as_visitor",
    "attendance",
    "attendance_of",
    "authority_of",
    "board",
    "board_of",
    "breakdown",
    "class_register",
    "class_registers",
    "class_squares",
    "classes_of_month",
    "confirmations",
    "count_board",
    "history",
    "is_locked",
    "leave_lines",
    "leaves_since",
    "lock_of",
    "lock_setting",
    "marks_between",
    "may_count",
    "names_of",
    "one_reason",
    "open_proposals",
    "open_reasons",
    "parted",
    "pupil_ids",
    "pupil_squares",
    "receipt_of",
    "records_between",
    "register_classes",
    "registers_job",
    "resting",
    "roll_duties",
    "roll_duty_lines",
    "schools_heard",
    "sheet_states",
    "sheet_view",
    "states_between",
    "states_of",
    "stored_sheet",
    "to_verify",
    "week_lines",
    "window_of",
]
