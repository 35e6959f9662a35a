"""What a person has been told and not yet seen, and on which devices a reminder reaches whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sisoho import clock
from sisoho.access import Access
from sisoho.accounts.models import Account, LoginSession
from sisoho.accounts.queries.signed_in import OWN_DEVICE
from sisoho.db import unscoped
from sisoho.notices.models import Notice, PushSubscription

MOST = 20  # on a home page; the older ones wait until these are seen


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """`path` leads to what it is about."""

    public_id: str
    text: str
    path: str
    at: datetime


def unseen(access: Access) -> list[NoticeLine]:
    """The person's unseen notices in the acting unit that still matter, the latest first.

    None for one without a staff row.
    """
    if access.staff_id is None:
        return []
    rows = Notice.select().where(
        (Notice.unit == access.unit_id)
        & (Notice.staff == access.staff_id)
        & Notice.seen_at.is_null()
        & (Notice.ends_at.is_null() | (Notice.ends_at > clock.now()))
    )
    return [
        NoticeLine(row.public_id, row.text, row.path, row.at)
        for row in rows.order_by(Notice.at.desc(), Notice.id.desc()).limit(MOST)
    ]


def has_reminders(access: Access) -> bool:
    """Whether anything may ever ring for the person: reminders are of a school's classes and villages."""
    return access.staff_id is not None and access.unit_kind == "school"


@dataclass(frozen=True, slots=True)
class RemindedDevice:
    """A browser the person is reminded on; `outcome` of the last push, "" before the first."""

    public_id: str
    words: str
    made_at: datetime
    outcome: str
    here: bool


def reminded_devices(access: Access, session_id: int) -> list[RemindedDevice]:
    """The person's own, the latest first."""
    if access.staff_id is None:
        return []
    p = PushSubscription
    rows = _live(access.unit_id).where(p.staff == access.staff_id).order_by(p.made_at.desc(), p.id.desc())
    return [
        RemindedDevice(
            row.public_id, row.session.device, row.made_at, row.outcome, row.session_id == session_id
        )
        for row in rows
    ]


def live_devices(unit_id: int, staff_ids: Collection[int]) -> list[PushSubscription]:
    """The devices of some of the staff, in the order in which they were made."""
    p = PushSubscription
    return list(_live(unit_id).where(p.staff.in_(list(staff_ids))).order_by(p.id))


def live_device(unit_id: int, public_id: str) -> PushSubscription | None:
    """None once it is withdrawn or its session has ended."""
    return _live(unit_id).where(PushSubscription.public_id == public_id).first()


def units_with_devices() -> list[int]:
    """The row ids of the units in which anybody is reminded at all."""
    with unscoped("the worker serves every unit"):
        return [row.unit_id for row in PushSubscription.select(PushSubscription.unit).distinct()]


def _live(unit_id: int) -> Any:
    """A device is reminded as long as its sign-in lasts: whatever ends that, also from afar, ends this."""
    p, s, a = PushSubscription, LoginSession, Account
    return (
        p.select(p, s)
        .join(s)
        .join(a)
        .where(
            (p.unit == unit_id)
            & s.ended_at.is_null()
            & (s.seen_at > clock.now() - OWN_DEVICE)
            & a.disabled_at.is_null()
        )
    )
