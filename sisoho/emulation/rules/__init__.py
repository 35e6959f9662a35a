"""The law of emulation: the week of the classes."""

from sisoho.emulation.rules.scheme import PROPOSAL, Band, Grouping, WeekScheme, read_scheme
from sisoho.emulation.rules.week import (
    ClassWeek,
    Part,
    WeekFacts,
    class_week,
    contacted_in_time,
    group_of,
    points_text,
    week_of_classes,
)

__all__ = [
    "PROPOSAL",
    "Band",
    "ClassWeek",
    "Grouping",
    "Part",
    "WeekFacts",
    "WeekScheme",
    "class_week",
    "contacted_in_time",
    "group_of",
    "points_text",
    "read_scheme",
    "week_of_classes",
]
