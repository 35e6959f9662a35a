"""The law of support: its words, its months, who is entitled to what."""

from sisoho.support.rules.benefits import GROUNDS, Circumstances, SchemeRule, Verdict, decide
from sisoho.support.rules.months import has_stopped, months_over, school_months
from sisoho.support.rules.proposed_schemes import PROPOSED
from sisoho.support.rules.words import (
    END_REASONS,
    HELPS,
    ActivityKind,
    LessonKind,
    help_words,
)

__all__ = [
    "END_REASONS",
    "GROUNDS",
    "HELPS",
    "PROPOSED",
    "ActivityKind",
    "Circumstances",
    "LessonKind",
    "SchemeRule",
    "Verdict",
    "decide",
    "has_stopped",
    "help_words",
    "months_over",
    "school_months",
]
