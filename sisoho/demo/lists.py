"""The pupils come from the lists that the schools have, by the import a clerk uses."""

from datetime import time

from sisoho.access import Access
from sisoho.demo.stage import Stage
from sisoho.school_calendar import at_vietnam
from sisoho.schools import actions
from sisoho.schools.actions.imports.planning import rows_of_file
from sisoho.schools.import_rules import Decision, row_from_json
from sisoho.schools.queries.imports import known_pupils, waiting_siblings

_FIRST_GRADE_BORN_IN = 2020  # in the committed lists, whatever year the demo is told for
_KNOWN_FAMILIES, _KNOWN_STRANGERS = 0.45, 0.3


def import_list(stage: Stage) -> None:
    """The clerk tries the list, says what is in doubt, applies it, and joins the families known to it."""
    clerk, school = stage.of_post("clerk"), stage.school
    file = school.spec.list_file
    run = actions.try_list(clerk, school.year_id, file.read_bytes(), file.name)
    for row in rows_of_file(clerk, run.id):
        if row.verdict == "doubtful":
            birth = row_from_json(row.listed).birth
            grade = 1 if birth is not None and birth.date.year >= _FIRST_GRADE_BORN_IN else 2
            actions.decide_row(clerk, run.id, row.place, Decision(grade=grade))
    actions.apply_list(clerk, run.id)
    _sort_siblings(stage, clerk)


def _sort_siblings(stage: Stage, clerk: Access) -> None:
    """The clerk knows many families of the villages; who is in doubt waits for the homeroom teacher."""
    known = known_pupils(clerk, stage.school.year_id)
    for pair in waiting_siblings(clerk, known):
        if not pair.doubts or stage.happens(_KNOWN_FAMILIES):
            actions.confirm_siblings(clerk, pair.id)
        elif stage.happens(_KNOWN_STRANGERS):
            actions.dismiss_siblings(clerk, pair.id)


def write_opening_roll(stage: Stage) -> None:
    """The opening roll is frozen on its day, once the classes have settled."""
    stage.diary.at(at_vietnam(stage.dates.frozen_on, time(16, 30)), lambda: _freeze(stage))


def _freeze(stage: Stage) -> None:
    actions.freeze_opening_roll(stage.of_post("clerk"), stage.school.year_id)
