"""Tell the demo from beginning to end, on an empty store that is marked as a demo."""

from dataclasses import dataclass
from datetime import date, time
from functools import partial
from random import Random

from sisoho import clock, db
from sisoho.demo.absences import Spell, plan_absences
from sisoho.demo.area import write_area
from sisoho.demo.beside import write_beside
from sisoho.demo.cases import write_cases, write_dropout_case
from sisoho.demo.dates import DemoDates, demo_dates
from sisoho.demo.days_off import declare_holidays, seasons_of, write_days_off
from sisoho.demo.diary import Diary
from sisoho.demo.evenings import write_evenings
from sisoho.demo.finding_out import find_out
from sisoho.demo.founding import FoundedCommune, found_commune
from sisoho.demo.last_year import summer_scene, write_last_year, write_summer_dropout
from sisoho.demo.lists import import_list, write_opening_roll
from sisoho.demo.logins import ToldLogin, hand_out_slips, make_logins
from sisoho.demo.moves import dropout_scene, missing_today, write_dropout, write_moves
from sisoho.demo.papers import write_commune_papers, write_school_papers
from sisoho.demo.reading import stories
from sisoho.demo.risk import write_risk
from sisoho.demo.roll_calls import write_roll_calls
from sisoho.demo.stage import Stage
from sisoho.demo.support import write_support
from sisoho.demo.targets import write_ceilings, write_school_targets
from sisoho.demo.visits import plan_visits
from sisoho.documents.press import Press
from sisoho.jobs import queue
from sisoho.outreach.actions.risk_renewal import renewals_resting
from sisoho.school_calendar import Slot, at_vietnam

_MID_MORNING = time(9, 30)  # where the last day is left to the newcomer


@dataclass(frozen=True, slots=True)
class Demo:
    logins: list[ToldLogin]


def build_demo(seed: int, as_of: date, press: Press) -> Demo:
    """The same seed and date give the same rows, keys, signatures and passwords aside.

    All in one transaction: a demo that is broken off leaves the store empty, and a commit for each of
    its ten thousand deeds would be most of the time it takes. Raises ValueError when `as_of` is no
    school day.
    """
    dates = demo_dates(as_of)
    with db.public_ids_from(Random(seed + 1)), queue.asleep(), renewals_resting(), db.write():
        return _tell(dates, Random(seed), press)


def _tell(dates: DemoDates, chance: Random, press: Press) -> Demo:
    with clock.at(at_vietnam(dates.founded_on, time(8))):
        commune = found_commune(dates)
        for school in commune.schools:
            declare_holidays(school, dates)
        logins = make_logins(commune)
        for school in commune.schools:
            hand_out_slips(school)
    diary = Diary(at_vietnam(dates.first), at_vietnam(dates.as_of, _MID_MORNING))
    stages = _stages(commune, dates, diary, chance)
    _write_story(stages, commune, dates, diary)
    _write_papers(stages, commune, dates, diary, press)
    diary.play()
    return Demo(logins)


def _stages(commune: FoundedCommune, dates: DemoDates, diary: Diary, chance: Random) -> list[Stage]:
    """The schools with their pupils: the lists come in on the weekend, classes begin on the first day."""
    stages = [Stage(school, dates, diary, Random(chance.getrandbits(64))) for school in commune.schools]
    with clock.at(at_vietnam(dates.founded_on, time(14))):
        for stage in stages:
            import_list(stage)
        write_last_year(primary=stages[1], secondary=stages[0])
    with clock.at(at_vietnam(dates.first, time(6))):
        for stage in stages:
            stage.read_classes()
            stage.read_children()
    return stages


def _write_story(stages: list[Stage], commune: FoundedCommune, dates: DemoDates, diary: Diary) -> None:
    bigger, smaller = stages
    dropout = dropout_scene(bigger)
    summer = summer_scene(bigger)
    for stage in stages:
        seasons = seasons_of(stage)
        scenes = [dropout.spell, *missing_today(stage)] if stage is bigger else []
        if summer is not None and stage is bigger:
            scenes.append(summer.spell)
        spec = stage.school.spec
        stage.absences = plan_absences(stage.children, seasons, stories(), spec.chronic, scenes, stage.chance)
        write_days_off(stage, seasons)
        write_evenings(stage)
        write_risk(stage)
        write_opening_roll(stage)
        write_school_targets(stage)
        write_roll_calls(stage, partial(_hear, stage))
        write_beside(stage)
        write_cases(stage, commune.officers)
    write_summer_dropout(bigger, summer)
    write_dropout(bigger, dropout)
    write_dropout_case(bigger, dropout)
    write_moves(bigger, smaller)
    for stage in stages:
        write_support(stage)
        write_area(stage)
    write_ceilings(commune.province, commune.officers, diary, dates)


def _write_papers(
    stages: list[Stage], commune: FoundedCommune, dates: DemoDates, diary: Diary, press: Press
) -> None:
    write_commune_papers(commune.officers, diary, dates, press)
    for stage in stages:
        write_school_papers(stage, press, is_first=stage is stages[0])


def _hear(stage: Stage, sheet_id: str, slot: Slot, missing: list[Spell]) -> None:
    find_out(stage, sheet_id, slot, missing)
    plan_visits(stage, slot, missing)
