"""Every read of emulation. What other slices build on:

week_of_school       the week of the classes with its evidence
targets_in_force     (indicator, level) → superior's, resolved and registered target
year_label           the label of the year targets are for
roll_by_level        level → pupils of the opening roll, of the schools below for a unit above them
"""

from sisoho.emulation.queries.class_evidence import HalfDayEvidence
from sisoho.emulation.queries.rolls import roll_by_level
from sisoho.emulation.queries.scheme import scheme_of, scheme_table
from sisoho.emulation.queries.target_page import TargetLine, target_levels, target_lines
from sisoho.emulation.queries.targets import InForce, TargetValue, targets_in_force, year_label
from sisoho.emulation.queries.week import ClassLine, Week, week_of_school

__all__ = [
    "ClassLine",
    "HalfDayEvidence",
    "InForce",
    "TargetLine",
    "TargetValue",
    "Week",
    "roll_by_level",
    "scheme_of",
    "scheme_table",
    "target_levels",
    "target_lines",
    "targets_in_force",
    "week_of_school",
    "year_label",
]
