"""Sign-in slips: a printed link that lets its holder set a password, once, within seven days."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from sisoho.access import Role

VALID_FOR = timedelta(days=7)
_LEADERS = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL})


class SlipState(StrEnum):
    VALID = "valid"
    USED = "used"
    REPLACED = "replaced"
    EXPIRED = "expired"


def slip_state(
    *, expires_at: datetime, used_at: datetime | None, replaced_at: datetime | None, now: datetime
) -> SlipState:
    if used_at:
        return SlipState.USED
    if replaced_at:
        return SlipState.REPLACED
    return SlipState.VALID if now < expires_at else SlipState.EXPIRED


def plain_token(written: str) -> str:
    """The token of a link as printed or typed: abcd-efgh-… in any case, with any dashes or spaces."""
    return re.sub("[^a-z0-9]", "", written.casefold())


def grouped(token: str) -> str:
    """A token as printed, in fours: it may have to be typed from paper."""
    return "-".join(token[i : i + 4] for i in range(0, len(token), 4))


def may_hand_out(printer: frozenset[Role], holder: frozenset[Role], *, has_signed_in: bool) -> bool:
    """Whether `printer` may print a slip for `holder`, or stop that login.

    Who holds a slip becomes its owner. So that nobody lends themselves a leader's approval or the
    server, a leader's password is replaced only by a leader or the administrator of the server, an
    administrator's only by an administrator. A leader's first slip, before there is anything to take
    over, is printed by the clerk like everyone's.
    """
    if Role.ADMINISTRATOR in printer:
        return True
    if Role.ADMINISTRATOR in holder:
        return False
    return holder.isdisjoint(_LEADERS) or not printer.isdisjoint(_LEADERS) or not has_signed_in
