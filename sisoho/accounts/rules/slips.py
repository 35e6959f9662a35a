"""Sign-in slips: a printed link that lets its holder set a password, once, within seven days."""

import re
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

VALID_FOR = timedelta(days=7)


class SlipState(StrEnum):
    VALID = "valid"
    USED = "used"
    REPLACED = "replaced"
    EXPIRED = "expired"


ALREADY_SAID = {
    SlipState.USED: "Phiếu này đã được dùng.",
    SlipState.REPLACED: "Phiếu này đã được thay bằng phiếu in sau.",
    SlipState.EXPIRED: "Phiếu này đã quá 7 ngày nên không dùng được nữa.",
}


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


class Rank(IntEnum):
    """How much is lost when somebody else signs in as this person."""

    STAFF = 0
    LEADER = 1  # approves and signs
    ADMINISTRATOR = 2  # of the server


def may_hand_out(printer: Rank, holder: Rank, *, has_signed_in: bool) -> bool:
    """Whether `printer` may print a slip for `holder`, or stop that login.

    Who holds a slip becomes its owner, so nobody replaces the password of a higher rank: a clerk
    does not lend herself the principal's approval. A leader's first slip, before there is anything
    to take over, is printed by the clerk like everyone's.
    """
    return printer >= holder or (holder is Rank.LEADER and not has_signed_in)
