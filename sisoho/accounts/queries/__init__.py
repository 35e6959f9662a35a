"""Every read of accounts, by subject."""

from sisoho.accounts.queries.demo import DemoLogin, demo_logins, store_is_demo
from sisoho.accounts.queries.logins import (
    StaffLogin,
    account_by_id,
    account_by_login,
    has_signed_in,
    holders_rank,
    knows_device,
    names_of,
    staff_logins,
)
from sisoho.accounts.queries.sessions import (
    OpenSession,
    must_give_old_password,
    open_sessions,
    session_row,
)
from sisoho.accounts.queries.signed_in import (
    access_for,
    load_signed_in,
    rank_of,
    token_hash,
    unit_choices,
)
from sisoho.accounts.queries.slips import SlipHolder, slip_holder, slip_row

__all__ = [
    "DemoLogin",
    "OpenSession",
    "SlipHolder",
    "StaffLogin",
    "access_for",
    "account_by_id",
    "account_by_login",
    "demo_logins",
    "has_signed_in",
    "holders_rank",
    "knows_device",
    "load_signed_in",
    "must_give_old_password",
    "names_of",
    "open_sessions",
    "rank_of",
    "session_row",
    "slip_holder",
    "slip_row",
    "staff_logins",
    "store_is_demo",
    "token_hash",
    "unit_choices",
]
