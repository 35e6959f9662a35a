"""The year before, as far as this one rests on it: grade 5 handed over, and one who never came back.

Only where the story begins with its school year: a school that comes later has no year before here.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from sisoho.demo.absences import Child, Spell, spell_over
from sisoho.demo.dates import DemoDates, first_school_day
from sisoho.demo.reading import stories
from sisoho.demo.stage import Stage
from sisoho.school_calendar import at_vietnam
from sisoho.schools import actions
from sisoho.schools.forms import ClassData, MoveData, PupilData, YearData
from sisoho.schools.models import Pupil, SchoolYear
from sisoho.schools.queries.due import class_rolls
from sisoho.schools.queries.handover import arriving

_OLD_CLASS, _NEW_CLASS, _UNSEEN_CLASS = "5A", "6B", "7A"
_TOGETHER, _RECEIVED = (
    5,
    4,
)  # children of the new class who come from the old one; of whom the clerk has said so
_ELSEWHERE = "Trường PTDT nội trú THCS Đồi Thông"
_WHY = "Kinh tế gia đình: theo cha mẹ làm thuê ở Đắk Lắk từ trong hè, chưa về"


def has_year_before(dates: DemoDates) -> bool:
    return dates.first == dates.year_starts


def write_last_year(primary: Stage, secondary: Stage) -> None:
    """The last grade 5 of the primary school and where each child goes; this year's lists are in already."""
    if not has_year_before(primary.dates):
        return
    year = _open_year(primary)
    (class_id,) = (
        row.id
        for row in actions.create_classes(primary.school.founder, year.id, [ClassData(_OLD_CLASS, (5,))])
    )
    leaver = PupilData("Kpă Thu", date(year.starts.year - 10, 3, 18), sex="female", ethnic_group="Gia Rai")
    ids = [_enrol(primary, year, class_id, data) for data in (*_children_of(secondary), leaver)]
    principal, clerk = primary.of_post("principal"), primary.of_post("clerk")
    actions.enter_results(principal, class_id, {}, rest_usual=True)
    actions.confirm_results(principal, class_id)
    actions.hand_over(clerk, year, ids[:-1], secondary.school.unit_id)
    actions.hand_over(clerk, year, ids[-1:], None, _ELSEWHERE)
    secondary.diary.at(at_vietnam(secondary.dates.first, time(10, 5)), partial(_receive, secondary))


def _open_year(stage: Stage) -> SchoolYear:
    starts = first_school_day(stage.dates.year_starts.year - 1)
    data = YearData(
        label=f"{starts.year}-{starts.year + 1}",
        starts=starts,
        last_day=date(starts.year + 1, 5, 29),
        second_term_starts=starts + timedelta(weeks=19),
        opening_roll_on=starts + timedelta(days=8),
    )
    return actions.open_school_year(stage.school.founder, data)


def _children_of(secondary: Stage) -> list[PupilData]:
    """Who sits in the new class now, as the old school knew them."""
    class_id = secondary.school.class_ids[_NEW_CLASS]
    clerk = secondary.of_post("clerk")
    (roll,) = (
        roll
        for roll in class_rolls(clerk, secondary.dates.first, secondary.dates.as_of)
        if roll.id == class_id
    )
    own = (Pupil.unit == clerk.unit_id) & Pupil.id.in_([pupil.id for pupil in roll.pupils[:_TOGETHER]])
    return [
        PupilData(row.full_name, row.birth_date, row.birth_precision, row.sex, row.ethnic_group)
        for row in Pupil.select().where(own).order_by(Pupil.id)
    ]


def _enrol(stage: Stage, year: SchoolYear, class_id: int, data: PupilData) -> int:
    move = MoveData(year.starts, "Vào học đầu năm", to_class_id=class_id)
    return actions.enrol_pupil(stage.of_post("clerk"), data, year.id, move).id


def _receive(stage: Stage) -> None:
    """The clerk finds the children in the list already: the records are joined; one is still asked after."""
    clerk, first = stage.of_post("clerk"), stage.dates.first
    ids = [one.public_id for one in arriving(clerk)][:_RECEIVED]
    actions.receive(clerk, ids, stage.school.class_ids[_NEW_CLASS], first)


@dataclass(frozen=True, slots=True)
class SummerScene:
    """A child who was due in the new year and whom no roll call saw."""

    child: Child
    spell: Spell


def summer_scene(stage: Stage) -> SummerScene | None:
    if not has_year_before(stage.dates):
        return None
    class_id = stage.school.class_ids[_UNSEEN_CLASS]
    child = next(c for c in stage.children if c.class_id == class_id and c.pupil_id not in stage.taken)
    stage.taken.add(child.pupil_id)
    story = next(story for story in stories().usual if story.key == "lam_thue")
    ends = stage.dates.frozen_on + timedelta(days=1)
    return SummerScene(child, spell_over(child, story, stage.dates.first, ends, _WHY))


def write_summer_dropout(stage: Stage, scene: SummerScene | None) -> None:
    """The principal says so before the opening roll is frozen, when nobody has seen the child."""
    if scene is not None:
        at = at_vietnam(stage.dates.frozen_on, time(15, 20))
        stage.diary.at(at, partial(_never_came, stage, scene.child))


def _never_came(stage: Stage, child: Child) -> None:
    actions.record_summer_dropout(stage.of_post("principal"), child.pupil_id, _WHY)
    stage.read_classes()
