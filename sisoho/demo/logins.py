"""Logins: a few by the server's own hand, with passwords to be told; everyone else by a printed slip."""

import json
import secrets
from dataclasses import dataclass

from sisoho import db
from sisoho.accounts import actions as accounts
from sisoho.accounts import queries
from sisoho.accounts.models import Account
from sisoho.demo.cast import Cast, Person
from sisoho.demo.founding import FoundedCommune, FoundedSchool

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ADMINISTRATOR = "quantri"


@dataclass(frozen=True, slots=True)
class ToldLogin:
    """A login as it is printed once; the store keeps only the hash of its password."""

    role: str
    name: str
    unit: str
    username: str
    password: str


def new_password() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def make_logins(commune: FoundedCommune) -> list[ToldLogin]:
    """One login of each role, in the order in which the door looks for them.

    The door offers the oldest login of a duty: so the homeroom teacher of a class with two half-days a
    day and the teacher on duty for a village in its season come first.
    """
    told = []
    first, *others = commune.schools
    told += [_for_staff(first, person) for person in _offered(first)]
    told.append(_for_officer(commune.officers, commune.commune_id, "Phòng VH–XH xã"))
    told.append(_for_officer(commune.province, commune.department_id, "Sở GDĐT"))
    password = new_password()
    account = accounts.create_login(accounts.server_access(), username=ADMINISTRATOR, password=password)
    told.append(ToldLogin("Quản trị máy chủ", "", "", account.username, password))
    told += [_for_staff(school, school.cast.post("principal")) for school in others]
    return told


def _offered(school: FoundedSchool) -> list[Person]:
    posts = [school.cast.post(post) for post in ("principal", "vice_principal", "clerk")]
    return [*school.cast.people[:2], *posts]


def _for_staff(school: FoundedSchool, person: Person) -> ToldLogin:
    account, password = _create(school.cast, person, school.unit_id)
    return ToldLogin(_role(school, person), person.name, school.spec.short_name, account.username, password)


def _for_officer(cast: Cast, unit_id: int, role: str) -> ToldLogin:
    (person,) = cast.people
    account, password = _create(cast, person, unit_id)
    return ToldLogin(role, person.name, "", account.username, password)


def _create(cast: Cast, person: Person, unit_id: int) -> tuple[Account, str]:
    password = new_password()
    access = accounts.server_access(unit_id)
    account = accounts.create_login(access, staff_id=person.id, password=password)
    cast.sign_in(person, account.id)
    return account, password


_POSTS = {"principal": "Hiệu trưởng", "vice_principal": "Phó hiệu trưởng", "clerk": "Văn thư"}


def _role(school: FoundedSchool, person: Person) -> str:
    if person.class_ids:
        name = next(name for name, class_id in school.class_ids.items() if class_id in person.class_ids)
        return f"Chủ nhiệm {name}"
    return "Giáo viên phụ trách thôn buôn" if person.village_ids else _POSTS[person.post]


def hand_out_slips(school: FoundedSchool) -> None:
    """The principal prints slips for everyone who has no login yet; those who have work to do use theirs."""
    cast = school.cast
    principal = cast.access(cast.post("principal"))
    waiting = [person for person in cast if not cast.has_signed_in(person)]
    slips = accounts.print_slips(principal, [person.id for person in waiting])
    busy = {person.name for person in waiting if person.class_ids or person.village_ids or not person.teaches}
    cast.use_slips([slip for slip in slips if slip.name in busy])


# --- printed again ---------------------------------------------------------------------------------

_TOLD = "demo_login_"  # the marks that say whose logins were printed


def keep_told(logins: list[ToldLogin]) -> None:
    """Remember whose logins were printed, without the passwords."""
    for number, told in enumerate(logins):
        said = json.dumps([told.role, told.name, told.unit, told.username], ensure_ascii=False)
        db.StoreMark.create(key=f"{_TOLD}{number:02d}", value=said)


def renew_passwords() -> list[ToldLogin]:
    """New passwords for the logins that were printed; their sessions end."""
    marks = db.StoreMark.select().where(db.StoreMark.key.startswith(_TOLD)).order_by(db.StoreMark.key)
    return [_renewed(*json.loads(mark.value)) for mark in list(marks)]


def _renewed(role: str, name: str, unit: str, username: str) -> ToldLogin:
    account = queries.account_by_login(username)
    assert account is not None
    password = new_password()
    accounts.reset_password(accounts.server_access(), account, password)
    return ToldLogin(role, name, unit, account.username, password)
