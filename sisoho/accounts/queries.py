"""Sessions read back into an `Access`, built anew for each request from dated duties."""

import hashlib
from collections import defaultdict
from datetime import date

from peewee import JOIN

from sisoho import clock
from sisoho.access import Access, Role
from sisoho.accounts.models import Account, LoginSession
from sisoho.db import unscoped
from sisoho.schools import queries as schools
from sisoho.schools.models import Duty, StaffMember
from sisoho.web.session import SignedIn

_POSTS = {role.value: role for role in Role}


def token_hash(token: str) -> str:
    """SHA-256 hex of a session or slip token: what the database keeps instead of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def load_signed_in(token: str) -> SignedIn | None:
    """The person of a session token, None when it has ended or the account is disabled."""
    with unscoped("a session is looked up before its unit is known"):
        row = (
            LoginSession.select(LoginSession, Account, StaffMember)
            .join(Account)
            .join(StaffMember, JOIN.LEFT_OUTER)
            .where(
                (LoginSession.token_hash == token_hash(token))
                & LoginSession.ended_at.is_null()
                & Account.disabled_at.is_null()
            )
            .first()
        )
        if row is None:
            return None
        return _signed_in(token, row)


def _signed_in(token: str, row: LoginSession) -> SignedIn | None:
    account, today = row.account, clock.today()
    if account.staff_id is None:
        if not (account.is_administrator and account.unit_id):
            return None
        return SignedIn(token, access_for(account, account.unit_id, today, []))
    by_unit: dict[int, list[Duty]] = defaultdict(list)
    for duty in _duties_in_force(account.staff_id, today):
        by_unit[duty.unit_id].append(duty)
    if len(by_unit) == 1 or row.unit_id in by_unit:
        unit_id = row.unit_id if row.unit_id in by_unit else next(iter(by_unit))
        return SignedIn(token, access_for(account, unit_id, today, by_unit[unit_id]))
    return SignedIn(token, None, tuple(schools.unit_choices(set(by_unit), today)))


def _duties_in_force(staff_id: int, on: date) -> list[Duty]:
    return list(
        Duty.select().where(
            (Duty.staff == staff_id) & (Duty.starts <= on) & (Duty.ends.is_null() | (Duty.ends > on))
        )
    )


def access_for(account: Account, unit_id: int, on: date, duties: list[Duty]) -> Access:
    """The access of `account` acting for `unit_id` with `duties` (in force on `on`)."""
    card = schools.unit_card(unit_id, on)
    roles = {_POSTS[duty.kind] for duty in duties if duty.kind in _POSTS}
    if account.is_administrator:
        roles.add(Role.ADMINISTRATOR)
    if any(duty.kind in ("homeroom", "village") for duty in duties):
        roles.add(Role.TEACHER)
    return Access(
        account_id=account.id,
        staff_id=account.staff_id,
        unit_id=unit_id,
        unit_kind=card.kind,
        on=on,
        roles=frozenset(roles),
        class_ids=frozenset(duty.school_class_id for duty in duties if duty.kind == "homeroom"),
        village_ids=frozenset(duty.village_id for duty in duties if duty.kind == "village"),
        commune_id=card.commune_id,
        school_ids=card.school_ids,
        unit_name=card.name,
        person_name=account.staff.full_name if account.staff_id else account.username,
    )
