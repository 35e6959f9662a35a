"""Every read of the school itself, by subject."""

from sisoho.schools.queries.classes import (
    ClassLine,
    ClassList,
    ListedPupil,
    class_ids,
    class_lines,
    class_list,
)
from sisoho.schools.queries.moves import (
    IncomingTransfer,
    MoveLine,
    incoming_transfer,
    incoming_transfers,
    moves_of_pupil,
    moves_without_paper,
    rule_move,
    waiting_transfers,
    year_moves,
)
from sisoho.schools.queries.pupils import PupilPage, guardian_lines, may_open, pupil_page
from sisoho.schools.queries.registers import RegisterLine, register_lines
from sisoho.schools.queries.search import FoundPupil, find_pupils
from sisoho.schools.queries.settings import setting, settings_of
from sisoho.schools.queries.staff import DutyLine, StaffLine, paste_names, staff_line, staff_list
from sisoho.schools.queries.units import (
    UnitCard,
    campus_names,
    has_units,
    other_schools,
    unit_card,
    unit_choices,
    unit_names,
)
from sisoho.schools.queries.villages import (
    VillageLine,
    village_ids,
    village_line,
    village_lines,
    village_words,
)
from sisoho.schools.queries.years import (
    CalendarLine,
    YearCard,
    closure_lines,
    current_year,
    make_up_lines,
    season_lines,
    week_of_class,
)

__all__ = [
    "CalendarLine",
    "ClassLine",
    "ClassList",
    "DutyLine",
    "FoundPupil",
    "IncomingTransfer",
    "ListedPupil",
    "MoveLine",
    "PupilPage",
    "RegisterLine",
    "StaffLine",
    "UnitCard",
    "VillageLine",
    "YearCard",
    "campus_names",
    "class_ids",
    "class_lines",
    "class_list",
    "closure_lines",
    "current_year",
    "find_pupils",
    "guardian_lines",
    "has_units",
    "incoming_transfer",
    "incoming_transfers",
    "make_up_lines",
    "may_open",
    "moves_of_pupil",
    "moves_without_paper",
    "other_schools",
    "paste_names",
    "pupil_page",
    "register_lines",
    "rule_move",
    "season_lines",
    "setting",
    "settings_of",
    "staff_line",
    "staff_list",
    "unit_card",
    "unit_choices",
    "unit_names",
    "village_ids",
    "village_line",
    "village_lines",
    "village_words",
    "waiting_transfers",
    "week_of_class",
    "year_moves",
]
