"""The village's teachers go to the family: when, whom they met, what was agreed, and whether it held."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sisoho import clock
from sisoho.db import new_public_id
from sisoho.demo.absences import Spell
from sisoho.demo.cast import Person
from sisoho.demo.reading import commune_input, stories
from sisoho.demo.stage import Stage
from sisoho.outreach import actions
from sisoho.outreach.forms import RequestData, VisitData, WhereaboutsData
from sisoho.outreach.rules import FamilyPlace, MeetingPlace, Met, VisitReport, read_causes
from sisoho.school_calendar import Slot, monday_of

_SATURDAY = 5
_LONGEST_APPOINTMENT = timedelta(days=7)
_WRITTEN_AFTER = timedelta(minutes=25)
_PROMPT = 0.84  # on the day or the next one; the others wait for the weekend


def plan_visits(stage: Stage, slot: Slot, missing: list[Spell]) -> None:
    """A visit where this half-day calls for one: the third in a row, or the first in a harvest season."""
    for spell in missing:
        if spell.story.excused:
            continue
        number, calls = spell.slots.index(slot), 0 if spell.story.season else 2
        if number == calls and (len(spell.slots) > calls + 1 or stage.happens(0.35)):
            stage.diary.at(_day_of_visit(stage, slot.date), partial(_visit, stage, spell))
        if number == 0 and not spell.story.season and len(spell.slots) == 1 and stage.happens(0.03):
            stage.diary.at(_at_lunch(stage, slot.date), partial(_ask, stage, spell))


def _at_lunch(stage: Stage, day: date) -> datetime:
    return stage.moment(day, time(11, 35), time(12, 20))


def _day_of_visit(stage: Stage, known_on: date) -> datetime:
    """Late on the day or the next; else on Saturday afternoon, when the family is down from the field."""
    if stage.happens(_PROMPT):
        day = known_on + timedelta(days=stage.chance.choice((0, 0, 1)))
        return stage.moment(day, time(16, 5), time(18, 10))
    saturday = monday_of(known_on) + timedelta(days=_SATURDAY)
    return stage.moment(max(saturday, known_on), time(14, 30), time(17))


def _ask(stage: Stage, spell: Spell) -> None:
    """The homeroom teacher asks the village's team to go before the rule would."""
    homeroom = stage.homeroom_of(spell.child, clock.today())
    if homeroom is None:
        return
    asked = RequestData(stage.chance.choice(stories().requests))
    actions.request_visit(stage.access(homeroom), spell.child.public_id, asked)
    day = clock.today() + timedelta(days=1)
    stage.diary.at(stage.moment(day, time(16, 10), time(17, 40)), partial(_visit, stage, spell, asked=True))


def _visit(stage: Stage, spell: Spell, *, again: int = 0, asked: bool = False) -> None:
    """Who is back in class meanwhile is visited only if the homeroom teacher asked for it."""
    visitor, now = _visitor(stage, spell), clock.now()
    is_back = stage.next_due(spell.child, spell.slots[-1].date) <= clock.today()
    if visitor is None or (is_back and not asked):
        return
    met = again > 0 or stage.happens(0.84)
    together = _brothers_and_sisters(stage, spell)
    report = _met_report(stage, spell, visitor, now) if met else _not_met_report(stage, spell, visitor, now)
    data = VisitData(
        draft_id=new_public_id(),
        pupils=tuple(other.child.public_id for other in together),
        report=report,
        family_place=FamilyPlace.FIELD_HUT if report.place is MeetingPlace.FIELD_HUT else None,
    )
    stage.diary.at(now + _WRITTEN_AFTER, partial(_write, stage, visitor, data))
    if not met and again < 2:
        look = report.look_again_on or clock.today() + timedelta(days=1)
        at = stage.moment(look, time(16, 10), time(18, 15))
        stage.diary.at(at, partial(_visit, stage, spell, again=again + 1, asked=asked))
    elif met and spell.slots[-1].date >= (report.look_again_on or date.max):
        broken = stage.moment(report.look_again_on or clock.today(), time(16, 30), time(18))
        stage.diary.at(broken, partial(_visit, stage, spell, again=again + 1))
    elif met and spell.story.season:
        back = stage.next_due(spell.child, spell.slots[-1].date)
        stage.diary.at(stage.moment(back, time(9, 35), time(10)), partial(_back_home, stage, spell))


def _write(stage: Stage, visitor: Person, data: VisitData) -> None:
    actions.log_visit(stage.access(visitor), replace(data, said_at=clock.now()))


def _visitor(stage: Stage, spell: Spell) -> Person | None:
    """Mostly the lead of the village's team; without a team the homeroom teacher goes."""
    homeroom = stage.homeroom_of(spell.child, clock.today())
    team = [person for person in stage.cast.team(spell.child.village_id) if stage.cast.has_signed_in(person)]
    if homeroom is None or not team:
        return homeroom
    return team[0] if len(team) == 1 or stage.happens(0.72) else team[1]


def _brothers_and_sisters(stage: Stage, spell: Spell) -> list[Spell]:
    """Those of the household who are away for the same reason on this day go into the same visit."""
    today, home = clock.today(), spell.child.household_id
    found = {spell.child.pupil_id: spell}
    for child in stage.children:
        if home is not None and child.household_id == home and stage.class_of(child, today):
            for other in stage.absences.spells[child.pupil_id].values():
                if other.story is spell.story and other.slots[0].date <= today <= other.slots[-1].date:
                    found.setdefault(child.pupil_id, other)
    return list(found.values())


def _not_met_report(stage: Stage, spell: Spell, visitor: Person, at: datetime) -> VisitReport:
    return VisitReport(
        pupil_ids=(),
        at=at,
        place=MeetingPlace.NOT_MET,
        companions=_companions(stage, spell, visitor),
        agreed=stage.chance.choice(stories().not_met),
        look_again_on=clock.today() + timedelta(days=stage.chance.choice((1, 1, 2))),
    )


def _met_report(stage: Stage, spell: Spell, visitor: Person, at: datetime) -> VisitReport:
    in_field = bool(spell.story.season) and stage.happens(0.3)
    place = MeetingPlace.FIELD_HUT if in_field else MeetingPlace.HOME
    if place is MeetingPlace.HOME and stage.happens(0.06):
        place = MeetingPlace.ELSEWHERE
    adults = (Met.MOTHER, Met.MOTHER, Met.FATHER, Met.GRANDPARENT)
    met = [stage.chance.choice(adults), *([Met.PUPIL] if stage.happens(0.55) else [])]
    causes = spell.story.causes if stage.happens(0.7) else spell.story.causes[:1]
    return VisitReport(
        pupil_ids=(),
        at=at,
        place=place,
        met=tuple(person for person in Met if person in met),
        companions=_companions(stage, spell, visitor),
        causes=read_causes(causes),
        wishes=stage.chance.choice(spell.story.wishes) if stage.happens(0.85) else "",
        agreed=stage.chance.choice(spell.story.agreed),
        look_again_on=_promised_day(stage, spell),
    )


def _promised_day(stage: Stage, spell: Spell) -> date:
    """Mostly the day on which the pupil is indeed back; now and then the family hoped for an earlier one."""
    today = clock.today()
    back = stage.next_due(spell.child, spell.slots[-1].date)
    hoped = stage.next_due(spell.child, today)
    return min(back if stage.happens(0.72) else hoped, today + _LONGEST_APPOINTMENT)


def _companions(stage: Stage, spell: Spell, visitor: Person) -> str:
    team = [person.name for person in stage.cast.team(spell.child.village_id) if person.id != visitor.id]
    village = stage.village_names.get(spell.child.village_id or 0, "")
    head = next((v for v in commune_input().villages if v.name == village and v.head_name), None)
    named = team[:1]
    if head is not None and stage.happens(0.4):
        named.append(f"trưởng {head.kind} {head.head_name}")
    return ", ".join(named)


def _back_home(stage: Stage, spell: Spell) -> None:
    homeroom = stage.homeroom_of(spell.child, clock.today())
    if homeroom is not None:
        heard = WhereaboutsData(FamilyPlace.HOME, clock.today())
        actions.note_whereabouts(stage.access(homeroom), spell.child.public_id, heard)
