"""Making logins, stopping them, and the server's own hand: command line and demo."""

from collections.abc import Iterable

from sisoho import clock
from sisoho.access import Access, Right, Role
from sisoho.accounts import passwords, queries
from sisoho.accounts.actions.sessions import SERVER, end_sessions_of
from sisoho.accounts.models import Account
from sisoho.accounts.rules import credentials
from sisoho.accounts.rules.slips import may_hand_out
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.schools.models import StaffMember
from sisoho.vietnamese import normalise_phone


def server_access(unit_id: int = SERVER) -> Access:
    """The administrator without a person: whoever holds the machine's command line."""
    return Access(
        account_id=None,
        staff_id=None,
        unit_id=unit_id,
        unit_kind="",
        on=clock.today(),
        roles=frozenset({Role.ADMINISTRATOR}),
        person_name="Dòng lệnh",
    )


def login_for_staff(access: Access, staff: StaffMember) -> Account:
    """The account of `staff`, made where it is missing, with the phone number now on record."""
    phone = _free_phone(access, staff)
    found = Account.get_or_none(Account.staff == staff)
    if found is None:
        taken = {row.username for row in Account.select(Account.username)}
        username = credentials.user_name_of(staff.full_name, taken)
        found = Account.create(username=username, phone=phone, staff=staff, created_at=clock.now())
        record(access, "create_login", "account", found.id)
    elif phone and found.phone != phone:
        found.phone = phone
        found.save()
        record(access, "change_login", "account", found.id, fields=["phone"])
    return found


def _free_phone(access: Access, staff: StaffMember) -> str | None:
    """The number on record if it is nobody else's login: couples and campuses share phones."""
    try:
        phone = normalise_phone(staff.phone)
    except RuleBroken:
        return None
    sharing = (StaffMember.unit == access.unit_id) & (StaffMember.id != staff.id) & StaffMember.active
    if phone is None or StaffMember.select().where(sharing & (StaffMember.phone == staff.phone)).exists():
        return None
    taken = (Account.phone == phone) & (Account.staff.is_null() | (Account.staff != staff))
    return None if Account.select().where(taken).exists() else phone


def create_login(
    access: Access,
    *,
    password: str,
    staff_id: int | None = None,
    username: str = "",
    administrator: bool = False,
) -> Account:
    """A login with a password at once: for `staff_id` of the unit, or an administrator without staff.

    The administrator acts in the unit of `access`, or picks one when that is the server itself.
    Raises RuleBroken for a weak password or a name that is taken, NotFound, NotAllowed.
    """
    access.need(Right.ADMINISTER)
    with write():
        if staff_id is None:
            account = _nameless(access, username)
        else:
            account = login_for_staff(access, staff_of(access, [staff_id])[0])
        checked = credentials.check_new_password(password, queries.names_of(account))
        account.password_hash = passwords.hash_password(checked)
        account.is_administrator = administrator or staff_id is None
        account.save()
        record(access, "set_password", "account", account.id, fields=["password", "administrator"])
    return account


def _nameless(access: Access, username: str) -> Account:
    name = credentials.user_name(username)
    if not name or name.isdigit():
        raise RuleBroken("Tên đăng nhập cần có chữ cái không dấu, ví dụ quantri.")
    if Account.select().where(Account.username == name).exists():
        raise RuleBroken(f"Tên đăng nhập {name} đã có người dùng.")
    made = Account.create(username=name, unit=access.unit_id or None, created_at=clock.now())
    record(access, "create_login", "account", made.id)
    return made


def staff_of(access: Access, staff_ids: Iterable[int]) -> list[StaffMember]:
    """Those of the unit, in Vietnamese order. Raises NotFound when one is not of it, or has left."""
    wanted = set(staff_ids)
    rows = StaffMember.select().where(
        (StaffMember.unit == access.unit_id) & StaffMember.id.in_(wanted) & StaffMember.active
    )
    found = list(rows.order_by(StaffMember.sort_key))
    if len(found) != len(wanted):
        raise NotFound("Có người không thuộc đơn vị của thầy cô, hoặc đã nghỉ. Chưa có gì thay đổi.")
    return found


def need_say_over(access: Access, account: Account) -> None:
    """Raise NotAllowed unless the person asking may replace or stop this login (rules/slips.py)."""
    access.need(Right.PRINT_SLIPS)
    printer, holder = queries.rank_of(access.roles), queries.holders_rank(account, access.on)
    if not may_hand_out(printer, holder, has_signed_in=queries.has_signed_in(account.id)):
        raise NotAllowed(
            "Tài khoản của lãnh đạo do lãnh đạo trường hoặc người quản trị máy chủ cấp lại. "
            "Chưa có gì thay đổi."
        )


def reset_password(access: Access, account: Account, password: str) -> None:
    """A new password by the server's own hand; every session of the account ends."""
    access.need(Right.ADMINISTER)
    checked = credentials.check_new_password(password, queries.names_of(account))
    with write():
        account.password_hash = passwords.hash_password(checked)
        account.save()
        end_sessions_of(account.id)
        record(access, "reset_password", "account", account.id, fields=["password"])


def stop_login(access: Access, account: Account) -> None:
    """Nobody signs in with this account any more and its sessions end; the person stays on the staff."""
    need_say_over(access, account)
    if account.id == access.account_id:
        raise RuleBroken("Thầy cô không ngừng được tài khoản đang dùng.")
    with write():
        Account.update(disabled_at=clock.now()).where(Account.id == account.id).execute()
        end_sessions_of(account.id)
        record(access, "stop_login", "account", account.id)


def allow_login(access: Access, account: Account) -> None:
    """Take `stop_login` back: the old password holds again."""
    need_say_over(access, account)
    with write():
        Account.update(disabled_at=None).where(Account.id == account.id).execute()
        record(access, "allow_login", "account", account.id)
