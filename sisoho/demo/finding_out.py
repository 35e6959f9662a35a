"""The homeroom teacher finds out why a pupil is missing: a call within the day, then V becomes P or K."""

from datetime import datetime, time, timedelta
from functools import partial

from sisoho import clock
from sisoho.db import new_public_id
from sisoho.demo.absences import Spell
from sisoho.demo.reading import stories
from sisoho.demo.stage import Stage
from sisoho.outreach import actions as outreach
from sisoho.outreach.forms import ContactData, WhereaboutsData
from sisoho.outreach.rules import Channel, FamilyPlace
from sisoho.rollcall import actions as rollcall
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay, Slot

# How a contact goes: with a phone in the family, and without one. (channel, reached, weight)
_BY_PHONE = (
    (Channel.CALL, True, 62),
    (Channel.CALL, False, 18),
    (Channel.ZALO, False, 14),
    (Channel.SMS, False, 6),
)
_MOST_PROMPT, _EVENING, _NEXT_DAY = 0.62, 0.86, 0.99


def find_out(stage: Stage, sheet_id: str, slot: Slot, missing: list[Spell]) -> None:
    """What the homeroom teacher will do about each pupil who was marked V on this sheet."""
    for spell in missing:
        if spell.first_mark(slot) != MarkKind.V:
            continue
        settled_at = _settled_at(stage, slot)
        if settled_at is not None:
            stage.diary.at(settled_at, partial(_settle, stage, sheet_id, spell))
        if slot == spell.slots[0]:
            _plan_contact(stage, slot, spell, settled_at)


def _settled_at(stage: Stage, slot: Slot) -> datetime | None:
    drawn, morning = stage.chance.random(), slot.half_day is HalfDay.MORNING
    if drawn < _MOST_PROMPT:
        found = stage.moment(slot.date, *((time(9, 35), time(11, 20)) if morning else (time(15), time(17))))
    elif drawn < _EVENING:
        found = stage.moment(slot.date, time(18, 40), time(20, 30))
    elif drawn < _NEXT_DAY:
        found = stage.moment(slot.date + timedelta(days=1), time(6, 40), time(6, 58))
    else:
        return None
    return max(found, clock.now() + timedelta(minutes=6))


def _settle(stage: Stage, sheet_id: str, spell: Spell) -> None:
    homeroom = stage.homeroom_of(spell.child, clock.today())
    if homeroom is not None:
        kind = MarkKind.P if spell.story.excused else MarkKind.K
        rollcall.settle_mark(stage.access(homeroom), sheet_id, spell.child.public_id, kind, spell.reason)


def _plan_contact(stage: Stage, slot: Slot, spell: Spell, settled_at: datetime | None) -> None:
    if not stage.happens(0.93):
        return
    evening = stage.moment(slot.date, time(18, 30), time(20))
    at = settled_at - timedelta(minutes=stage.chance.randrange(2, 6)) if settled_at else evening
    stage.diary.at(max(at, clock.now() + timedelta(minutes=3)), partial(_contact, stage, spell, first=True))


def _contact(stage: Stage, spell: Spell, *, first: bool) -> None:
    homeroom = stage.homeroom_of(spell.child, clock.today())
    if homeroom is None:
        return
    channel, reached = _way(stage, spell)
    note = stage.chance.choice(_words(spell, channel, reached))
    data = ContactData(new_public_id(), channel, reached, note)
    outreach.log_contact(stage.access(homeroom), spell.child.public_id, data)
    if reached and spell.story.season and stage.happens(0.6):
        heard = WhereaboutsData(FamilyPlace.FIELD_HUT, clock.today(), spell.story.season.lower())
        outreach.note_whereabouts(stage.access(homeroom), spell.child.public_id, heard)
    if first and not reached and len(spell.slots) > 1:
        again = stage.moment(clock.today() + timedelta(days=1), time(11, 30), time(12, 30))
        stage.diary.at(again, partial(_contact, stage, spell, first=False))


def _words(spell: Spell, channel: Channel, reached: bool) -> tuple[str, ...]:
    """What may be noted of such a contact."""
    if reached:
        return spell.story.meetings if channel is Channel.MEETING else spell.story.contacts
    return stories().tried if channel is Channel.CALL else stories().written


def _way(stage: Stage, spell: Spell) -> tuple[Channel, bool]:
    """A family without a phone is met, or asked for at the neighbours'."""
    if not spell.child.has_phone:
        return Channel.MEETING, True
    ((channel, reached, _),) = stage.chance.choices(_BY_PHONE, [weight for *_, weight in _BY_PHONE])
    return channel, reached
