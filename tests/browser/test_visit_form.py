"""What a visit may carry along: a household, photos, a place, the family's consent; each by its rule."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from sisoho import clock
from sisoho.db import unscoped
from sisoho.files.models import StoredFile
from sisoho.outreach.actions import log_visit
from sisoho.outreach.models import FamilyConsent, HomeVisit, VisitPhoto
from sisoho.schools.models import PupilHousehold, Setting
from tests.browser.live import LiveServer
from tests.browser.phones import WAITS, Phone
from tests.browser.visiting import RECEIVED, open_consent, save, sign, state, take_photo, visits, write
from tests.conftest import MONDAY_MORNING
from tests.factories import School, access_of
from tests.outreach.away import FRIDAY, SATURDAY, THURSDAY, roll_call
from tests.outreach.visiting import visit_data


@pytest.fixture
def school(live_server: LiveServer) -> School:
    """Rơ Châm Đức has been away for three mornings."""
    school = live_server.commune.school
    with clock.at(MONDAY_MORNING):
        roll_call(school, {school.pupils[2]: "K"}, [THURSDAY, FRIDAY, SATURDAY])
    return school


@pytest.fixture
def form(school: School) -> str:
    return f"/den-nha/moi?em={school.pupils[2].public_id}"


def setting(school: School, key: str, value: str) -> None:
    with unscoped("the school sets it"):
        Setting.create(unit=school.unit, key=key, value=value, starts=date(2026, 9, 1))


def out_of_signal(server: LiveServer, phone: Phone, form: str) -> Page:
    phone.offline_ready(form, "/cho-gui")
    server.network.cut()
    return phone.page


def sent(server: LiveServer, page: Page) -> None:
    """Saved without signal, and received when it is back."""
    save(page)
    expect(state(page)).to_have_text(WAITS)
    server.network.restore()
    expect(state(page)).to_have_text(RECEIVED)


def test_brothers_and_sisters_are_visited_in_one_visit(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    with unscoped("two of 6A live in one household"):
        home = PupilHousehold.get(PupilHousehold.pupil == school.pupils[2]).household_id
        PupilHousehold.update(household=home).where(PupilHousehold.pupil == school.pupils[0]).execute()
    phone = sign_in_as(school.village_teacher, then=form)
    page = out_of_signal(live_server, phone, form)
    page.get_by_label("Ksor H'Bia").check(force=True)
    write(page, "Cả hai chị em xin mượn xe")
    sent(live_server, page)
    ((_, wishes, pupils),) = visits()
    assert wishes == "Cả hai chị em xin mượn xe"
    assert sorted(pupils) == ["Ksor H'Bia", "Rơ Châm Đức"]


def test_photos_and_the_place_are_asked_for_only_where_the_school_says_so(
    sign_in_as, school: School, form: str
) -> None:
    page = sign_in_as(school.village_teacher, then=form).page
    open_consent(page)
    expect(page.locator("[name=given][value=drawn]")).to_have_count(1)
    assert page.locator("[data-photos], [data-spot], input[type=file]").count() == 0


def test_three_photos_at_most_go_small_and_without_their_place(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    setting(school, "visit_photos", "3")
    phone = sign_in_as(school.village_teacher, then=form)
    page = out_of_signal(live_server, phone, form)
    write(page, "Có ảnh giấy đã ký")
    open_consent(page)
    for number, name in enumerate(("paper_photo", "place_photo", "place_photo"), start=1):
        take_photo(page, name)
        expect(page.locator("figure.photo")).to_have_count(number)
    expect(page.get_by_text("Đã đủ 3 ảnh.")).to_be_visible()
    assert page.locator("[data-photos] input:enabled").count() == 0
    page.get_by_role("button", name="Bỏ ảnh này").last.click()
    expect(page.locator("[data-photos] input:enabled")).to_have_count(2)
    take_photo(page)
    expect(page.locator("figure.photo")).to_have_count(3)
    sent(live_server, page)
    with unscoped("a browser test looks at what arrived"):
        kept = list(VisitPhoto.select().order_by(VisitPhoto.id))
        assert [photo.kind for photo in kept] == ["paper", "place", "place"]
        for photo in kept:
            data = bytes(StoredFile.get_by_id(photo.file_id).data)
            assert len(data) <= 200_000
            with Image.open(BytesIO(data)) as picture:
                assert not picture.getexif()


def test_the_place_is_written_down_by_a_tap_and_rounded_on_the_phone(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    setting(school, "visit_location", "1")
    phone = sign_in_as(school.village_teacher, then=form)
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 13.2014567, "longitude": 108.6647891})
    page = out_of_signal(live_server, phone, form)
    write(page, "Ở nhà rẫy")
    open_consent(page)
    assert page.locator("[name=spot]").input_value() == ""
    page.get_by_role("button", name="Ghi vị trí").click()
    expect(page.get_by_text("Đã ghi vị trí, làm tròn khoảng 100 m.")).to_be_visible()
    assert page.locator("[name=spot]").input_value() == "13.201,108.665"
    sent(live_server, page)
    with unscoped("a browser test looks at what arrived"):
        assert HomeVisit.get().spot == "13.201,108.665"


def test_what_was_read_aloud_needs_a_witness_and_loses_nothing_without(
    sign_in_as, school: School, form: str
) -> None:
    page = sign_in_as(school.village_teacher, then=form).page
    write(page, "Đồng ý cho em đi học lại")
    open_consent(page)
    page.locator("[name=given][value=read_aloud]").check(force=True)
    save(page)
    expect(page.get_by_text("Hãy ghi người làm chứng, ví dụ trưởng buôn.").first).to_be_visible()
    expect(page.get_by_label("Ý kiến, nguyện vọng của gia đình")).to_have_value("Đồng ý cho em đi học lại")
    assert visits() == []
    page.get_by_label("Người làm chứng").fill("Trưởng buôn Ksor Tâm")
    save(page)
    expect(state(page)).to_have_text(RECEIVED)
    with unscoped("a browser test looks at what arrived"):
        consent = FamilyConsent.get()
        assert (consent.given, consent.witness, consent.drawing_id) == (
            "read_aloud",
            "Trưởng buôn Ksor Tâm",
            None,
        )


def test_words_changed_after_the_signature_are_signed_again_and_never_by_the_child(
    sign_in_as, school: School, form: str
) -> None:
    page = sign_in_as(school.village_teacher, then=form).page
    write(page, "Mai em đi học lại")
    open_consent(page)
    assert page.locator("[name=signer][value=em]").count() == 0
    sign(page)
    page.get_by_label("Ý kiến, nguyện vọng của gia đình").fill("Tuần sau em đi học lại")
    page.get_by_label("Ý kiến, nguyện vọng của gia đình").blur()
    expect(page.get_by_text("Nội dung đã đổi sau khi ký: xin gia đình ký lại.")).to_be_visible()
    save(page)
    expect(page.get_by_text("Chưa có chữ ký: hãy ký lại, hoặc chọn cách khác.").first).to_be_visible()
    assert visits() == []
    sign(page)
    save(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert [wishes for _, wishes, _ in visits()] == ["Tuần sau em đi học lại"]


def test_another_schools_visit_of_the_week_is_told_without_signal_too_and_not_whose(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    other = live_server.commune.other_school
    with clock.at(MONDAY_MORNING):
        data = visit_data(other.pupils[2], MONDAY_MORNING - timedelta(days=2), wishes="chuyện của trường kia")
        log_visit(access_of(other.village_teacher), data)
    phone = sign_in_as(school.village_teacher, then=form)
    page = out_of_signal(live_server, phone, form)
    phone.open(form)
    expect(page.get_by_text("Trường khác trong xã đã đến nhà trong 7 ngày qua")).to_be_visible()
    shown = page.locator("main").inner_text()
    assert "Mẫu Hai" not in shown
    assert "chuyện của trường kia" not in shown


def test_signing_in_again_comes_back_to_the_waiting_visit_of_that_pupil(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    phone = sign_in_as(school.village_teacher, then=form)
    page = phone.page
    write(page, "Chờ đăng nhập lại")
    live_server.end_sessions(school.village_teacher)
    save(page)
    page.get_by_role("link", name="Đăng nhập để gửi").click()
    phone.fill_in(school.village_teacher)
    expect(page.get_by_role("heading", name="Lần đến nhà")).to_be_visible()
    expect(page.locator(".pagehead__sub").first).to_contain_text("Rơ Châm Đức")
    expect(state(page)).to_contain_text("Trường đã nhận")
    assert [wishes for _, wishes, _ in visits()] == ["Chờ đăng nhập lại"]
