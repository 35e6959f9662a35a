"""How far the time for changes has run out, and who may still make them."""

from datetime import date, datetime

from sisoho.access import Access, Role
from sisoho.rollcall.rules import Authority, LockSetting, Window, window
from sisoho.schools.queries.settings import settings_of

_KEYS = ("week_closes_on", "month_closes_on")


def window_of(access: Access, day: date, now: datetime) -> Window:
    """Whether marks of `day` may still change. Today costs no statement: no day is locked while it lasts."""
    return Window.OPEN if day == access.on else window(day, now, lock_setting(access, day))


def lock_setting(access: Access, on: date) -> LockSetting:
    return LockSetting(**settings_of(access, _KEYS, on))


def authority_of(access: Access) -> Authority:
    """Who may change marks after the week's lock (vice-principal) and the month's (principal)."""
    if Role.PRINCIPAL in access.roles:
        return Authority.PRINCIPAL
    return Authority.VICE_PRINCIPAL if Role.VICE_PRINCIPAL in access.roles else Authority.TEACHER
