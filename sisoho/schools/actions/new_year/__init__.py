"""Mở năm học mới: a plan made step by step, written at once, undone while nothing rests on it."""

from sisoho.schools.actions.new_year.opening import open_new_year
from sisoho.schools.actions.new_year.planning import place_pupils, plan_classes, plan_dates, plan_duties
from sisoho.schools.actions.new_year.undoing import undo_new_year

__all__ = [
    "open_new_year",
    "place_pupils",
    "plan_classes",
    "plan_dates",
    "plan_duties",
    "undo_new_year",
]
