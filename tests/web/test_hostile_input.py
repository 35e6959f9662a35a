"""What no form of ours sends gets an answer in words, never a server error."""

import pytest
from flask import Flask

from sisoho import clock
from sisoho.accounts.models import Account
from sisoho.rollcall.models import RollCallSheet
from sisoho.school_calendar import read_date
from tests import factories
from tests.factories import Commune, client_of
from tests.rollcall.sending import fields, url


@pytest.mark.parametrize("written", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "hôm nay", ""])
def test_a_day_no_school_knows_is_no_day(written: str) -> None:
    with pytest.raises(ValueError, match=r"far from|isoformat"):
        read_date(written)


@pytest.mark.parametrize(
    "path",
    [
        "/diem-danh?ngay=0001-01-01",
        "/diem-danh/{class_6a}/9999-12-31/sang",
        "/diem-danh/so-thang?thang=9999-12",
        "/diem-danh/so-thang/{class_6a}/0001-01",
        "/thi-dua?tuan=0001-01-01",
        "/thi-dua/xuat.xlsx?tuan=0001-01-03",
    ],
)
def test_a_page_of_a_far_day_is_not_found(app: Flask, commune: Commune, path: str) -> None:
    school = commune.school
    page = client_of(app, school.principal).get(path.format(class_6a=school.class_6a.public_id))
    assert page.status_code == 404


@pytest.mark.parametrize(
    ("path", "typed", "status"),
    [
        ("/thon-buon/mua", {"kind": "harvest", "starts": "2026-01-01", "last_day": "9999-12-31"}, 422),
        (
            "/nam-hoc/ngay",
            {
                "starts": "9999-09-01",
                "last_day": "9999-12-31",
                "second_term_starts": "9999-10-02",
                "opening_roll_on": "9999-09-01",
            },
            422,
        ),
        ("/nam-hoc/nghi/99999999999999999999/bo", {}, 404),
        ("/hoc-sinh/them", {"kind": "xyz", "full_name": "Ksor Mới", "on": "2026-11-20"}, 422),
        (
            "/den-nha/moi?em={pupil}",
            {"draft_id": "a", "pupils": "{pupil}", "at": "0001-01-01T00:00", "place": "not_met"},
            422,
        ),
    ],
)
def test_a_form_that_cannot_be_meant_is_shown_again(
    app: Flask, commune: Commune, path: str, typed: dict[str, str], status: int
) -> None:
    pupil = commune.school.pupils[0].public_id
    data = {name: value.format(pupil=pupil) for name, value in typed.items()}
    answer = client_of(app, commune.school.principal).post(path.format(pupil=pupil), data=data)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "clock_fields",
    [
        {"device_at": "0001-01-01T00:00:00+14:00"},
        {"device_at": "0001-01-05T00:00:00+00:00", "skew_ms": "600000000000"},
        {"device_at": "9999-12-31T23:59:59-12:00"},
    ],
)
def test_a_phone_that_lost_its_calendar_loses_no_roll(
    app: Flask, commune: Commune, clock_fields: dict[str, str]
) -> None:
    school = commune.school
    data = fields(school.pupils[:5], {}, **clock_fields)
    assert client_of(app, school.teacher_6a).post(url(school.class_6a), data=data).status_code == 303
    assert RollCallSheet.get(RollCallSheet.unit == school.unit).device_at == clock.now()


def test_an_administrator_of_a_unit_without_staff_posts_or_villages_gets_pages(
    app: Flask, commune: Commune
) -> None:
    district = factories.unit("district", "Phòng Giáo dục và Đào tạo", commune.department)
    season = {"kind": "flood", "starts": "2026-11-01", "last_day": "2026-11-05"}
    for of in (district, commune.department):
        account = Account.create(
            username=f"quantri{of.id}", unit=of, is_administrator=True, created_at=clock.now()
        )
        client = client_of(app, account)
        assert client.get("/nhan-su").status_code == 200
    assert client.post("/thon-buon/mua", data=season).status_code == 422


def test_a_request_no_page_makes_is_answered_in_vietnamese(commune, app):
    answer = app.test_client().get("/dang-xuat")
    assert answer.status_code == 405
    assert "Về trang Hôm nay" in answer.text
