"""Reminding on a phone: asked for by its owner, once a matter, and no longer than the sign-in there lasts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sisoho import clock
from sisoho.access import Access
from sisoho.accounts.models import LoginSession
from sisoho.audit.actions import record
from sisoho.db import new_public_id, unscoped, write
from sisoho.errors import NotFound, RuleBroken
from sisoho.jobs.actions import enqueue
from sisoho.notices.models import PushSubscription, Reminder
from sisoho.notices.queries import has_reminders, live_device, live_devices
from sisoho.notices.webpush import Browser, Undelivered, WebPush

MOST_DEVICES = 5  # of one person; the oldest gives way
_REMEMBERED = timedelta(days=400)  # longer than a school year: a matter is of one year
_GONE = (404, 410)  # RFC 8030: the subscription is no more
_LATER = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Message:
    """What a phone shows, and the page of this site it opens. No pupil's name.

    `tag` names the matter: a second message of it replaces the first. `seconds`: how long it may wait.
    """

    text: str
    path: str
    tag: str
    seconds: int


def subscribe(access: Access, session_id: int, browser: Browser) -> None:
    """Remind the person in this browser; whoever was reminded in it before is not any more.

    Raises RuleBroken on a phone that several people use, for it would ring for whoever holds it, and for
    an account for whom nothing would ever ring.
    """
    if not has_reminders(access):
        raise RuleBroken("Lời nhắc chỉ dành cho thầy cô của một trường. Chưa có gì thay đổi.")
    if LoginSession.get_by_id(session_id).shared_device:
        raise RuleBroken("Máy dùng chung không nhận lời nhắc. Trang Hôm nay vẫn báo đủ.")
    values = {
        "public_id": new_public_id(),
        "unit": access.unit_id,
        "staff": access.staff_id,
        "session": session_id,
        "p256dh": browser.p256dh,
        "auth": browser.auth,
        "made_at": clock.now(),
        "outcome": "",
    }
    p = PushSubscription
    with write():
        with unscoped("a browser has one subscription, whoever's and in whichever unit it was"):
            made = p.insert(endpoint=browser.endpoint, **values)
            made.on_conflict(conflict_target=[p.endpoint], update=values).execute()
        own = p.select(p.id).where((p.unit == access.unit_id) & (p.staff == access.staff_id))
        kept = [row.id for row in own.order_by(p.made_at.desc(), p.id.desc()).limit(MOST_DEVICES)]
        p.delete().where(
            (p.unit == access.unit_id) & (p.staff == access.staff_id) & p.id.not_in(kept)
        ).execute()
        record(access, "remind_here", "staff_member", access.staff_id)


def unsubscribe(access: Access, public_id: str) -> None:
    """Remind the person on that device no longer. Raises NotFound."""
    p = PushSubscription
    own = (p.unit == access.unit_id) & (p.staff == access.staff_id) & (p.public_id == public_id)
    with write():
        if access.staff_id is None or not p.delete().where(own).execute():
            raise NotFound("Máy này đã thôi được nhắc.")
        record(access, "remind_no_more", "staff_member", access.staff_id)


def unsubscribe_here(access: Access, session_id: int) -> None:
    """Remind nobody any more in the browser of a sign-in that is about to end; nothing where nobody was."""
    p = PushSubscription
    with write():
        if p.delete().where((p.unit == access.unit_id) & (p.session == session_id)).execute():
            record(access, "remind_no_more", "staff_member", access.staff_id)


def remind(
    unit_id: int, staff_ids: Iterable[int], keys: Collection[str], job: str, args: Mapping[str, Any]
) -> None:
    """Let a `job` for each device remind each of the staff who has one; each matter once a person.

    `keys` name the matters that are told together. The job is given `args`, the `device` and as `keys`
    those that are new to the person; it looks whether one still stands, then calls `push`. Two workers
    that find the same matter meet at the unique key.
    """
    devices = live_devices(unit_id, set(staff_ids))
    with write():
        for staff_id in dict.fromkeys(device.staff_id for device in devices):
            new = [key for key in keys if _is_new(unit_id, staff_id, key)]
            for device in devices:
                if new and device.staff_id == staff_id:
                    enqueue(unit_id, job, {**args, "device": device.public_id, "keys": new})


def _is_new(unit_id: int, staff_id: int, key: str) -> bool:
    row = Reminder.insert(unit=unit_id, staff=staff_id, key=key, at=clock.now())
    return bool(row.on_conflict_ignore().as_rowcount().execute())


def push(service: WebPush, unit_id: int, device_id: str, message: Message) -> str:
    """The outcome: sent | refused | gone. A device its browser has given up is forgotten.

    A crash right after the sending sends again: the phone shows one, for both bear the same tag.
    Raises Undelivered, for the job to be tried again.
    """
    device = live_device(unit_id, device_id)
    if device is None or not message.seconds:
        return "gone"
    browser = Browser(device.endpoint, device.p256dh, device.auth)
    shown = {"text": message.text, "path": message.path, "tag": message.tag}
    try:
        status = service.send(browser, shown, message.seconds, message.tag)
    except (RuleBroken, ValueError):
        return _forget(device)
    if status in _GONE:
        return _forget(device)
    if status in _LATER or status >= 500:
        _note(device, "delayed")
        raise Undelivered(f"HTTP {status}")
    return _note(device, "sent" if status < 300 else "refused")


def tidy() -> None:
    """Forget devices whose sign-in is over, and matters of years past."""
    with unscoped("the worker serves every unit"), write():
        over = LoginSession.select(LoginSession.id).where(LoginSession.ended_at.is_null(False))
        PushSubscription.delete().where(PushSubscription.session.in_(over)).execute()
        Reminder.delete().where(Reminder.at < clock.now() - _REMEMBERED).execute()


def _forget(device: PushSubscription) -> str:
    p = PushSubscription
    with write():
        p.delete().where((p.unit == device.unit_id) & (p.id == device.id)).execute()
    return "gone"


def _note(device: PushSubscription, outcome: str) -> str:
    p = PushSubscription
    with write():
        noted = p.update(outcome=outcome, last_at=clock.now())
        noted.where((p.unit == device.unit_id) & (p.id == device.id)).execute()
    return outcome
