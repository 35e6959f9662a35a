"""The demo a newcomer sees: told once for the module, then looked at from all sides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from sisoho import clock, create_app, db
from sisoho.access import Access, system_access
from sisoho.accounts.models import Account
from sisoho.accounts.queries import access_for, demo_logins
from sisoho.audit.models import AuditEntry
from sisoho.demo.build import build_demo
from sisoho.demo.logins import ToldLogin
from sisoho.demo.reading import INPUTS
from sisoho.documents.models import Document
from sisoho.documents.press import Press
from sisoho.documents.queries import content_of
from sisoho.documents.signing import verify_pdf
from sisoho.files.queries import read_file
from sisoho.outreach import queries as outreach
from sisoho.outreach.models import RiskFlag
from sisoho.outreach.queries.risk_reviews import month_reviews, reviews_due
from sisoho.outreach.rules import Bucket
from sisoho.rollcall import queries as rollcall
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay, Month, Slot
from sisoho.schools import models as m
from sisoho.schools import queries as schools
from sisoho.schools.queries.due import class_rolls
from sisoho.schools.queries.handover import arriving, completed_primary, completed_year, into_grade_six
from sisoho.schools.queries.moves import rule_move
from sisoho.schools.rules import MoveKind, count_roll
from tests import sql_guard
from tests.conftest import copied, settings_for

AS_OF = date(2026, 11, 24)
MID_MORNING = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 in Vietnam
INVENTED_PHONE = re.compile(r"0900000\d{3}")


@dataclass
class Told:
    app: Flask
    press: Press
    logins: list[ToldLogin]


@pytest.fixture(scope="module")
def demo(template_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    var = tmp_path_factory.mktemp("demo")
    with copied(template_database, var) as url:
        app = create_app(settings_for(url, var, demo=True), queue_mode="later")
        db.open_connection()
        take_off = sql_guard.install(db.database)
        with app.app_context(), clock.at(MID_MORNING):
            db.StoreMark.update(value="demo").where(db.StoreMark.key == "kind").execute()
            press = Press.of(app.config["SISOHO"])
            made = build_demo(52, AS_OF, press)
            with db.unscoped("the tests look at all of the demo"):
                yield Told(app, press, made.logins)
        take_off()
        db.database.close()


def access_of(login: ToldLogin) -> Access:
    account = Account.get(Account.username == login.username)
    duties = list(m.Duty.select().where(m.Duty.staff == account.staff_id))
    return access_for(account, account.staff.unit_id, AS_OF, duties)


def by_role(demo: Told, role: str) -> Access:
    return access_of(next(login for login in demo.logins if login.role.startswith(role)))


def schools_of() -> list[m.Unit]:
    return list(m.Unit.select().where(m.Unit.kind == "school").order_by(m.Unit.id))


def test_every_role_stands_at_the_door(demo: Told) -> None:
    assert [login.role for login in demo_logins()] == [
        "Giáo viên chủ nhiệm",
        "Giáo viên phụ trách thôn buôn",
        "Hiệu trưởng",
        "Phó hiệu trưởng",
        "Văn thư",
        "Phòng VH–XH xã",
        "Sở GDĐT",
        "Quản trị máy chủ",
    ]


def test_the_homeroom_teacher_has_absences_to_find_out_about_and_an_afternoon_to_take(
    demo: Told,
) -> None:
    teacher = by_role(demo, "Chủ nhiệm")
    today = [reason for reason in rollcall.open_reasons(teacher) if reason.slot.date == AS_OF]
    assert len(today) >= 2
    own = rollcall.board(teacher, AS_OF).mine
    assert [line.received_at is not None for line in own] == [True, False]


def test_leave_is_asked_for_the_afternoon_and_two_head_counts_stand_beside_the_morning(demo: Told) -> None:
    teacher, principal = by_role(demo, "Chủ nhiệm"), by_role(demo, "Hiệu trưởng")
    (own,) = class_rolls(teacher, AS_OF, AS_OF + timedelta(days=1), teacher.class_ids)
    (asked,) = rollcall.leave_lines(teacher, [own])
    afternoon = rollcall.sheet_view(teacher, own, Slot(AS_OF, HalfDay.AFTERNOON))
    marked = {row.name: row.mark for row in afternoon.rows if row.mark}
    assert marked == {asked.pupil: MarkKind.P}
    board = rollcall.count_board(principal, Slot(AS_OF, HalfDay.MORNING))
    assert [line.told[0].comparison.agrees for line in board if line.told] == [True, False]


def test_the_village_teacher_has_somebody_to_visit(demo: Told) -> None:
    teacher = by_role(demo, "Giáo viên phụ trách")
    (village,) = outreach.village_counts(teacher, outreach.board(teacher))
    assert village.counts.get(Bucket.TO_VISIT, 0) > 0


def test_some_classes_have_not_reported_this_morning(demo: Told) -> None:
    told = {
        sheet.school_class.name
        for sheet in RollCallSheet.select(RollCallSheet, m.SchoolClass)
        .join(m.SchoolClass)
        .where((RollCallSheet.date == AS_OF) & (RollCallSheet.unit == schools_of()[0].id))
    }
    assert {"7A", "8A"}.isdisjoint(told)
    assert len(told) == 10


def test_one_village_has_no_teacher_on_duty(demo: Told) -> None:
    lines = schools.village_lines(by_role(demo, "Hiệu trưởng"))
    assert [line.name for line in lines if line.is_unassigned] == ["Thôn Mới"]


def test_plans_and_the_villages_decision_are_issued_and_a_plan_waits_for_each_principal(demo: Told) -> None:
    papers = [(paper.kind, paper.state) for paper in Document.select().order_by(Document.unit, Document.id)]
    assert papers == [
        ("incoming", "issued"),
        ("commune_plan", "issued"),
        ("school_plan", "issued"),
        ("village_decision", "issued"),
        ("school_plan", "submitted"),
        ("school_plan", "submitted"),
    ]


@pytest.mark.parametrize("kind", ["school_plan", "village_decision"])
def test_an_issued_paper_bears_a_signature_that_holds_and_the_word_that_it_is_a_specimen(
    demo: Told, kind: str
) -> None:
    plan = Document.get((Document.kind == kind) & (Document.state == "issued"))
    _, pdf = read_file(plan.unit_id, plan.issued_file_id)
    (report,) = verify_pdf(pdf, trust_roots=demo.press.roots, public_service_roots=(), at=MID_MORNING)
    assert (report.intact, report.trusted) == (True, True)
    assert content_of(plan).marks.demo


def test_the_balance_of_each_school_closes(demo: Told) -> None:
    for unit in schools_of():
        opening = m.OpeningRoll.select().where(m.OpeningRoll.unit == unit).count()
        since = [
            rule_move(move)
            for move in m.Move.select().where(m.Move.unit == unit).order_by(m.Move.on, m.Move.id)
            if move.kind != MoveKind.ENROLLED
        ]
        now = m.Enrolment.select().where((m.Enrolment.unit == unit) & m.Enrolment.ends.is_null())
        assert count_roll(opening, since).current == now.count()


def test_nobody_is_a_dropout_at_the_end_and_one_pupil_came_back(demo: Told) -> None:
    kinds = [move.kind for move in m.Move.select().where(m.Move.unit == schools_of()[0])]
    assert (kinds.count("dropped"), kinds.count("returned")) == (1, 1)


def test_the_summer_before_shows_a_handover_under_way_and_one_child_who_never_came(demo: Told) -> None:
    clerk = by_role(demo, "Văn thư")
    states = [one.state for one in arriving(clerk)]
    assert (states.count("arrived"), states.count("waiting")) == (4, 1)
    (sums,) = (
        into_grade_six(completed_primary(old, year), "")
        for unit in schools_of()
        for old in [system_access(unit.id, "school", AS_OF, clerk.commune_id)]
        for year in [completed_year(old)]
        if year is not None
    )
    assert (sums.completed, sums.arrived, sums.missing) == (6, 4, 2)
    summer = schools.summer_counts(clerk, schools.current_year(clerk))
    assert [one.dropped for one in summer.values()] == [0, 1]


def test_every_mark_is_of_a_pupil_on_the_roll_of_its_sheet(demo: Told) -> None:
    rows = Mark.select(Mark.pupil, RollCallSheet.roll).join(RollCallSheet).tuples()
    assert [pupil for pupil, roll in rows if pupil not in roll] == []


def test_attendance_is_that_of_a_school_with_trouble_not_of_an_empty_one(demo: Told) -> None:
    for unit in schools_of():
        sheets = list(RollCallSheet.select().where(RollCallSheet.unit == unit))
        due = sum(len(sheet.roll) for sheet in sheets)
        away = Mark.select().where((Mark.unit == unit) & (Mark.kind != "T")).count()
        assert 0.93 < 1 - away / due < 0.98


def test_most_classes_reviewed_the_list_last_month_and_one_is_asked_for_this_months(demo: Told) -> None:
    lines = month_reviews(by_role(demo, "Hiệu trưởng"), Month(2026, 10))
    reviewed = [line for line in lines if line.review]
    assert len(lines) * 0.6 < len(reviewed) < len(lines)
    assert any(line.review and line.review.counts["kept"] for line in reviewed)
    assert len(reviews_due(by_role(demo, "Chủ nhiệm"))) == 1
    states = {flag.state for flag in RiskFlag.select()}
    assert {"open", "confirmed", "dismissed"} <= states


def test_nothing_is_told_of_the_time_after_the_end(demo: Told) -> None:
    latest = AuditEntry.select().order_by(AuditEntry.at.desc()).first()
    assert datetime(2026, 11, 24, 0, 0, tzinfo=UTC) < latest.at <= datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def test_no_phone_number_is_of_a_real_person(demo: Told) -> None:
    rows = CalamineWorkbook.from_path(INPUTS / "danh-sach-hoc-sinh.xlsx").get_sheet_by_index(0).to_python()
    sample = {cell for row in rows for cell in row if isinstance(cell, str)}
    phones = {row.phone for row in m.Guardian.select()} | {row.phone for row in m.StaffMember.select()}
    assert {p for p in phones - {""} if p not in sample and not INVENTED_PHONE.fullmatch(p)} == set()


def test_a_second_run_changes_nothing(demo: Told, tmp_path: Path) -> None:
    db.StoreMark.create(key="demo", value=f"52 {AS_OF}")
    before = AuditEntry.select().count()
    said = demo.app.test_cli_runner().invoke(args=["demo"])
    assert (said.exit_code, AuditEntry.select().count()) == (0, before)
    assert "giữ nguyên" in said.output
