"""What people do with the school itself, one function an intent, by subject."""

from sisoho.schools.actions.arrivals import keep_waiting, record_summer_dropout, say_seen
from sisoho.schools.actions.classes import change_class, create_classes, set_week
from sisoho.schools.actions.handover import hand_over, hear_of_arrival, receive
from sisoho.schools.actions.households import (
    change_household,
    join_household,
    make_household,
    record_poverty,
    save_guardian,
)
from sisoho.schools.actions.imports import (
    apply_list,
    confirm_siblings,
    decide_row,
    dismiss_move,
    dismiss_siblings,
    try_list,
)
from sisoho.schools.actions.moves import add_paper, cancel_transfer, record_move
from sisoho.schools.actions.new_year import (
    open_new_year,
    place_pupils,
    plan_classes,
    plan_dates,
    plan_duties,
    undo_new_year,
)
from sisoho.schools.actions.opening_roll import freeze_opening_roll
from sisoho.schools.actions.pupils import change_pupil, enrol_pupil, place_pupil
from sisoho.schools.actions.staff import add_staff, add_staff_list, assign_duty, change_staff, end_duty
from sisoho.schools.actions.transfers import confirm_transfer
from sisoho.schools.actions.units import add_unit, change_profile, found_school, record_succession
from sisoho.schools.actions.villages import add_village, add_villages, change_village
from sisoho.schools.actions.year_results import confirm_results, enter_results
from sisoho.schools.actions.years import (
    add_make_up_day,
    change_school_year,
    change_settings,
    declare_closure,
    declare_season,
    open_school_year,
    withdraw_closure,
)

__all__ = [
    "add_make_up_day",
    "add_paper",
    "add_staff",
    "add_staff_list",
    "add_unit",
    "add_village",
    "add_villages",
    "apply_list",
    "assign_duty",
    "cancel_transfer",
    "change_class",
    "change_household",
    "change_profile",
    "change_pupil",
    "change_school_year",
    "change_settings",
    "change_staff",
    "change_village",
    "confirm_results",
    "confirm_siblings",
    "confirm_transfer",
    "create_classes",
    "decide_row",
    "declare_closure",
    "declare_season",
    "dismiss_move",
    "dismiss_siblings",
    "end_duty",
    "enrol_pupil",
    "enter_results",
    "found_school",
    "freeze_opening_roll",
    "hand_over",
    "hear_of_arrival",
    "join_household",
    "keep_waiting",
    "make_household",
    "open_new_year",
    "open_school_year",
    "place_pupil",
    "place_pupils",
    "plan_classes",
    "plan_dates",
    "plan_duties",
    "receive",
    "record_move",
    "record_poverty",
    "record_succession",
    "record_summer_dropout",
    "save_guardian",
    "say_seen",
    "set_week",
    "try_list",
    "undo_new_year",
    "withdraw_closure",
]
