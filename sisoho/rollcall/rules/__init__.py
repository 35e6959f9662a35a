"""The law of the roll call: marks, submissions, settlement and lock, totals."""

from sisoho.rollcall.rules.marks import Mark, MarkChange, MarkKind, mark_changes
from sisoho.rollcall.rules.register import BookLine, Cell, Register, RegisterRow, book_lines, register
from sisoho.rollcall.rules.settlement import (
    Authority,
    LockSetting,
    ReportingHours,
    Window,
    counted_kind,
    is_on_time,
    is_signal,
    month_lock,
    settle,
    taken_at,
    week_lock,
    window,
)
from sisoho.rollcall.rules.submission import (
    Decision,
    Heard,
    Outcome,
    RollCallSubmission,
    StoredSheet,
    decide,
    differences,
    payload_hash,
)
from sisoho.rollcall.rules.totals import SheetTotals, marks_not_due, not_called, sheet_totals, total
from sisoho.rollcall.rules.when import refuse_impossible

__all__ = [
    "Authority",
    "BookLine",
    "Cell",
    "Decision",
    "Heard",
    "LockSetting",
    "Mark",
    "MarkChange",
    "MarkKind",
    "Outcome",
    "Register",
    "RegisterRow",
    "ReportingHours",
    "RollCallSubmission",
    "SheetTotals",
    "StoredSheet",
    "Window",
    "book_lines",
    "counted_kind",
    "decide",
    "differences",
    "is_on_time",
    "is_signal",
    "mark_changes",
    "marks_not_due",
    "month_lock",
    "not_called",
    "payload_hash",
    "refuse_impossible",
    "register",
    "settle",
    "sheet_totals",
    "taken_at",
    "total",
    "week_lock",
    "window",
]
