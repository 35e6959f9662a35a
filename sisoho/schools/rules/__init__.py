"""The law of the school itself: classes, duties, enrolment and its arithmetic."""

from sisoho.schools.rules.classes import Level, grades_of, level_of, levels_of
from sisoho.schools.rules.duties import Duty, DutyKind, on_duty
from sisoho.schools.rules.movement import RollSpan, is_minority
from sisoho.schools.rules.moves import (
    JOINING,
    LEAVING,
    EnrolmentSpan,
    Move,
    MoveKind,
    MoveState,
    Paper,
    apply_move,
    check_move,
    enrolment_spans,
    papers_outstanding,
)
from sisoho.schools.rules.roll_count import (
    RollCount,
    count_roll,
    most_dropouts,
    percent,
    percent_text,
    rounded,
    target_text,
)

__all__ = [
    "JOINING",
    "LEAVING",
    "Duty",
    "DutyKind",
    "EnrolmentSpan",
    "Level",
    "Move",
    "MoveKind",
    "MoveState",
    "Paper",
    "RollCount",
    "RollSpan",
    "apply_move",
    "check_move",
    "count_roll",
    "enrolment_spans",
    "grades_of",
    "is_minority",
    "level_of",
    "levels_of",
    "most_dropouts",
    "on_duty",
    "papers_outstanding",
    "percent",
    "percent_text",
    "rounded",
    "target_text",
]
