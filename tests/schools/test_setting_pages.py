"""The pages that set a school up and keep it: unit, year, calendar, staff, first morning."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho import clock
from sisoho.accounts.models import Account
from sisoho.schools import models as m
from sisoho.schools.queries import other_schools
from tests.factories import Commune, access_of, client_of
from tests.rollcall.sending import said, send
from tests.schools.browsing import text_of


@pytest.fixture
def clerk(app: Flask, commune: Commune) -> FlaskClient:
    return client_of(app, commune.school.clerk)


def test_a_closure_with_its_end_before_its_beginning_is_shown_again(clerk: FlaskClient) -> None:
    response = clerk.post(
        "/nam-hoc/nghi",
        data={"reason": "Đường ngập", "first_date": "2026-11-25", "last_date": "2026-11-24"},
    )
    assert response.status_code == 422
    assert "Đường ngập" in response.get_data(as_text=True)


def test_a_closure_of_a_village_is_declared_and_taken_back(clerk: FlaskClient, commune: Commune) -> None:
    place = f"village:{commune.school.village.public_id}"
    form = {"reason": "Đường ngập", "first_date": "2026-11-25", "place": place, "flood": "1"}
    assert clerk.post("/nam-hoc/nghi", data=form).status_code == 303
    assert "25/11/2026 · Buôn Chư Bang" in text_of(clerk, "/nam-hoc")
    closure = m.Closure.get(m.Closure.unit == commune.school.unit)
    for _ in range(2):
        assert clerk.post(f"/nam-hoc/nghi/{closure.id}/bo").status_code == 303
    text = text_of(clerk, "/nam-hoc")
    assert text.count("25/11/2026 · Buôn Chư Bang") == 1
    assert "đã bỏ 23/11 07:05, Trần Văn Thư" in text
    assert f"/nam-hoc/nghi/{closure.id}/bo" not in text
    assert clerk.post("/nam-hoc/nghi", data=form).status_code == 303
    assert "25/11/2026 · Buôn Chư Bang" in text_of(clerk, "/nam-hoc")


def test_settings_are_checked_one_by_one_and_all_kept(clerk: FlaskClient) -> None:
    form = {
        "starts_morning": "07:00",
        "starts_afternoon": "13:30",
        "report_by_morning": "7 giờ",
        "report_by_afternoon": "14:00",
        "week_closes_on": "6",
        "month_closes_on": "3",
        "late_letter": "M",
        "contact_hours": "24",
        "visit_after": "99",
        "suspect_after": "10",
        "protection_contacts": "Công an xã: 0905000113",
        "visit_due_by": "16:30",
        "watch_days": "30",
        "register_title": "Bảng theo dõi",
        "visit_photos": "0",
        "visit_location": "0",
        "family_promise": "Cho em đi học đều.",
        "first_grade_age": "6",
        "primary_until": "10",
        "secondary_until": "14",
    }
    refused = clerk.post("/nam-hoc/thiet-lap", data=form)
    shown = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "cần một số từ 1 đến 20" in shown
    assert "cần ghi giờ:phút" in shown
    done = clerk.post("/nam-hoc/thiet-lap", data={**form, "report_by_morning": "07:15", "visit_after": "2"})
    assert done.status_code == 303


def test_the_calendar_leads_the_principal_to_the_freezing_of_the_opening_roll(
    app: Flask, clerk: FlaskClient, commune: Commune
) -> None:
    assert "/chua-thay-mat" not in text_of(clerk, "/nam-hoc")
    principal = client_of(app, commune.school.principal)
    assert "/chua-thay-mat" in text_of(principal, "/nam-hoc")
    school = commune.school
    for school_class, pupils in ((school.class_6a, school.pupils[:5]), (school.class_1a, school.pupils[5:])):
        send(access_of(school.teacher), school_class, said(pupils))
    assert principal.post("/chua-thay-mat/chot").status_code == 303
    assert "Đã chốt lúc" in text_of(clerk, "/nam-hoc")
    assert principal.post("/chua-thay-mat/chot").status_code == 409


def test_a_duty_is_given_and_ended_by_a_leader_and_seen_by_the_clerk(
    app: Flask, clerk: FlaskClient, commune: Commune
) -> None:
    url, leader = (
        f"/nhan-su/{commune.school.teacher.public_id}",
        client_of(app, commune.school.vice_principal),
    )
    duty = {"kind": "village", "village": commune.school.other_village.public_id, "starts": "2026-11-23"}
    assert clerk.post(f"{url}/nhiem-vu", data=duty).status_code == 403
    assert leader.post(f"{url}/nhiem-vu", data=duty).status_code == 303
    assert "Phụ trách thôn buôn" in text_of(leader, url)
    seen = text_of(clerk, url)
    assert "Buôn Ma Giai" in seen
    assert "do lãnh đạo trường phân công" in seen
    refused = leader.post(f"{url}/nhiem-vu", data={"kind": "homeroom", "starts": "2026-11-23"})
    assert refused.status_code == 422
    row = m.Duty.get((m.Duty.unit == commune.school.unit) & (m.Duty.village == commune.school.other_village))
    assert f"{url}/nhiem-vu/{row.id}/ket-thuc" not in seen
    assert leader.post(f"{url}/nhiem-vu/{row.id}/ket-thuc").status_code == 303


def test_the_commune_s_officer_keeps_villages_and_seasons_and_sees_no_school_s_figures(
    app: Flask, commune: Commune
) -> None:
    officer, village = client_of(app, commune.officer), commune.school.village
    listed = text_of(officer, "/thon-buon/danh-sach")
    assert "Buôn Chư Bang" in listed
    assert " em" not in listed.split("<main")[1].split("Mùa vụ")[0]
    form = {"name": "Buôn Chư Băng", "kind": "buôn"}
    assert officer.post(f"/thon-buon/danh-sach/{village.public_id}", data=form).status_code == 303
    season = {"kind": "flood", "starts": "2026-11-23", "last_day": "2026-11-30"}
    assert officer.post("/thon-buon/mua", data=season).status_code == 303
    assert "Cả xã" in text_of(officer, "/thon-buon/danh-sach")
    principal = client_of(app, commune.school.principal)
    refused = principal.post("/thon-buon/mua", data={**season, "name": "Lũ muộn"})
    assert refused.status_code == 422
    assert "Lũ muộn" in refused.text
    assert "Mùa của cả xã do xã ghi" in refused.text


def test_the_week_of_a_class_is_changed_half_day_by_half_day(clerk: FlaskClient, commune: Commune) -> None:
    url = f"/hoc-sinh/lop/{commune.school.class_6a.public_id}/lich"
    assert "Thứ Hai" in text_of(clerk, url)
    assert clerk.post(url, data={"starts": "2026-11-30"}).status_code == 422
    done = clerk.post(url, data={"starts": "2026-11-30", "w0S": "chinh_khoa", "w0C": "buoi_2"})
    assert done.status_code == 303


def test_the_first_morning_leads_from_step_to_step(app: Flask, commune: Commune) -> None:
    """A second school of the commune, empty as on its first day."""
    unit = m.Unit.create(kind="school", levels="primary")
    m.UnitProfile.create(
        unit=unit, starts=date(2026, 7, 1), parent=commune.unit, name="Trường TH Mới", symbol="THM"
    )
    person = m.StaffMember.create(unit=unit, full_name="Siu Thư", sort_key="A", folded="siu thu")
    m.Duty.create(unit=unit, staff=person, kind="clerk", starts=date(2026, 8, 1))
    client = client_of(app, person)

    def step() -> str:
        return client.get("/buoi-dau").headers.get("Location", "")

    assert step() == "/buoi-dau/nam-hoc"
    assert 'value="2026-09-07"' in text_of(client, "/buoi-dau/nam-hoc")
    year = {
        "starts": "2026-09-07",
        "second_term_starts": "2027-01-18",
        "last_day": "2027-05-31",
        "opening_roll_on": "2026-09-15",
    }
    assert client.post("/buoi-dau/nam-hoc", data={**year, "last_day": "2026-05-31"}).status_code == 422
    client.post("/buoi-dau/nam-hoc", data=year)
    assert step() == "/buoi-dau/lop"
    refused = client.post("/buoi-dau/lop", data={"classes": "1A, Hoa Mai"})
    assert refused.status_code == 422
    assert "1A, Hoa Mai" in refused.get_data(as_text=True)
    client.post("/buoi-dau/lop", data={"classes": "1A, 1B\nGhép Buôn Tang: 1, 2"})
    assert step() == "/buoi-dau/danh-sach"
    client.post("/buoi-dau/danh-sach", data={"do": "later"})
    assert step() == "/buoi-dau/nhan-su"  # the commune's villages are known from the other schools
    client.post("/buoi-dau/nhan-su", data={"staff": "Lê Thị Một, 0905111222, 1A, Chư Bang"})
    assert step() == "/buoi-dau/phieu"
    client.post("/buoi-dau/phieu", data={"do": "later"})
    assert "Xong buổi đầu" in text_of(client, "/buoi-dau")


def test_a_school_is_renamed_from_a_day_on_and_gets_a_campus(clerk: FlaskClient, commune: Commune) -> None:
    form = {
        "name": "Trường TH và THCS Tên Mới",
        "symbol": "thmoi",
        "place": "Phú Túc",
        "starts": "2026-11-23",
    }
    assert clerk.post("/don-vi/ten", data={**form, "symbol": ""}).status_code == 422
    assert clerk.post("/don-vi/ten", data=form).status_code == 303
    campus = {"name": "Điểm Buôn Tang", "starts": "2026-11-23"}
    assert clerk.post("/don-vi/diem-truong", data=campus).status_code == 303
    shown = text_of(clerk, "/don-vi")
    for part in ("Trường TH và THCS Tên Mới", "THMOI", "Điểm Buôn Tang", "Ủy ban nhân dân xã Phú Túc"):
        assert part in shown
    text_of(clerk, "/don-vi/truong", 403)


def test_the_administrator_enters_a_second_school_and_the_communes_officer(
    app: Flask, commune: Commune
) -> None:
    def administrator(unit: m.Unit) -> FlaskClient:
        made = Account.create(
            username=f"quantri{unit.id}", unit=unit, is_administrator=True, created_at=clock.now()
        )
        return client_of(app, made)

    form = {"name": "Trường TH Thứ Ba", "symbol": "TH3", "place": "Phú Túc", "starts": "2026-11-23"}
    at_school = administrator(commune.school.unit)
    assert at_school.post("/don-vi/truong", data={**form, "levels": "primary"}).status_code == 303
    assert "Trường TH Thứ Ba" in {name for _, name in other_schools(access_of(commune.school.clerk)).values()}
    at_commune = administrator(commune.unit)
    assert "Phòng Văn hóa – Xã hội" in text_of(at_commune, "/nhan-su")
    made = at_commune.post("/nhan-su", data={"full_name": "Rmah Thị Xã", "post": "commune_officer"})
    assert "Phòng Văn hóa – Xã hội" in text_of(at_commune, made.headers["Location"])
    refused = at_commune.post("/nhan-su", data={"full_name": "Rmah Thị Xã", "post": "principal"})
    assert refused.status_code == 422
