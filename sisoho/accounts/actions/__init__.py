"""What people do with logins, by subject."""

from sisoho.accounts.actions.founding import found_school
from sisoho.accounts.actions.logins import (
    allow_login,
    create_login,
    reset_password,
    server_access,
    stop_login,
)
from sisoho.accounts.actions.passwords import change_password
from sisoho.accounts.actions.sessions import (
    Device,
    end_other_sessions,
    end_replaced_session,
    end_session,
    pick_unit,
    resume_session,
    sign_out,
)
from sisoho.accounts.actions.sign_in import SignInRefused, demo_sign_in, sign_in
from sisoho.accounts.actions.slips import PrintedSlip, print_slips, use_slip

__all__ = [
    "Device",
    "PrintedSlip",
    "SignInRefused",
    "allow_login",
    "change_password",
    "create_login",
    "demo_sign_in",
    "end_other_sessions",
    "end_replaced_session",
    "end_session",
    "found_school",
    "pick_unit",
    "print_slips",
    "reset_password",
    "resume_session",
    "server_access",
    "sign_in",
    "sign_out",
    "stop_login",
    "use_slip",
]
