"""The pages of outreach: whom they open for, what they say, what a refused form keeps."""

from datetime import date, datetime, time
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho import clock
from sisoho.audit.models import FileView
from sisoho.outreach.models import Contact, HomeVisit, VisitRequest
from sisoho.rollcall.models import RollCallSheet
from sisoho.school_calendar import at_vietnam
from sisoho.schools.models import Duty, PupilHousehold
from tests import factories
from tests.outreach.away import LAST_DAYS, MONDAY, THURSDAY, pupils_of, roll_call
from tests.outreach.visiting import form_of
from tests.rollcall.sending import statements

HTMX = {"HX-Request": "true"}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return at_vietnam(day, time(hour, minute))


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    roll_call(commune.school, {pupils_of(commune.school)[2]: "V"}, LAST_DAYS)
    return commune.school


@pytest.fixture
def duc(school: factories.School) -> object:
    """Away for three half-days."""
    return pupils_of(school)[2]


@pytest.fixture
def on_duty(app: Flask, school: factories.School) -> FlaskClient:
    return factories.client_of(app, school.village_teacher)


def village_url(school: factories.School) -> str:
    return f"/thon-buon/{school.village.public_id}"


def seen(client: FlaskClient, url: str, **kwargs: object) -> str:
    answer = client.get(url, **kwargs)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.text)


ROLES = (
    "village_teacher",
    "teacher_6a",
    "teacher_1a",
    "teacher",
    "principal",
    "vice_principal",
    "clerk",
)


class TestRights:
    """domain.md §9, row by row: 200 seen, 404 not theirs, 403 not their duty at all."""

    @pytest.mark.parametrize(
        ("url", "answers"),
        [
            ("/thon-buon", (200, 200, 200, 200, 200, 200, 403)),
            ("/thon-buon/{village}", (200, 404, 404, 404, 200, 200, 403)),
            ("/thon-buon/lop/{class_6a}", (404, 200, 404, 404, 200, 200, 403)),
            ("/vang/{duc}", (200, 200, 404, 404, 200, 200, 403)),
            ("/vang/{present}", (404, 200, 404, 404, 200, 200, 403)),
            ("/den-nha/moi?em={duc}", (200, 200, 404, 404, 200, 200, 403)),
            ("/den-nha/{visit}", (200, 200, 404, 404, 200, 200, 403)),
            ("/thon-buon/bao-tin/{sheet}", (200, 200, 200, 200, 200, 200, 403)),
        ],
    )
    def test_each_role_sees_what_its_duty_covers(
        self,
        app: Flask,
        school: factories.School,
        duc: object,
        on_duty: FlaskClient,
        url: str,
        answers: tuple[int, ...],
    ) -> None:
        url = self.filled(url, school, duc, on_duty)
        found = tuple(factories.client_of(app, getattr(school, role)).get(url).status_code for role in ROLES)
        assert dict(zip(ROLES, found, strict=True)) == dict(zip(ROLES, answers, strict=True))

    @pytest.mark.parametrize(
        "url", ["/thon-buon/lop/{class_6a}", "/vang/{duc}", "/den-nha/{visit}", "/thon-buon/bao-tin/{sheet}"]
    )
    def test_another_school_gets_a_404_and_an_officer_no_names(
        self,
        app: Flask,
        school: factories.School,
        commune: factories.Commune,
        duc: object,
        on_duty: FlaskClient,
        url: str,
    ) -> None:
        url = self.filled(url, school, duc, on_duty)
        assert factories.client_of(app, commune.other_school.principal).get(url).status_code == 404
        assert factories.client_of(app, commune.officer).get(url).status_code == 403
        assert app.test_client().get(url).status_code == 302

    def test_an_ended_duty_ends_access(
        self, app: Flask, school: factories.School, duc: object, on_duty: FlaskClient
    ) -> None:
        Duty.update(ends=MONDAY).where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
        for url in (village_url(school), f"/vang/{duc.public_id}"):
            assert on_duty.get(url).status_code == 404

    def filled(self, url: str, school: factories.School, duc: object, on_duty: FlaskClient) -> str:
        if "{visit}" in url:
            with clock.at(at(MONDAY, 18)):
                on_duty.post(f"/den-nha/moi?em={duc.public_id}", data=form_of(duc, at=at(MONDAY, 16)))
        visit = HomeVisit.get_or_none(HomeVisit.unit == school.unit)
        sheet = RollCallSheet.select().where(RollCallSheet.unit == school.unit).first()
        return url.format(
            village=school.village.public_id,
            class_6a=school.class_6a.public_id,
            duc=duc.public_id,
            present=pupils_of(school)[0].public_id,
            visit=visit.public_id if visit else "",
            sheet=sheet.public_id,
        )


class TestVillageList:
    def test_it_shows_who_how_long_and_how_to_reach_the_family(
        self, school: factories.School, on_duty: FlaskClient
    ) -> None:
        html = seen(on_duty, village_url(school))
        for words in (
            "Cần đến nhà",
            "Rơ Châm Đức",
            "6A",
            "nghỉ 3 buổi, từ sáng T6 20/11",
            "hạn 16:30 hôm nay",
            'href="tel:0987000001"',
            'href="sms:0987000001"',
            'href="https://zalo.me/0987000001"',
            "Ghi đã liên hệ",
            "Ghi lần đến nhà",
        ):
            assert words in html, words

    def test_htmx_gets_the_list_alone_which_asks_again_each_minute(
        self, school: factories.School, on_duty: FlaskClient
    ) -> None:
        html = seen(on_duty, village_url(school), headers=HTMX)
        assert "<html" not in html
        assert 'hx-trigger="every 60s, doi-lau"' in html
        assert f'hx-get="{village_url(school)}"' in html

    def test_a_corrected_mark_is_gone_at_the_next_load(
        self, school: factories.School, on_duty: FlaskClient
    ) -> None:
        roll_call(school, {}, LAST_DAYS, seq=2)
        assert "Không có em nào vắng" in seen(on_duty, village_url(school))

    def test_its_statements_do_not_grow_with_the_pupils(
        self, school: factories.School, on_duty: FlaskClient
    ) -> None:
        def count() -> int:
            with statements() as ran:
                on_duty.get(village_url(school))
            return len(ran)

        few = count()
        more = [factories.pupil(school, f"Nay Thêm {n}", school.class_6a) for n in range(12)]
        school.pupils[len(factories.NAMES_6A) : len(factories.NAMES_6A)] = more
        everyone = [*pupils_of(school), *more]
        roll_call(school, dict.fromkeys(everyone, "V"), LAST_DAYS, seq=2, roll=tuple(p.id for p in everyone))
        assert len(seen(on_duty, village_url(school)).split("Ghi đã liên hệ")) == 18
        assert count() == few <= 15  # two for the cases, one for another school's visit

    def test_the_overview_leads_to_the_lists(
        self, app: Flask, school: factories.School, on_duty: FlaskClient
    ) -> None:
        html = seen(on_duty, "/thon-buon")
        assert "Buôn tôi phụ trách" in html
        assert "Cần đến nhà 1" in html
        homeroom = seen(factories.client_of(app, school.teacher_6a), "/thon-buon")
        assert "Lớp tôi chủ nhiệm" in homeroom
        leader = seen(factories.client_of(app, school.principal), "/thon-buon")
        assert "Các buôn của trường" in leader

    def test_a_village_without_a_teacher_is_flagged_for_the_leaders(
        self, app: Flask, school: factories.School
    ) -> None:
        Duty.update(ends=MONDAY).where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
        html = seen(factories.client_of(app, school.principal), "/thon-buon")
        assert "Buôn chưa có thầy cô phụ trách" in html
        assert "Rơ Châm Đức" in html


class TestPupilPage:
    def test_opening_it_is_noted(self, school: factories.School, duc: object, on_duty: FlaskClient) -> None:
        seen(on_duty, f"/vang/{duc.public_id}")
        seen(on_duty, f"/vang/{duc.public_id}")
        view = FileView.get(FileView.pupil_id == duc.id)
        assert (view.staff_id, view.times) == (school.village_teacher.id, 2)

    def test_a_contact_is_one_tap_and_the_server_says_when(self, duc: object, on_duty: FlaskClient) -> None:
        data = {"draft_id": "c1", "outcome": "call_tried", "note": ""}
        for _ in range(2):
            html = on_duty.post(f"/vang/{duc.public_id}/lien-he", data=data, headers=HTMX).text
            assert "Đã ghi liên hệ lúc 07:05" in unescape(html)
        assert Contact.select().where(Contact.unit == duc.unit_id).count() == 1
        assert 'value="c1"' not in html

    def test_without_javascript_it_returns_to_the_list(
        self, school: factories.School, duc: object, on_duty: FlaskClient
    ) -> None:
        data = {"draft_id": "c1", "outcome": "meeting", "tiep": village_url(school)}
        answer = on_duty.post(f"/vang/{duc.public_id}/lien-he", data=data)
        assert (answer.status_code, answer.location) == (303, village_url(school))
        evil = on_duty.post(f"/vang/{duc.public_id}/lien-he", data={**data, "tiep": "https://x.vn/thon-buon"})
        assert evil.location == f"/vang/{duc.public_id}"

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_a_contact_of_no_known_kind_keeps_the_note(
        self, duc: object, on_duty: FlaskClient, headers: dict[str, str]
    ) -> None:
        data = {"draft_id": "c1", "outcome": "?", "note": "mẹ ở rẫy"}
        answer = on_duty.post(f"/vang/{duc.public_id}/lien-he", data=data, headers=headers)
        assert answer.status_code == 422
        assert "mẹ ở rẫy" in unescape(answer.text)

    def test_the_homeroom_teacher_asks_for_a_visit_and_takes_it_back(
        self, app: Flask, school: factories.School
    ) -> None:
        client, bia = factories.client_of(app, school.teacher_6a), pupils_of(school)[0]
        client.post(f"/vang/{bia.public_id}/nho-den-nha", data={"reason": "bỏ ăn trưa"})
        assert "Đã nhờ đến nhà" in seen(client, f"/vang/{bia.public_id}")
        client.post(f"/vang/{bia.public_id}/thoi-nho-den-nha")
        assert VisitRequest.get(VisitRequest.unit == school.unit).closed_at is not None

    def test_a_reason_too_long_keeps_what_was_typed_and_one_too_late_is_not_said_to_be_stored(
        self, app: Flask, school: factories.School
    ) -> None:
        client, bia = factories.client_of(app, school.teacher_6a), pupils_of(school)[0]
        url, page = f"/vang/{bia.public_id}/nho-den-nha", f"/vang/{bia.public_id}"
        refused = client.post(url, data={"reason": "lâu quá " * 40})
        assert refused.status_code == 422
        assert "lâu quá lâu quá" in unescape(refused.text)
        client.post(url, data={"reason": "bỏ ăn trưa"})
        seen(client, page)
        client.post(url, data={"reason": "mẹ ốm"})
        later = seen(client, page)
        assert "lý do vừa ghi chưa thêm vào" in later
        assert "bỏ ăn trưa" in later

    def test_where_the_family_is_shows_on_the_list(
        self, school: factories.School, duc: object, on_duty: FlaskClient
    ) -> None:
        data = {"place": "field_hut", "since": "2026-11-21", "note": "mùa gặt"}
        assert on_duty.post(f"/vang/{duc.public_id}/noi-o", data=data).status_code == 303
        assert "đang ở nhà rẫy (mùa gặt), từ 21/11" in seen(on_duty, village_url(school))

    def test_a_day_to_come_keeps_what_was_typed(self, duc: object, on_duty: FlaskClient) -> None:
        data = {"place": "away", "since": "2026-12-21", "note": "Bình Dương"}
        answer = on_duty.post(f"/vang/{duc.public_id}/noi-o", data=data)
        assert answer.status_code == 422
        assert "Bình Dương" in unescape(answer.text)


class TestVisitForm:
    def post(
        self, client: FlaskClient, pupil: object, headers: dict[str, str] | None = None, **fields: object
    ) -> object:
        with clock.at(at(MONDAY, 18)):
            data = form_of(pupil, **{"at": at(MONDAY, 16, 20), **fields})
            return client.post(f"/den-nha/moi?em={pupil.public_id}", data=data, headers=headers)

    def test_it_opens_at_now_with_the_pupil_chosen(self, duc: object, on_duty: FlaskClient) -> None:
        html = seen(on_duty, f"/den-nha/moi?em={duc.public_id}")
        assert 'value="2026-11-23T07:05"' in html
        assert f'value="{duc.public_id}"' in html

    def test_brothers_and_sisters_stand_beside_to_be_ticked(
        self, school: factories.School, duc: object, on_duty: FlaskClient
    ) -> None:
        bia = pupils_of(school)[0]
        home = PupilHousehold.get((PupilHousehold.unit == school.unit) & (PupilHousehold.pupil == duc))
        PupilHousehold.update(household=home.household_id).where(
            (PupilHousehold.unit == school.unit) & (PupilHousehold.pupil == bia)
        ).execute()
        html = seen(on_duty, f"/den-nha/moi?em={duc.public_id}")
        assert "Ksor H'Bia · 6A" in html
        self.post(on_duty, duc, pupils=[duc.public_id, bia.public_id])
        visit = HomeVisit.get(HomeVisit.unit == school.unit)
        read = seen(on_duty, f"/den-nha/{visit.public_id}")
        assert "Ksor H'Bia" in read
        assert "Rơ Châm Đức" in read

    def test_saved_leads_to_the_village_and_the_server_says_when(
        self, school: factories.School, duc: object, on_duty: FlaskClient
    ) -> None:
        answer = self.post(on_duty, duc)
        assert (answer.status_code, answer.location) == (303, village_url(school))
        assert "Đã lưu lúc 18:00" in seen(on_duty, answer.location)

    def test_htmx_is_led_on_or_gets_the_form_back(
        self, school: factories.School, duc: object, on_duty: FlaskClient
    ) -> None:
        refused = self.post(on_duty, duc, headers=HTMX, met=[])
        assert refused.status_code == 422
        assert "<html" not in refused.text
        saved = self.post(on_duty, duc, headers=HTMX)
        assert (saved.status_code, saved.headers["HX-Redirect"]) == (204, village_url(school))

    def test_a_double_tap_makes_one_visit(
        self, school: factories.School, duc: object, on_duty: FlaskClient
    ) -> None:
        assert [self.post(on_duty, duc).status_code for _ in range(2)] == [303, 303]
        assert HomeVisit.select().where(HomeVisit.unit == school.unit).count() == 1

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"at": at(MONDAY, 19)}, "chưa diễn ra"),
            ({"at": at(THURSDAY, 16)}, "bắt đầu vắng từ 20/11/2026"),
            ({"met": []}, "Hãy chọn đã gặp ai"),
            ({"place": ""}, "Hãy chọn đã gặp ở đâu"),
            ({"look_again_on": "2026-11-20"}, "Ngày hẹn không thể trước"),
            ({"pupils": []}, "Hãy chọn ít nhất một em"),
            ({"causes": ["tao_hon"]}, "không nằm trong danh sách"),
        ],
    )
    def test_a_refused_visit_says_why_and_keeps_every_word(
        self,
        school: factories.School,
        duc: object,
        on_duty: FlaskClient,
        wrong: dict[str, object],
        words: str,
    ) -> None:
        kept = {
            "wishes": "Mong con có xe đạp",
            "agreed": "Thầy chở tuần đầu",
            "companions": "Ama Bình",
            "causes": ["kinh_te"],
            "parts": ["chan_bo"],
        }
        answer = self.post(on_duty, duc, **{**kept, **wrong})
        html = unescape(answer.text)
        assert answer.status_code == 422
        assert words in html
        for value in ("Mong con có xe đạp", "Thầy chở tuần đầu", "Ama Bình", 'value="visit-one"'):
            assert value in html, value
        assert 'value="chan_bo" checked' in html
        assert HomeVisit.select().where(HomeVisit.unit == school.unit).count() == 0

    def test_it_offers_no_cause_that_belongs_to_the_confidential_record(
        self, duc: object, on_duty: FlaskClient
    ) -> None:
        html = seen(on_duty, f"/den-nha/moi?em={duc.public_id}").lower()
        for word in ("kết hôn", "mang thai", "bạo lực", "xâm hại", "bóc lột"):
            assert word not in html


def test_the_offer_is_a_fragment_for_the_sheet_and_a_page_without_javascript(
    app: Flask, school: factories.School
) -> None:
    client = factories.client_of(app, school.teacher)
    sheet = RollCallSheet.select().where(RollCallSheet.unit == school.unit).first()
    url = f"/thon-buon/bao-tin/{sheet.public_id}"
    fragment, whole = seen(client, url, headers=HTMX), seen(client, url)
    assert "<html" not in fragment
    assert "<html" in whole
    for html in (fragment, whole):
        assert "Ksor Buôn" in html
        assert "Đức" not in html
