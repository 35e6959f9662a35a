"""Sessions read back into an `Access`, built anew for each request from dated duties."""

import hashlib
from datetime import date, timedelta

from peewee import JOIN, Expression

from sisoho import clock
from sisoho.access import Access, Role
from sisoho.accounts.models import Account, LoginSession
from sisoho.accounts.rules.slips import Rank
from sisoho.db import unscoped
from sisoho.schools import queries as schools
from sisoho.schools.models import Duty, StaffMember, Unit
from sisoho.web.session import SignedIn

_POSTS = {role.value: role for role in Role}
_LEADERS = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.COMMUNE_OFFICER})
OWN_DEVICE = timedelta(days=31)  # without a visit; Flask keeps the cookie as long
SHARED_DEVICE = timedelta(hours=12)


def token_hash(token: str) -> str:
    """SHA-256 hex of a session or slip token: what the database keeps instead of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def load_signed_in(token: str) -> SignedIn | None:
    """The person of a session token, None when it has ended or the account is disabled.

    Two statements for a person of a school: session, account, staff and duties in one, the unit's card.
    """
    today, now = clock.today(), clock.now()
    with unscoped("a session is looked up before its unit is known"):
        rows = list(
            LoginSession.select(LoginSession, Account, StaffMember, Duty)
            .join(Account)
            .join(StaffMember, JOIN.LEFT_OUTER)
            .join(
                Duty,
                JOIN.LEFT_OUTER,
                on=(Duty.staff == StaffMember.id) & duty_in_force(today),
                attr="duty",
            )
            .where(
                (LoginSession.token_hash == token_hash(token))
                & LoginSession.ended_at.is_null()
                & Account.disabled_at.is_null()
            )
        )
        if not rows or _expired(rows[0], now):
            return None
        return _signed_in(token, rows[0], _duties(rows), today)


def _expired(row: LoginSession, now) -> bool:  # type: ignore[no-untyped-def]
    return bool(now - row.seen_at > (SHARED_DEVICE if row.shared_device else OWN_DEVICE))


def _duties(rows: list[LoginSession]) -> list[Duty]:
    staff = [row.account.staff for row in rows if row.account.staff_id is not None]
    return [person.duty for person in staff if getattr(person, "duty", None) and person.duty.id]


def _signed_in(token: str, row: LoginSession, duties: list[Duty], today: date) -> SignedIn:
    unit_id = _acting_unit(row, {duty.unit_id for duty in duties})
    access = None
    if unit_id is not None:
        here = [duty for duty in duties if duty.unit_id == unit_id]
        access = access_for(row.account, unit_id, today, here)
    return SignedIn(
        token,
        access,
        session_id=row.id,
        account_id=row.account_id,
        seen_at=row.seen_at,
        is_administrator=row.account.is_administrator,
        shared_device=row.shared_device,
    )


def _acting_unit(row: LoginSession, of_duties: set[int]) -> int | None:
    """The unit picked, else the only one there is; None asks the person to pick."""
    account = row.account
    if row.unit_id in of_duties or (account.is_administrator and row.unit_id is not None):
        return row.unit_id
    if len(of_duties) == 1:
        return next(iter(of_duties))
    if account.is_administrator and not of_duties:
        return account.unit_id or _only_school()
    return None


def _only_school() -> int | None:
    """The school of a server that has one: its administrator need not pick."""
    schools_here = list(Unit.select(Unit.id).where(Unit.kind == "school").limit(2))
    return schools_here[0].id if len(schools_here) == 1 else None


def duty_in_force(on: date) -> Expression:
    return (Duty.starts <= on) & (Duty.ends.is_null() | (Duty.ends > on))


def unit_choices(account_id: int) -> list[tuple[str, str]]:
    """(public id, name) of the units a person may act for today; every unit for an administrator
    (the districts ended on 1/7/2025 and are history)."""
    today = clock.today()
    with unscoped("which units a person works in is asked before one is picked"):
        account = Account.get_by_id(account_id)
        if account.is_administrator:
            ids = {unit.id for unit in Unit.select(Unit.id).where(Unit.kind.not_in(("campus", "district")))}
        else:
            rows = Duty.select(Duty.unit).where((Duty.staff == account.staff_id) & duty_in_force(today))
            ids = {row.unit_id for row in rows}
        return schools.unit_choices(ids, today) if ids else []


def access_for(account: Account, unit_id: int, on: date, duties: list[Duty]) -> Access:
    """The access of `account` acting for `unit_id` with `duties` (in force on `on`)."""
    card = schools.unit_card(unit_id, on)
    return Access(
        account_id=account.id,
        staff_id=account.staff_id,
        unit_id=unit_id,
        unit_kind=card.kind,
        on=on,
        roles=roles_from(duties, administrator=account.is_administrator),
        class_ids=frozenset(duty.school_class_id for duty in duties if duty.kind == "homeroom"),
        village_ids=frozenset(duty.village_id for duty in duties if duty.kind == "village"),
        commune_id=card.commune_id,
        school_ids=card.school_ids,
        unit_name=card.name,
        unit_short_name=card.short_name,
        person_name=account.staff.full_name if account.staff_id else account.username,
    )


def rank_of(roles: frozenset[Role]) -> Rank:
    if Role.ADMINISTRATOR in roles:
        return Rank.ADMINISTRATOR
    return Rank.STAFF if roles.isdisjoint(_LEADERS) else Rank.LEADER


def roles_from(duties: list[Duty], *, administrator: bool) -> frozenset[Role]:
    roles = {_POSTS[duty.kind] for duty in duties if duty.kind in _POSTS}
    if administrator:
        roles.add(Role.ADMINISTRATOR)
    if any(duty.kind in ("homeroom", "village") for duty in duties):
        roles.add(Role.TEACHER)
    return frozenset(roles)
