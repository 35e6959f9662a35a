"""How far the time for changes has run out, and who may still make them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sisoho import clock
from sisoho.access import Access, Role
from sisoho.rollcall.rules import Authority, LockSetting, Window, window
from sisoho.schools.queries.settings import settings_of

LOCK_KEYS = ("week_closes_on", "month_closes_on", "opened_weeks")


def window_of(access: Access, day: date, now: datetime) -> Window:
    """Whether marks of `day` may still change. Today costs no statement: no day is locked while it lasts."""
    return Window.OPEN if day == access.on else window(day, now, lock_setting(access))


def lock_setting(access: Access) -> LockSetting:
    """The lock as it stands today, with the weeks a leader opened longer; one statement."""
    return lock_of(settings_of(access, LOCK_KEYS, access.on))


def lock_of(values: Mapping[str, Any]) -> LockSetting:
    """The same of settings already read; `values` holds LOCK_KEYS."""
    opened = {
        date.fromisoformat(monday): date.fromisoformat(row["until"])
        for monday, row in values["opened_weeks"].items()
    }
    return LockSetting(values["week_closes_on"], values["month_closes_on"], opened)


def is_locked(access: Access, starts: date) -> Callable[[date], bool]:
    """Whether marks of a day from `starts` on are locked; no statement when no such day is past."""
    if starts >= access.on:
        return lambda day: False
    setting, now = lock_setting(access), clock.now()
    return lambda day: window(day, now, setting) is not Window.OPEN


def authority_of(access: Access) -> Authority:
    """Who may change marks after the week's lock (vice-principal) and the month's (principal)."""
    if Role.PRINCIPAL in access.roles:
        return Authority.PRINCIPAL
    return Authority.VICE_PRINCIPAL if Role.VICE_PRINCIPAL in access.roles else Authority.TEACHER
