"""Importing the pupil list a school already has: try it, decide what is in doubt, apply it.

planning   what a run would do to the school as it is now
additions  classes, campuses and villages that nobody has yet
enrolling  new pupils, all of a kind in a few statements
changing   what a list changes of pupils the school knows
waiting    moves and siblings a list proposes, for a person to complete or dismiss
"""

from sisoho.schools.actions.imports.applying import apply_list
from sisoho.schools.actions.imports.trying import decide_row, try_list
from sisoho.schools.actions.imports.waiting import confirm_siblings, dismiss_move, dismiss_siblings

__all__ = [
    "apply_list",
    "confirm_siblings",
    "decide_row",
    "dismiss_move",
    "dismiss_siblings",
    "try_list",
]
