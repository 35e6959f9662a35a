"""A class that nobody has reported by the school's hour: its teacher's own phone says so, later the leaders'.

Found every minute; asked again right before a push leaves, so that a sheet that came in between is not
missed by anybody's phone.
"""

from datetime import timedelta
from typing import Any

from sisoho import clock
from sisoho.access import Access, system_access
from sisoho.errors import NotFound
from sisoho.jobs.registry import JobRun
from sisoho.notices.actions import push, remind
from sisoho.notices.actions.pushing import Message
from sisoho.notices.queries import units_with_devices
from sisoho.notices.rules import LATEST, may_ring, seconds_to_ring
from sisoho.notices.webpush import WebPush
from sisoho.rollcall.queries.unreported import Unreported, leader_ids, reporting_hours, unreported
from sisoho.school_calendar import HalfDay, Slot, half_day_ends, read_date, slot_of, weekday_label
from sisoho.schools.queries import unit_card

JOB = "remind_unreported"
LEADERS_AFTER = timedelta(minutes=15)
_WITHIN = timedelta(hours=2)  # of the hour: a server that was down all morning does not ring at noon
# Once the push has left, nobody can call it back when the sheet comes in: most do within minutes of the
# hour, and after a quarter of an hour the leaders have been told and ask the teacher themselves.
_STAYS_TRUE = timedelta(minutes=15)
_PATH = {HalfDay.MORNING: "sang", HalfDay.AFTERNOON: "chieu"}


def remind_unreported() -> None:
    """Every minute: put in what is to be pushed, once a class, half-day and person."""
    if may_ring(clock.now()):
        for unit_id in units_with_devices():
            _remind_in(unit_id, slot_of(clock.now()))


def push_unreported(service: WebPush, run: JobRun) -> dict[str, Any]:
    """The job of one device. Raises Undelivered, to be tried again."""
    slot = Slot(read_date(run.args["day"]), HalfDay(run.args["half_day"]))
    message = _message(_access(run.unit_id), run.args, slot)
    if message is None:
        return {"outcome": "settled"}
    return {"outcome": push(service, run.unit_id, run.args["device"], message)}


def _remind_in(unit_id: int, slot: Slot) -> None:
    try:
        access = _access(unit_id)
    except NotFound:
        return
    since = clock.now() - reporting_hours(access, slot.date).deadline(slot)
    if access.unit_kind != "school" or not timedelta() <= since <= _WITHIN:
        return
    waiting = unreported(access, slot, clock.now())
    args = {"day": slot.date.isoformat(), "half_day": slot.half_day.value}
    matter = f"unreported:{slot.date}:{slot.half_day.value}"
    for found in waiting:
        about = {**args, "class_id": found.id}
        remind(unit_id, found.staff_ids, [f"{matter}:{found.public_id}"], JOB, about)
    if waiting and since >= LEADERS_AFTER:
        remind(unit_id, leader_ids(access, slot.date), [matter], JOB, args)


def _message(access: Access, args: dict[str, Any], slot: Slot) -> Message | None:
    """None once every sheet it speaks of has come in, or at night."""
    now = clock.now()
    seconds = seconds_to_ring(now, LATEST, min(now + _STAYS_TRUE, half_day_ends(now)))
    class_id = args.get("class_id")
    found = unreported(access, slot, now, None if class_id is None else [class_id])
    if not found or not may_ring(now) or slot != slot_of(now):
        return None
    text = f"Trường chưa nhận điểm danh {_which(found, class_id)} {_when(slot)}"
    path = "/" if class_id is None else _sheet_path(found[0])
    return Message(text, path, args["keys"][0], seconds)


def _which(found: list[Unreported], class_id: int | None) -> str:
    return f"{len(found)} lớp" if class_id is None else found[0].name


def _when(slot: Slot) -> str:
    """`sáng thứ Hai 23/11`."""
    weekday = weekday_label(slot.date)
    return f"{slot.half_day.label} {weekday[0].lower()}{weekday[1:]} {slot.date:%d/%m}"


def _sheet_path(found: Unreported) -> str:
    return f"/diem-danh/{found.public_id}/{found.slot.date.isoformat()}/{_PATH[found.slot.half_day]}"


def _access(unit_id: int) -> Access:
    card = unit_card(unit_id, clock.today())
    return system_access(unit_id, card.kind, clock.today(), card.commune_id, card.name)
