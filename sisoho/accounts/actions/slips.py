"""Sign-in slips are printed, and used once."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.accounts import passwords, queries
from sisoho.accounts.actions.logins import login_for_staff, need_say_over, staff_of
from sisoho.accounts.actions.sessions import (
    Device,
    access_of_account,
    begin_session,
    end_sessions_of,
)
from sisoho.accounts.models import Account, SignInSlip
from sisoho.accounts.rules import credentials, slips
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.errors import RuleBroken
from sisoho.schools.models import StaffMember

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no look-alikes: paper is also typed from
_LETTERS = 16  # 79 bits, single-use and short-lived; the store keeps only a hash


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """One slip as it goes on paper. `token` is nowhere else: it cannot be shown a second time."""

    name: str
    unit_name: str
    username: str
    phone: str
    token: str
    expires_at: datetime


def print_slips(access: Access, staff_ids: Iterable[int]) -> list[PrintedSlip]:
    """A slip for each of the staff (row ids, of the unit), with a login made where it is missing.

    An earlier unused slip of the same person stops working; the password does not, until the new
    slip is used. Raises NotFound, NotAllowed, and RuleBroken for nobody or a stopped login: all or
    nothing.
    """
    access.need(Right.PRINT_SLIPS)
    wanted = list(staff_ids)
    if not wanted:
        raise RuleBroken("Chưa chọn ai để in phiếu.")
    with write():
        return [_print_slip(access, person) for person in staff_of(access, wanted)]


def _print_slip(access: Access, person: StaffMember) -> PrintedSlip:
    account = login_for_staff(access, person)
    need_say_over(access, account)
    if account.disabled_at:
        raise RuleBroken(f"Tài khoản {account.username} đang ngừng. Hãy cho đăng nhập lại rồi in phiếu.")
    now = clock.now()
    SignInSlip.update(replaced_at=now).where(
        (SignInSlip.account == account) & SignInSlip.used_at.is_null() & SignInSlip.replaced_at.is_null()
    ).execute()
    token = "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))
    slip = SignInSlip.create(
        account=account,
        token_hash=queries.token_hash(token),
        printed_at=now,
        expires_at=now + slips.VALID_FOR,
    )
    record(access, "print_slip", "sign_in_slip", slip.id)
    return PrintedSlip(
        name=person.full_name,
        unit_name=access.unit_name,
        username=account.username,
        phone=account.phone or "",
        token=slips.grouped(token),
        expires_at=slip.expires_at,
    )


def use_slip(token: str, password: str, device: Device) -> str:
    """Set the password, use the slip up, end the account's other sessions; returns a session's token.

    Raises NotFound, RuleBroken (a weak password with field `password`; a slip no longer valid).
    """
    slip = queries.slip_row(token)
    account: Account = slip.account
    checked = credentials.check_new_password(password, queries.names_of(account))
    hashed = passwords.hash_password(checked)
    with write():
        _use_up(slip)
        account.password_hash = hashed
        account.save()
        end_sessions_of(account.id)
        made = begin_session(account, device, by_slip=True)
        record(access_of_account(account), "use_slip", "sign_in_slip", slip.id, fields=["password"])
    return made


def _use_up(slip: SignInSlip) -> None:
    state = slips.slip_state(
        expires_at=slip.expires_at, used_at=slip.used_at, replaced_at=slip.replaced_at, now=clock.now()
    )
    if state is not slips.SlipState.VALID:
        raise RuleBroken(slips.ALREADY_SAID[state])
    still_open = SignInSlip.used_at.is_null() & SignInSlip.replaced_at.is_null()
    used = SignInSlip.update(used_at=clock.now()).where((SignInSlip.id == slip.id) & still_open)
    if used.execute() != 1:  # two phones with the same paper: the first one has it
        raise RuleBroken(slips.ALREADY_SAID[slips.SlipState.USED])
