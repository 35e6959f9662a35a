"""A visit written down without signal survives what happens to phones and networks, and counts once."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Playwright, expect

from sisoho import clock
from sisoho.db import unscoped
from sisoho.files.models import StoredFile
from sisoho.outreach.models import Contact, FamilyConsent, VisitPhoto
from sisoho.schools.models import Duty, Setting
from tests.browser.conftest import chromium_options
from tests.browser.live import LiveServer
from tests.browser.phones import SETTINGS, WAITS, Phone
from tests.browser.processes import kill_browser
from tests.browser.visiting import RECEIVED, open_consent, save, sign, state, take_photo, visits, write
from tests.conftest import MONDAY_MORNING
from tests.factories import School
from tests.outreach.away import FRIDAY, SATURDAY, THURSDAY, roll_call


@pytest.fixture
def school(live_server: LiveServer) -> School:
    """Rơ Châm Đức has been away for three mornings, and is to be visited."""
    school = live_server.commune.school
    with clock.at(MONDAY_MORNING):
        roll_call(school, {school.pupils[2]: "K"}, [THURSDAY, FRIDAY, SATURDAY])
    return school


@pytest.fixture
def form(school: School) -> str:
    return f"/den-nha/moi?em={school.pupils[2].public_id}"


def test_without_signal_the_form_opens_is_kept_and_sent_when_it_returns(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    phone = sign_in_as(school.village_teacher)
    phone.offline_ready("/", form, "/cho-gui", f"/thon-buon/{school.village.public_id}")
    live_server.network.cut()
    page = phone.open(f"/thon-buon/{school.village.public_id}")
    page.get_by_role("link", name="Ghi lần đến nhà").click()
    write(page, "Xin cho em mượn xe đạp")
    expect(state(page)).to_have_text("Chưa gửi")
    save(page)
    expect(state(page)).to_have_text(WAITS)
    phone.open("/cho-gui")
    expect(page.get_by_text("Lần đến nhà: Rơ Châm Đức")).to_be_visible()
    expect(state(page)).to_have_text(WAITS)
    assert visits() == []
    live_server.network.restore()
    expect(page.get_by_text("Không có gì chờ gửi")).to_be_visible()
    assert visits() == [("Ksor Buôn", "Xin cho em mượn xe đạp", ["Rơ Châm Đức"])]


def test_a_visit_of_a_killed_browser_is_on_the_form_again_with_photo_and_signature(
    live_server: LiveServer, playwright: Playwright, school: School, form: str, tmp_path: Path
) -> None:
    with unscoped("the school allows photos"):
        Setting.create(unit=school.unit, key="visit_photos", value="2", starts=date(2026, 9, 1))

    def open_browser() -> Phone:
        folder = str(tmp_path / "profile")
        return Phone(
            live_server,
            playwright.chromium.launch_persistent_context(folder, **chromium_options(), **SETTINGS),
        )

    phone = open_browser()
    page = phone.sign_in_as(school.village_teacher, then=form)
    write(page, "Mong em được miễn tiền gạo")
    open_consent(page)
    sign(page)
    take_photo(page)
    expect(page.locator("figure.photo")).to_have_count(1)
    page.wait_for_timeout(1000)
    kill_browser(tmp_path / "profile")

    phone = open_browser()
    page = phone.open(form)
    if page.get_by_role("heading", name="Đăng nhập").is_visible():
        phone.fill_in(school.village_teacher)
    expect(page.get_by_text("Bản thầy cô ghi lúc")).to_be_visible()
    expect(page.get_by_label("Ý kiến, nguyện vọng của gia đình")).to_have_value("Mong em được miễn tiền gạo")
    expect(page.locator("figure.photo")).to_have_count(1)
    assert visits() == []
    save(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert len(visits()) == 1
    with unscoped("a browser test looks at what arrived"):
        consent, photo = FamilyConsent.get(), VisitPhoto.get()
        assert (consent.given, consent.signer) == ("drawn", "mẹ")
        assert bytes(StoredFile.get_by_id(consent.drawing_id).data).startswith(b"\x89PNG")
        kept = bytes(StoredFile.get_by_id(photo.file_id).data)
    assert len(kept) <= 200_000
    with Image.open(BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert max(picture.size) <= 1600
    phone.context.close()


def test_an_answer_lost_after_the_commit_makes_one_visit(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    page = sign_in_as(school.village_teacher, then=form).page
    write(page, "Một lần")
    live_server.network.lose_answers("POST /den-nha")
    save(page)
    expect(state(page)).to_have_text(WAITS)
    assert live_server.network.lost_answers
    assert len(visits()) == 1  # though the phone cannot know
    live_server.network.restore()
    expect(state(page)).to_have_text(RECEIVED)
    assert visits() == [("Ksor Buôn", "Một lần", ["Rơ Châm Đức"])]


def test_a_killed_server_gets_what_was_queued_once_it_is_back(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    page = sign_in_as(school.village_teacher, then=form).page
    write(page, "Qua lúc mất điện")
    live_server.kill()
    save(page)
    expect(state(page)).to_have_text(WAITS)
    live_server.start()
    expect(state(page)).to_have_text(RECEIVED)
    assert [wishes for _, wishes, _ in visits()] == ["Qua lúc mất điện"]


def test_a_pupil_visited_twice_is_two_visits_and_two_tabs_of_one_draft_are_one(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    phone = sign_in_as(school.village_teacher, then=form)
    page = phone.page
    write(page, "Sáng: gặp mẹ")
    second = phone.new_tab(page.url.removeprefix(live_server.url))
    expect(second.get_by_label("Ý kiến, nguyện vọng của gia đình")).to_have_value("Sáng: gặp mẹ")
    second.get_by_label("Ý kiến, nguyện vọng của gia đình").fill("Sáng: gặp mẹ, xin xe đạp")
    expect(page.get_by_label("Ý kiến, nguyện vọng của gia đình")).to_have_value("Sáng: gặp mẹ, xin xe đạp")
    second.close()
    save(page)
    expect(state(page)).to_have_text(RECEIVED)
    phone.open("/cho-gui")
    phone.open(form)
    write(page, "Chiều: gặp lại", at="2026-11-22T17:40")
    save(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert [wishes for _, wishes, _ in visits()] == ["Sáng: gặp mẹ, xin xe đạp", "Chiều: gặp lại"]


def test_an_expired_session_keeps_the_visit_and_nobody_else_sends_or_sees_it(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    phone = sign_in_as(school.village_teacher, then=form)
    page = phone.page
    write(page, "Của thầy Buôn")
    live_server.end_sessions(school.village_teacher)
    save(page)
    expect(state(page)).to_have_text("Đã lưu trên máy này, chờ đăng nhập lại")
    phone.sign_in_as(school.teacher_6a, then="/cho-gui")
    expect(page.get_by_text("Không có gì chờ gửi")).to_be_visible()
    page.wait_for_timeout(6000)
    assert visits() == []
    live_server.end_sessions(school.teacher_6a)
    phone.sign_in_as(school.village_teacher, then="/cho-gui")
    expect(page.get_by_text("Không có gì chờ gửi")).to_be_visible()
    assert visits() == [("Ksor Buôn", "Của thầy Buôn", ["Rơ Châm Đức"])]


def test_a_refused_visit_stays_whole_and_says_why_and_a_mended_one_is_taken(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    page = sign_in_as(school.village_teacher, then=form).page
    write(page, "Ngày mai mới đi", at="2026-11-24T16:00")
    save(page)
    expect(state(page)).to_contain_text("Bị từ chối: Lần đến nhà chưa diễn ra")
    expect(page.get_by_label("Ý kiến, nguyện vọng của gia đình")).to_have_value("Ngày mai mới đi")
    assert visits() == []
    write(page, "Đã đi hôm qua")
    save(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert [wishes for _, wishes, _ in visits()] == ["Đã đi hôm qua"]


def test_a_visit_made_during_a_duty_that_has_ended_since_is_taken(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    phone = sign_in_as(school.village_teacher, then=form)
    page = phone.page
    phone.offline_ready(form)
    live_server.network.cut()
    write(page, "Đi từ hôm qua")
    save(page)
    expect(state(page)).to_have_text(WAITS)
    with unscoped("the duty ends while the phone has no signal"):
        Duty.update(ends=MONDAY_MORNING.date()).where(
            (Duty.staff == school.village_teacher) & (Duty.kind == "village")
        ).execute()
    live_server.network.restore()
    expect(state(page)).to_have_text(RECEIVED)
    assert [wishes for _, wishes, _ in visits()] == ["Đi từ hôm qua"]


def test_a_contact_tapped_without_signal_is_logged_once_at_the_time_of_the_tap(
    live_server: LiveServer, sign_in_as, school: School
) -> None:
    phone = sign_in_as(school.village_teacher)
    village = f"/thon-buon/{school.village.public_id}"
    phone.offline_ready("/", village, "/cho-gui")
    live_server.network.cut()
    page = phone.open(village)
    page.get_by_text("Ghi đã liên hệ").click()
    page.get_by_role("button", name="Gọi được").click()
    expect(state(page)).to_have_text(WAITS)
    phone.open("/cho-gui")
    expect(page.get_by_text("Đã liên hệ: Rơ Châm Đức")).to_be_visible()
    live_server.network.restore()
    expect(page.get_by_text("Không có gì chờ gửi")).to_be_visible()
    with unscoped("a browser test looks at what arrived"):
        (made,) = Contact.select()
        assert (made.channel, made.reached) == ("call", True)


def test_a_file_saved_from_the_queue_brings_the_visit_to_another_phone_and_it_counts_once(
    live_server: LiveServer, sign_in_as, school: School, form: str
) -> None:
    phone = sign_in_as(school.village_teacher, then=form)
    phone.offline_ready(form, "/cho-gui")
    live_server.network.cut()
    page = phone.page
    write(page, "Qua tệp")
    save(page)
    expect(state(page)).to_have_text(WAITS)
    phone.open("/cho-gui")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Lưu ra tệp").click()
    file = saved.value.path()
    live_server.network.restore()
    expect(page.get_by_text("Không có gì chờ gửi")).to_be_visible()
    other = sign_in_as(school.village_teacher, then="/cho-gui").page
    other.get_by_text("Nạp tệp đã lưu từ máy khác").click()
    other.locator("#queue-load").set_input_files(file)
    expect(other.get_by_text("Đã nạp 1 bản.")).to_be_visible()
    expect(other.get_by_text("Không có gì chờ gửi")).to_be_visible()
    assert [wishes for _, wishes, _ in visits()] == ["Qua tệp"]
