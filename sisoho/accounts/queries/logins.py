"""Accounts by what is typed at the door, and the staff of a unit with the state of their logins."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN, Expression, fn

from sisoho import clock
from sisoho.access import Access, Right, Role
from sisoho.accounts.models import Account, LoginSession, SignInSlip
from sisoho.accounts.queries.signed_in import duty_in_force, rank_of, roles_from
from sisoho.accounts.rules import credentials
from sisoho.accounts.rules.slips import Rank, may_hand_out
from sisoho.db import unscoped
from sisoho.errors import NotFound
from sisoho.schools.models import Duty, StaffMember


def account_by_login(typed: str) -> Account | None:
    """The account of a user name or phone number, disabled ones too, with its staff member."""
    username, phone = credentials.login_names(typed)
    named = Account.username == username
    return _first(named | (Account.phone == phone) if phone else named)


def account_by_id(account_id: int) -> Account:
    """The account with its staff member. Raises NotFound."""
    found = _first(Account.id == account_id)
    if found is None:
        raise NotFound("Không tìm thấy tài khoản này.")
    return found


def _first(which: Expression) -> Account | None:
    with unscoped("an account is found before its unit is known"):
        rows = Account.select(Account, StaffMember).join(StaffMember, JOIN.LEFT_OUTER)
        found: Account | None = rows.where(which).first()
    return found


def names_of(account: Account) -> tuple[str, ...]:
    """What a password must not be."""
    return tuple(name for name in (account.username, account.phone) if name)


def knows_device(account_id: int, device_key: str) -> bool:
    """Whether that browser has signed in to the account before."""
    known = (LoginSession.account == account_id) & (LoginSession.device_key == device_key)
    return LoginSession.select().where(known).exists()


def has_signed_in(account_id: int) -> bool:
    return LoginSession.select().where(LoginSession.account == account_id).exists()


def holders_rank(account: Account, on: date) -> Rank:
    """By the holder's posts in every unit: that is what a slip of the account would give away."""
    with unscoped("a person's posts in all units decide who may replace the password"):
        duties = list(Duty.select().where((Duty.staff == account.staff_id) & duty_in_force(on)))
    return rank_of(roles_from(duties, administrator=account.is_administrator))


@dataclass(frozen=True, slots=True)
class StaffLogin:
    """One member of staff on the slips page. `slip_until`: an unused slip is out until then.

    `may_hand_out`: whether the person asking may print a slip for this one, or stop the login.
    """

    staff_id: int
    public_id: str
    account_id: int | None
    name: str
    duties: str
    username: str
    phone: str
    disabled: bool
    last_seen: datetime | None
    slip_until: date | None
    may_hand_out: bool
    is_self: bool

    @property
    def may_be_stopped(self) -> bool:
        return self.account_id is not None and self.may_hand_out and not self.is_self

    @property
    def needs_slip(self) -> bool:
        """Never signed in, and no slip on its way."""
        waits = self.last_seen is None and self.slip_until is None
        return waits and self.may_hand_out and not self.disabled


def staff_logins(access: Access) -> list[StaffLogin]:
    """The active staff of the unit in Vietnamese order, with the state of each login."""
    access.need(Right.PRINT_SLIPS)
    people = list(
        StaffMember.select(StaffMember, Account)
        .join(Account, JOIN.LEFT_OUTER, on=(Account.staff == StaffMember.id), attr="account")
        .where((StaffMember.unit == access.unit_id) & StaffMember.active)
        .order_by(StaffMember.sort_key)
    )
    duties = _duties_by_staff(access)
    accounts = [person.account.id for person in people if _account(person)]
    seen = _latest(LoginSession, LoginSession.seen_at, accounts)
    slips = _open_slips(accounts)
    return [_line(access, person, duties[person.id], seen, slips) for person in people]


def _account(person: StaffMember) -> Account | None:
    found = getattr(person, "account", None)
    return found if found is not None and found.id is not None else None


def _line(
    access: Access,
    person: StaffMember,
    duties: list[Duty],
    seen: dict[int, datetime],
    slips: dict[int, date],
) -> StaffLogin:
    account = _account(person)
    roles = roles_from(duties, administrator=bool(account and account.is_administrator))
    last_seen = seen.get(account.id) if account else None
    return StaffLogin(
        staff_id=person.id,
        public_id=person.public_id,
        account_id=account.id if account else None,
        name=person.full_name,
        duties=", ".join(role.label for role in Role if role in roles),
        username=account.username if account else "",
        phone=(account.phone if account else person.phone) or "",
        disabled=bool(account and account.disabled_at),
        last_seen=last_seen,
        slip_until=slips.get(account.id) if account else None,
        may_hand_out=may_hand_out(rank_of(access.roles), rank_of(roles), has_signed_in=last_seen is not None),
        is_self=account is not None and account.id == access.account_id,
    )


def _duties_by_staff(access: Access) -> dict[int, list[Duty]]:
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in Duty.select().where((Duty.unit == access.unit_id) & duty_in_force(access.on)):
        found[duty.staff_id].append(duty)
    return found


def _latest(model, field, accounts: list[int]) -> dict[int, datetime]:  # type: ignore[no-untyped-def]
    rows = model.select(model.account, fn.MAX(field).alias("latest")).where(model.account.in_(accounts))
    return {row.account_id: field.python_value(row.latest) for row in rows.group_by(model.account)}


def _open_slips(accounts: list[int]) -> dict[int, date]:
    open_now = (
        SignInSlip.used_at.is_null()
        & SignInSlip.replaced_at.is_null()
        & (SignInSlip.expires_at > clock.now())
    )
    rows = SignInSlip.select().where(SignInSlip.account.in_(accounts) & open_now)
    return {row.account_id: row.expires_at.astimezone(clock.VIETNAM).date() for row in rows}
