"""Makes a small invented commune with two schools, straight into the tables.

Rows only: what actions do is tested through actions.
"""

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from sisoho import clock
from sisoho.access import Access
from sisoho.accounts.models import Account, LoginSession
from sisoho.accounts.queries import access_for, token_hash
from sisoho.db import new_public_id, unscoped
from sisoho.schools import models as m
from sisoho.vietnamese import fold, search_text, sort_key

YEAR_STARTS = date(2026, 9, 7)
_count = itertools.count(1)


def unit(kind: str, name: str, parent: m.Unit | None = None, **profile: Any) -> m.Unit:
    made = m.Unit.create(kind=kind, levels="primary,lower_secondary" if kind == "school" else "")
    m.UnitProfile.create(unit=made, starts=date(2025, 7, 1), parent=parent, name=name, **profile)
    return made


def staff(of: m.Unit, name: str, *duties: str | dict[str, Any]) -> m.StaffMember:
    """duties: post names, or dicts with kind and school_class or village."""
    person = m.StaffMember.create(
        unit=of,
        full_name=name,
        sort_key=sort_key(name),
        folded=search_text(name),
        phone=f"09{next(_count):08d}",
    )
    for duty in duties:
        row = {"kind": duty} if isinstance(duty, str) else duty
        m.Duty.create(**{"unit": of, "staff": person, "starts": date(2026, 8, 1), **row})
    return person


def account(person: m.StaffMember) -> Account:
    return Account.create(username=f"user{next(_count)}", staff=person, created_at=clock.now())


def access_of(person: m.StaffMember, of: m.Unit | None = None) -> Access:
    """The access that person has today (makes no session)."""
    unit_id = of.id if of else person.unit_id
    made = Account.get_or_none(Account.staff == person) or account(person)
    duties = list(
        m.Duty.select().where(
            (m.Duty.unit == unit_id)
            & (m.Duty.staff == person)
            & (m.Duty.starts <= clock.today())
            & (m.Duty.ends.is_null() | (m.Duty.ends > clock.today()))
        )
    )
    with unscoped("a test asks for a person's access"):
        return access_for(made, unit_id, clock.today(), duties)


def login_session(of: Account) -> tuple[LoginSession, str]:
    """A live session of the account, and its token."""
    token = new_public_id()
    made = LoginSession.create(
        account=of, token_hash=token_hash(token), started_at=clock.now(), seen_at=clock.now()
    )
    return made, token


def client_of(app: Flask, person: m.StaffMember | Account) -> FlaskClient:
    """A test client with a live session of that person (or of an account without one)."""
    of = person if isinstance(person, Account) else Account.get_or_none(Account.staff == person)
    _session, token = login_session(of or account(person))
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client


def pupil(
    of: "School", name: str, school_class: m.SchoolClass, village: m.Village | None = None, **fields: Any
) -> m.Pupil:
    """A pupil with place, own household (mother with a phone) and enrolment from the year's start."""
    made = m.Pupil.create(
        **{
            "unit": of.unit,
            "full_name": name,
            "sort_key": sort_key(name),
            "folded": search_text(name),
            "birth_date": date(2026 - 6 - school_class.first_grade + 1, 3, 12),
            "sex": "male",
            "ethnic_group": "Gia Rai",
            **fields,
        }
    )
    m.PupilPlace.create(unit=of.unit, pupil=made, village=village or of.village, starts=YEAR_STARTS)
    household = m.Household.create(unit=of.unit)
    m.Guardian.create(
        unit=of.unit, household=household, relation="mẹ", full_name=f"Mẹ {name}", phone="0987000001"
    )
    m.PupilHousehold.create(unit=of.unit, pupil=made, household=household, starts=YEAR_STARTS)
    m.Enrolment.create(
        unit=of.unit,
        pupil=made,
        year=of.year,
        school_class=school_class,
        grade=school_class.first_grade,
        starts=YEAR_STARTS,
    )
    m.Move.create(
        unit=of.unit,
        pupil=made,
        year=of.year,
        kind="enrolled",
        on=YEAR_STARTS,
        to_class=school_class,
        recorded_at=clock.now(),
    )
    return made


@dataclass
class School:
    """One school with principal, clerk, two homeroom teachers (1A, 6A), a village teacher and pupils."""

    unit: m.Unit
    commune: m.Unit
    village: m.Village
    other_village: m.Village
    year: m.SchoolYear = field(init=False)
    class_1a: m.SchoolClass = field(init=False)
    class_6a: m.SchoolClass = field(init=False)
    principal: m.StaffMember = field(init=False)
    vice_principal: m.StaffMember = field(init=False)
    clerk: m.StaffMember = field(init=False)
    teacher_1a: m.StaffMember = field(init=False)
    teacher_6a: m.StaffMember = field(init=False)
    village_teacher: m.StaffMember = field(init=False)
    teacher: m.StaffMember = field(init=False)
    pupils: list[m.Pupil] = field(default_factory=list)

    def make_class(self, name: str, grades: str) -> m.SchoolClass:
        made = m.SchoolClass.create(unit=self.unit, year=self.year, name=name, grades=grades)
        for weekday in range(6):
            m.WeeklyHalfDay.create(
                unit=self.unit,
                school_class=made,
                weekday=weekday,
                half_day="S",
                kind="chinh_khoa",
                starts=YEAR_STARTS,
            )
        return made


@dataclass
class Commune:
    department: m.Unit
    unit: m.Unit
    officer: m.StaffMember
    province_officer: m.StaffMember
    school: School
    other_school: School


NAMES_6A = ("Ksor H'Bia", "Siu Blơi", "Rơ Châm Đức", "Nay H'Đào", "Nguyễn Gia Bảo")
NAMES_1A = ("Rahlan Y Khoa", "Hiao H'Dim", "Kpă Thu")


def school(commune: m.Unit, name: str, villages: list[m.Village]) -> School:
    made = School(
        unit=unit("school", name, commune, symbol="THMAU", place="Phú Túc"),
        commune=commune,
        village=villages[0],
        other_village=villages[1],
    )
    made.year = m.SchoolYear.create(
        unit=made.unit,
        label="2026-2027",
        starts=YEAR_STARTS,
        ends=date(2027, 6, 1),
        second_term_starts=date(2027, 1, 18),
        opening_roll_on=date(2026, 9, 15),
    )
    made.class_1a, made.class_6a = made.make_class("1A", "1"), made.make_class("6A", "6")
    made.principal = staff(made.unit, "Nguyễn Thị Hồng", "principal")
    made.vice_principal = staff(made.unit, "Rmah H'Lan", "vice_principal")
    made.clerk = staff(made.unit, "Trần Văn Thư", "clerk")
    made.teacher_1a = staff(
        made.unit, "Lê Thị Một", "teacher", {"kind": "homeroom", "school_class": made.class_1a}
    )
    made.teacher_6a = staff(
        made.unit, "Phạm Văn Sáu", "teacher", {"kind": "homeroom", "school_class": made.class_6a}
    )
    made.village_teacher = staff(
        made.unit, "Ksor Buôn", "teacher", {"kind": "village", "village": made.village, "lead": True}
    )
    made.teacher = staff(made.unit, "Đỗ Văn Bộ Môn", "teacher")
    for name_of_pupil in NAMES_6A:
        made.pupils.append(pupil(made, name_of_pupil, made.class_6a))
    for name_of_pupil in NAMES_1A:
        made.pupils.append(pupil(made, name_of_pupil, made.class_1a))
    return made


def commune() -> Commune:
    """Sở → xã with officer and two villages → two schools of the same shape."""
    department = unit("department", "Sở Giáo dục và Đào tạo Gia Lai", symbol="SGDĐT", place="Pleiku")
    made = unit("commune", "Ủy ban nhân dân xã Phú Túc", department, symbol="UBND", place="Phú Túc")
    villages = [
        m.Village.create(unit=made, name=name, folded=fold(name), kind="buôn")
        for name in ("Buôn Chư Bang", "Buôn Ma Giai")
    ]
    return Commune(
        department=department,
        unit=made,
        officer=staff(made, "Siu Văn Xã", "commune_officer"),
        province_officer=staff(department, "Bùi Thị Sở", "province_officer"),
        school=school(made, "Trường TH và THCS Mẫu Một", villages),
        other_school=school(made, "Trường TH và THCS Mẫu Hai", villages),
    )
