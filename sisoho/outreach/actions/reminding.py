"""A pupil newly needs a visit: the phones of those on duty for the village say so, by counts only.

Looked at every ten minutes; asked again right before a push leaves, so that nobody is sent out for a pupil
who has come back, was visited or turned out to be on leave.
"""

from typing import Any

from sisoho import clock
from sisoho.access import Access, system_access
from sisoho.errors import NotFound
from sisoho.jobs.registry import JobRun
from sisoho.notices.actions import push, remind
from sisoho.notices.actions.pushing import Message
from sisoho.notices.queries import live_devices, units_with_devices
from sisoho.notices.rules import LATEST, may_ring, seconds_to_ring
from sisoho.notices.webpush import WebPush
from sisoho.outreach.queries.duties import duties
from sisoho.outreach.queries.to_remind import ToRemind, to_remind
from sisoho.school_calendar import half_day_ends
from sisoho.schools.queries import unit_card

JOB = "push_visits"
_TAG = "visits"  # a newer count takes the place of an older one that nobody tapped


def remind_visits() -> None:
    """Every ten minutes: put in what is to be pushed, once a person, pupil and start of absence."""
    if may_ring(clock.now()):
        for unit_id in units_with_devices():
            _remind_in(unit_id)


def push_visits(service: WebPush, run: JobRun) -> dict[str, Any]:
    """The job of one device. Raises Undelivered, to be tried again."""
    waiting = to_remind(_access(run.unit_id)).get(run.args["staff"])
    if waiting is None or not may_ring(clock.now()) or set(run.args["keys"]).isdisjoint(waiting.matters):
        return {"outcome": "settled"}
    return {"outcome": push(service, run.unit_id, run.args["device"], _message(waiting))}


def _remind_in(unit_id: int) -> None:
    try:
        access = _access(unit_id)
    except NotFound:
        return
    if access.unit_kind != "school" or not _has_devices(access):
        return
    for staff_id, waiting in to_remind(access).items():
        remind(unit_id, [staff_id], waiting.matters, JOB, {"staff": staff_id})


def _has_devices(access: Access) -> bool:
    """Two statements, so that a school whose teams asked for no reminder is not read through."""
    teams = {duty.staff_id for duty in duties(access, access.on).held if duty.village_id is not None}
    return bool(live_devices(access.unit_id, teams))


def _message(waiting: ToRemind) -> Message:
    """It may be out of date as soon as the next roll is called: it waits for its phone no longer."""
    now = clock.now()
    seconds = seconds_to_ring(now, LATEST, half_day_ends(now))
    return Message(f"Có {waiting.pupils} em cần đến nhà", waiting.path, _TAG, seconds)


def _access(unit_id: int) -> Access:
    card = unit_card(unit_id, clock.today())
    return system_access(unit_id, card.kind, clock.today(), card.commune_id, card.name)
