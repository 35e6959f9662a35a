"""The year's end on its pages, as the people of the school walk it."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho import clock
from sisoho.audit.models import FileView
from sisoho.db import new_public_id
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.rollcall.queries.missed_sessions import sessions_missed
from sisoho.schools import queries
from sisoho.schools.models import Enrolment, NewYearPlan, Pupil, SchoolClass, SchoolYear, StaffMember
from sisoho.schools.queries.new_year import new_year_draft
from tests import factories
from tests.factories import Commune, School, access_of, client_of
from tests.schools.ending import END, SUMMER, decide, on, open_next


def text(response) -> str:  # type: ignore[no-untyped-def]
    return response.get_data(as_text=True)


def sheet(school: School, school_class: SchoolClass, day: date, half: str, absent: list[int]) -> None:
    """A sheet of everyone in the class that day, some marked P."""
    now = clock.now()
    e = Enrolment
    rows = e.select(e.pupil).where(
        (e.unit == school.unit) & (e.school_class == school_class) & (e.starts <= day)
    )
    made = RollCallSheet.create(
        unit=school.unit, school_class=school_class, date=day, half_day=half, version=1,
        draft_id=new_public_id(), seq=1, payload_hash="", roll=[row.pupil_id for row in rows],
        taken_by=school.teacher_6a, first_device_at=now, first_received_at=now, device_at=now,
        received_at=now,
    )  # fmt: skip
    for pupil_id in absent:
        Mark.create(unit=school.unit, sheet=made, pupil=pupil_id, kind="P", first_kind="P")


def test_the_homeroom_teacher_enters_by_exception_and_the_principal_confirms(
    app: Flask, commune: Commune
) -> None:
    school = commune.school
    at = f"/ket-qua/{school.class_6a.public_id}"
    repeating = school.pupils[0]
    with on(END):
        teacher = client_of(app, school.teacher_6a)
        assert "Cả lớp lên lớp" in text(teacher.get(at))
        assert teacher.post(at).status_code == 303
        form = {"result": "repeats", "reason": ""}
        refused = teacher.post(f"{at}/{repeating.public_id}", data=form)
        assert refused.status_code == 422
        assert "Hãy ghi lý do" in text(refused)
        form["reason"] = "chưa đạt môn Toán"
        assert teacher.post(f"{at}/{repeating.public_id}", data=form).status_code == 303
        page = text(teacher.get(at))
        assert "Lưu ban" in page
        assert "Xác nhận kết quả" not in page
        assert teacher.post(f"{at}/xac-nhan").status_code == 403
        principal = client_of(app, school.principal)
        assert principal.post(f"{at}/xac-nhan").status_code == 303
        assert (
            teacher.post(f"{at}/{repeating.public_id}", data=form | {"result": "promoted"}).status_code == 403
        )
        assert client_of(app, school.teacher_1a).get(at).status_code == 403


def test_forty_six_days_missed_warn_and_decide_nothing(app: Flask, commune: Commune) -> None:
    """With leave counts too; two half-days of one day count once."""
    school = commune.school
    ill = school.pupils[0]
    days = [date.fromordinal(date(2026, 9, 7).toordinal() + n) for n in range(60)]
    days = [day for day in days if day.weekday() != 6][:46]
    for day in days:
        sheet(school, school.class_6a, day, "S", [ill.id])
    sheet(school, school.class_6a, days[0], "C", [ill.id])  # no main lesson: not a session that counts
    with on(END):
        assert sessions_missed(access_of(school.principal), [p.id for p in school.pupils]) == {
            p.id: 46 * (p == ill) for p in school.pupils
        }
        teacher = client_of(app, school.teacher_6a)
        at = f"/ket-qua/{school.class_6a.public_id}"
        assert "1 em nghỉ quá 45 buổi" in text(teacher.get(at))
        assert teacher.post(at).status_code == 303  # the school decides


def _dates() -> dict[str, str]:
    return {
        "starts": "2027-09-06",
        "last_day": "2028-05-31",
        "second_term_starts": "2028-01-17",
        "opening_roll_on": "2027-09-15",
    }


def test_the_new_year_is_prepared_in_steps_left_resumed_opened_and_taken_back(
    app: Flask, commune: Commune
) -> None:
    school = commune.school
    decide(school)
    with on(SUMMER):
        clerk, principal = client_of(app, school.clerk), client_of(app, school.principal)
        assert clerk.get("/nam-hoc-moi").location.endswith("/nam-hoc-moi/ngay")
        wrong = clerk.post("/nam-hoc-moi/ngay", data=_dates() | {"starts": "2027-05-01"})
        assert wrong.status_code == 422
        assert 'value="2027-05-01"' in text(wrong)
        assert clerk.post("/nam-hoc-moi/ngay", data=_dates()).location.endswith("/lop")
        draft = new_year_draft(access_of(school.clerk))
        names = {f"ten-{one.key}": one.name for one in draft.classes}
        doubled = clerk.post("/nam-hoc-moi/lop", data=dict.fromkeys(names, "6A"))
        assert doubled.status_code == 422
        assert clerk.post("/nam-hoc-moi/lop", data=names | {"classes": "7B"}).status_code == 303
        page = text(clerk.get("/nam-hoc-moi/hoc-sinh?lop=6A"))
        key = next(one.key for one in new_year_draft(access_of(school.clerk)).classes if one.name == "7B")
        assert school.pupils[0].full_name in page.replace("&#39;", "'")
        moved = [p.public_id for p in school.pupils[:2]]
        assert (
            clerk.post("/nam-hoc-moi/hoc-sinh", data={"lop": "6A", "em": moved, "vao": key}).status_code
            == 303
        )
        none = clerk.post("/nam-hoc-moi/hoc-sinh", data={"lop": "6A", "vao": key})
        assert none.status_code == 422
        duties = {f"cn-{key}": school.teacher.public_id}
        assert clerk.post("/nam-hoc-moi/nhiem-vu", data=duties).status_code == 303
        assert SchoolYear.select().where(SchoolYear.unit == school.unit).count() == 1  # nothing half
        summary = text(clerk.get("/nam-hoc-moi/tom-tat"))
        assert "7B" in summary
        assert "phó hiệu trưởng xem lại" in summary
        assert clerk.post("/nam-hoc-moi/mo").status_code == 403
        version = NewYearPlan.get(NewYearPlan.unit == school.unit).version
        assert principal.post("/nam-hoc-moi/mo", data={"version": version - 1}).status_code == 409
        assert principal.post("/nam-hoc-moi/mo", data={"version": version}).status_code == 303
        assert "đã mở" in text(principal.get("/nam-hoc-moi"))
        access = access_of(school.principal)
        year = queries.current_year(access)
        lines = {line.name: line for line in queries.class_lines(access, year.id)}
        assert lines.keys() == {"1A", "2A", "6A", "7A", "7B"}
        assert principal.post("/nam-hoc-moi/lay-lai").status_code == 303
        assert queries.current_year(access).label == "2026-2027"


@pytest.fixture
def new_year(commune: Commune) -> School:
    decide(commune.school)
    open_next(commune.school)
    return commune.school


def test_who_was_never_seen_is_settled_one_by_one_before_the_roll_is_frozen(
    app: Flask, new_year: School
) -> None:
    school = new_year
    gone, late, waited = school.pupils[:3]
    with on(date(2027, 9, 8)):
        access = access_of(school.principal)
        classes = queries.class_ids(access, queries.current_year(access).id)
        by_name = {name: row_id for row_id, name in classes.values()}
        for name in ("7A", "2A"):
            row = SchoolClass.get((SchoolClass.unit == school.unit) & (SchoolClass.id == by_name[name]))
            sheet(school, row, date(2027, 9, 6), "S", [gone.id, late.id, waited.id])
    with on(date(2027, 9, 16)):
        principal = client_of(app, school.principal)
        page = text(principal.get("/chua-thay-mat"))
        assert page.count('name="viec" value="seen"') == 3
        assert principal.post("/chua-thay-mat/chot").status_code == 422
        assert client_of(app, school.teacher).post(f"/chua-thay-mat/{late.public_id}").status_code == 403
        assert _say(principal, late.public_id, "seen") == 303
        assert _say(principal, waited.public_id, "awaited") == 422  # why?
        assert _say(principal, waited.public_id, "awaited", "đang theo mẹ lên rẫy") == 303
        assert _say(principal, gone.public_id, "dropped", "theo cha mẹ làm ăn xa") == 303
        assert principal.post("/chua-thay-mat/chot").status_code == 303
        count = queries.movement(access_of(school.principal)).school.count
        assert (count.opening, count.dropouts) == (7, 0)
        register = text(principal.get("/bo-hoc"))
        assert "Bỏ học trong hè" in register
        assert "THCS 1/5 em (20,000 %)" in register
        assert "Bỏ học trong hè, tính riêng" in text(principal.get("/si-so/bien-dong"))


def _say(client: FlaskClient, pupil_id: str, what: str, note: str = "") -> int:
    return client.post(f"/chua-thay-mat/{pupil_id}", data={"viec": what, "note": note}).status_code


def test_a_class_that_took_no_roll_call_yet_hides_nobody_behind_all_its_names(
    app: Flask, new_year: School
) -> None:
    school = new_year
    gone = school.pupils[0]
    with on(date(2027, 9, 6)):
        access = access_of(school.principal)
        classes = {
            name: row_id
            for row_id, name in queries.class_ids(access, queries.current_year(access).id).values()
        }
        seventh = SchoolClass.get((SchoolClass.unit == school.unit) & (SchoolClass.id == classes["7A"]))
        sheet(school, seventh, date(2027, 9, 6), "S", [gone.id])
    with on(date(2027, 9, 16)):
        principal = client_of(app, school.principal)
        page = text(principal.get("/chua-thay-mat"))
        assert page.count('name="viec" value="seen"') == 1
        assert "Chưa điểm danh buổi nào: 2A" in page
        assert _say(principal, gone.public_id, "seen") == 303
        refused = principal.post("/chua-thay-mat/chot")
        assert refused.status_code == 422
        assert "Lớp 2A chưa điểm danh" in text(refused)


def test_the_pages_that_name_pupils_are_kept_nowhere_and_noted(app: Flask, new_year: School) -> None:
    school = new_year
    pupil, teacher = school.pupils[0], school.teacher_6a
    with on(END):
        client = client_of(app, teacher)
        for path in (
            f"/ket-qua/{school.class_6a.public_id}",
            f"/ket-qua/{school.class_6a.public_id}/{pupil.public_id}",
        ):
            assert client.get(path).headers["Cache-Control"] == "no-store"
        assert _views(school, teacher, END) == {pupil.id: 2, **{p.id: 1 for p in school.pupils[1:5]}}
    day = date(2027, 9, 8)
    with on(day):
        access = access_of(school.principal)
        for row_id, _ in queries.class_ids(access, queries.current_year(access).id).values():
            row = SchoolClass.get((SchoolClass.unit == school.unit) & (SchoolClass.id == row_id))
            sheet(school, row, day, "S", [pupil.id])
        answer = client_of(app, school.principal).get("/chua-thay-mat")
        assert answer.headers["Cache-Control"] == "no-store"
        assert _views(school, school.principal, day) == {pupil.id: 1}
        assert client_of(app, school.clerk).get("/vao-lop-6").headers["Cache-Control"] == "no-store"


def _views(school: School, person: StaffMember, day: date) -> dict[int, int]:
    seen = FileView.select().where((FileView.staff_id == person.id) & (FileView.on == day))
    return {row.pupil_id: row.times for row in seen}


def test_two_of_one_name_in_a_class_are_told_apart(app: Flask, commune: Commune) -> None:
    school = commune.school
    twin = factories.pupil(school, school.pupils[0].full_name, school.class_6a)
    Pupil.update(birth_date=date(2015, 3, 4)).where(
        (Pupil.unit == school.unit) & (Pupil.id == twin.id)
    ).execute()
    with on(END):
        page = text(client_of(app, school.teacher_6a).get(f"/ket-qua/{school.class_6a.public_id}"))
        assert page.count("sinh ") == 2
        assert "sinh 04/03/2015" in page


def test_in_the_holidays_the_movement_is_of_the_year_that_ended(app: Flask, new_year: School) -> None:
    with on(SUMMER):
        page = client_of(app, new_year.principal).get("/si-so/bien-dong")
        assert page.status_code == 200
        assert "đến hết ngày 31/05/2027" in text(page)


def test_a_teacher_is_shown_the_own_class_alone(app: Flask, new_year: School) -> None:
    school = new_year
    with on(date(2027, 9, 8)):
        page = text(client_of(app, school.teacher_1a).get("/chua-thay-mat"))
        # who had 1A takes the new 1A, which nobody is in yet
        assert school.pupils[0].full_name.split()[0] not in page


def test_the_home_leads_there_in_the_months_of_the_years_end(app: Flask, commune: Commune) -> None:
    teacher, principal = commune.school.teacher_6a, commune.school.principal
    assert "/ket-qua" not in text(client_of(app, teacher).get("/"))
    with on(END):
        assert "/ket-qua" in text(client_of(app, teacher).get("/"))
        assert "/ket-qua" not in text(client_of(app, commune.school.teacher).get("/"))
    with on(SUMMER):
        assert "/nam-hoc-moi" in text(client_of(app, principal).get("/"))
        assert "/nam-hoc-moi" not in text(client_of(app, teacher).get("/"))
