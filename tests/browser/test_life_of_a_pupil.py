"""The life of one pupil in the school's hands: missed, visited, back; or gone, registered, counted."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sisoho import clock
from sisoho.db import unscoped
from sisoho.outreach.models import OutreachCase
from tests.browser.live import LiveServer
from tests.browser.phones import WAITS, Phone, mark, send, state
from tests.browser.visiting import RECEIVED, choose, open_consent, save, sign, visits
from tests.conftest import MONDAY_MORNING
from tests.documents.papers import poppler
from tests.factories import School
from tests.outreach.away import FRIDAY, MONDAY, SATURDAY, roll_call

NAME = "Rơ Châm Đức"
DAY = timedelta(days=1)
MAY, AUGUST, SEPTEMBER = (
    datetime(2027, month, day, 0, 5, tzinfo=UTC) for month, day in ((5, 28), (8, 20), (9, 6))
)


@pytest.fixture
def school(live_server: LiveServer) -> School:
    """Rơ Châm Đức was missing twice early in the month, and came every day of last week until Thursday."""
    school = live_server.commune.school
    days = [MONDAY - n * DAY for n in range(14, 3, -1) if (MONDAY - n * DAY).weekday() < 6]
    with clock.at(MONDAY_MORNING):
        roll_call(school, {school.pupils[2]: "K"}, days[:2])
        roll_call(school, {}, days[2:])
    return school


def onward(page: Page, name: str) -> None:
    """From a home, whose further ways are folded, to one of them."""
    expect(page.get_by_role("heading", name="Việc khác")).to_be_visible()
    page.evaluate("() => document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")
    page.get_by_role("link", name=name).first.tap()


def is_missing(phone: Phone, path: str) -> None:
    """The homeroom teacher marks the pupil and sends."""
    page = phone.open(path)
    mark(page, NAME, "V")
    send(page)
    expect(state(page)).to_have_text(re.compile("^Trường đã nhận lúc"))


def case() -> OutreachCase:
    with unscoped("a browser test looks at what arrived"):
        return OutreachCase.get()


def flagged(page: Page) -> None:
    """The homeroom teacher sees who needs looking after, and why."""
    onward(page, "Học sinh cần quan tâm")
    line = page.get_by_role("listitem").filter(has_text=NAME)
    expect(line.get_by_text("Nghỉ 3 buổi liền chưa có phép").first).to_be_visible()


def visit_without_signal(server: LiveServer, phone: Phone, school: School) -> None:
    """From the list in the village, through the form, to what waits on the phone; then signal is back."""
    page, village = phone.page, f"/thon-buon/{school.village.public_id}"
    phone.open("/")
    phone.offline_ready("/", village, f"/den-nha/moi?em={school.pupils[2].public_id}", "/cho-gui")
    server.network.cut()
    page.get_by_role("link", name="Buôn Chư Bang").tap()
    expect(page.get_by_role("heading", name="Cần đến nhà (1)")).to_be_visible()
    page.get_by_role("link", name="Ghi lần đến nhà").tap()
    choose(page, "nhà", "mẹ", "Kinh tế gia đình")
    page.get_by_label("Khi nào").fill("2026-11-23T07:04")
    page.get_by_label("Ý kiến, nguyện vọng của gia đình").fill("Mong em được mượn xe đạp.")
    page.get_by_label("Đã thống nhất, nhà trường sẽ giúp").fill("Mai em đi học lại, trường cho mượn xe.")
    page.get_by_label("Hẹn ngày đi học lại, hoặc ghé lại").fill("2026-11-24")
    open_consent(page)
    sign(page)
    save(page)
    expect(page.locator("#main .sent")).to_have_text(WAITS)
    assert visits() == []
    server.network.restore()
    expect(page.get_by_text(RECEIVED)).to_be_visible()
    assert visits() == [("Ksor Buôn", "Mong em được mượn xe đạp.", [NAME])]


def papers(page: Page, folder: Path) -> tuple[str, str]:
    """Minutes (agreed to with the drawn signature) and commitment as text, then the word on the latter."""
    page.get_by_role("link", name="Biên bản, bản cam kết").tap()
    expect(page.get_by_text("Em vắng 5 buổi")).to_be_visible()
    printed = (
        pdf(page, "In biên bản vận động", folder),
        pdf(page, "In bản cam kết phối hợp", folder),
    )
    choose(page, "Đã đọc cho gia đình nghe, gia đình đồng ý")
    page.get_by_label("Người làm chứng").fill("Trưởng buôn Ksor Tâm")
    page.get_by_role("button", name="Lưu").tap()
    expect(page.get_by_text("Đã lưu: bản cam kết phối hợp")).to_be_visible()
    return printed


def pdf(page: Page, link: str, folder: Path) -> str:
    with page.expect_download() as caught:
        page.get_by_role("link", name=link).tap()
    return poppler("pdftotext", Path(caught.value.path()).read_bytes(), folder, "-layout")


def test_a_pupil_is_missed_visited_without_signal_and_comes_back(
    live_server: LiveServer, school: School, sign_in_as: Callable[..., Phone], tmp_path: Path
) -> None:
    homeroom = sign_in_as(school.teacher_6a)
    for day in (FRIDAY, SATURDAY):
        is_missing(homeroom, live_server.sheet(school.class_6a, day.isoformat()))
    homeroom.open("/").get_by_role("link", name="6A Sáng").first.tap()
    mark(homeroom.page, NAME, "V")
    send(homeroom.page)
    expect(state(homeroom.page)).to_have_text(RECEIVED)
    homeroom.open("/")
    flagged(homeroom.page)
    assert (case().why, case().staff_id) == ("absence", school.village_teacher.id)

    village = sign_in_as(school.village_teacher)
    visit_without_signal(live_server, village, school)
    minutes, commitment = papers(village.page, tmp_path)
    assert "Ksor Buôn" in minutes
    assert "Mong em được mượn xe đạp" in minutes
    for text in (minutes, commitment):
        assert NAME in text
        assert "Mẹ ký trên máy" in text
        assert "Mai em đi học lại, trường cho mượn xe" in text

    live_server.go_on(MONDAY_MORNING + DAY)
    page = homeroom.open(live_server.sheet(school.class_6a, "2026-11-24"))
    page.get_by_role("button", name="Cả lớp có mặt – Gửi").tap()
    expect(state(page)).to_have_text(RECEIVED)
    assert (case().state, case().back_on) == ("watching", date(2026, 11, 24))
    page = village.open(f"/thon-buon/{school.village.public_id}")
    expect(page.get_by_role("heading", name="Đã trở lại – theo dõi (1)")).to_be_visible()

    principal = sign_in_as(school.principal).page
    onward(principal, "Hồ sơ vận động")
    principal.get_by_role("link", name=NAME).tap()
    expect(principal.get_by_text("Đã trở lại, ngày 1/30.")).to_be_visible()
    told = principal.locator(".timeline")
    expect(told).to_contain_text("Đến nhà: gặp mẹ ở nhà")
    expect(told).to_contain_text("Đã có bản cam kết phối hợp")


def test_a_pupil_who_is_gone_is_registered_and_counted_for_school_and_commune(
    live_server: LiveServer, sign_in_as: Callable[..., Phone], tmp_path: Path
) -> None:
    school = live_server.commune.school
    principal = sign_in_as(school.principal)
    page = principal.open(f"/ho-so-van-dong/mo?em={school.pupils[2].public_id}")
    page.get_by_label("Vì sao mở hồ sơ").fill("Em theo cha mẹ đi làm ăn xa")
    page.get_by_role("button", name="Mở hồ sơ").tap()
    expect(page.get_by_text("Đã mở hồ sơ vận động.")).to_be_visible()

    office = sign_in_as(school.clerk).page
    drop_out(office, live_server.url + f"/hoc-sinh/{school.pupils[2].public_id}")
    office.get_by_role("link", name="Hôm nay").first.tap()
    onward(office, "Biến động sĩ số")
    expect(office.get_by_text("8 (đầu kỳ) − 1 (bỏ học) = 7 (hiện tại)")).to_be_visible()
    office.get_by_role("link", name="1 em bỏ học, chưa trở lại").tap()
    expect(office.get_by_role("row", name=NAME)).to_contain_text("23/11/2026")
    assert NAME in pdf(office, "Tải phụ lục PDF", tmp_path)

    page.reload()
    choose(page, "Bỏ học, đã ghi vào danh sách")
    page.locator("#dong").get_by_role("button", name="Đóng hồ sơ").tap()
    expect(page.get_by_text("Đã đóng: bỏ học, đã ghi vào danh sách")).to_be_visible()
    assert (case().state, case().end) == ("closed", "dropped")

    commune = sign_in_as(live_server.commune.officer).page
    onward(commune, "Học sinh bỏ học")
    commune.get_by_role("link", name="Trường TH và THCS Mẫu Một").tap()
    expect(commune.get_by_role("row", name=NAME)).to_be_visible()


def drop_out(page: Page, address: str) -> None:
    """The clerk writes it into the registers; the paper follows."""
    page.goto(address)
    page.get_by_text("Việc khác").tap()
    page.get_by_role("link", name="Ghi em bỏ học").tap()
    choose(page, "Kinh tế gia đình")
    page.get_by_label("Giấy tờ bổ sung sau").check(force=True)
    page.get_by_role("button", name="Ghi bỏ học").tap()
    expect(page.get_by_text("Đã ghi: bỏ học.")).to_be_visible()


def test_the_years_end_leads_into_the_next_and_counts_who_did_not_come(
    live_server: LiveServer, sign_in_as: Callable[..., Phone]
) -> None:
    school = live_server.commune.school
    live_server.go_on(MAY)
    for teacher, name in ((school.teacher_1a, "1A"), (school.teacher_6a, "6A")):
        page = sign_in_as(teacher).page
        onward(page, "Kết quả cuối năm")
        page.get_by_role("link", name=name).tap()
        page.get_by_role("button", name="Cả lớp lên lớp").tap()
        expect(page.get_by_text(re.compile("Đã ghi [35] em"))).to_be_visible()
    confirm_results(sign_in_as(school.principal))

    live_server.go_on(AUGUST)
    open_new_year(sign_in_as(school.principal).page)
    live_server.go_on(SEPTEMBER)
    principal = sign_in_as(school.principal)
    page = principal.open("/diem-danh")
    page.get_by_role("link", name=re.compile("7A")).first.tap()
    mark(page, NAME, "V")
    send(page)
    expect(state(page)).to_have_text(RECEIVED)

    live_server.go_on(SEPTEMBER + 10 * DAY)
    page = principal.open("/chua-thay-mat")
    line = page.get_by_role("listitem").filter(has_text=NAME)
    line.get_by_text("Ghi rõ để chốt sĩ số").tap()
    line.get_by_label("Lý do, theo lời gia đình").fill("Theo cha mẹ làm ăn xa")
    line.get_by_role("button", name="Xác nhận bỏ học trong hè").tap()
    expect(line).to_have_count(0)
    principal.open("/bo-hoc")
    expect(page.get_by_role("heading", name="Bỏ học trong hè, trước năm học này (1)")).to_be_visible()
    expect(page.get_by_role("row", name=NAME)).to_be_visible()


def confirm_results(principal: Phone) -> None:
    for name in ("1A", "6A"):
        page = principal.open("/ket-qua")
        page.get_by_role("link", name=name).tap()
        page.get_by_role("button", name="Xác nhận kết quả").tap()
        expect(page.get_by_text(f"Đã xác nhận kết quả lớp {name}.")).to_be_visible()


def open_new_year(page: Page) -> None:
    """Every step as it is proposed."""
    onward(page, "Mở năm học mới")
    for step in ("ngay", "lop", "hoc-sinh", "nhiem-vu"):
        expect(page).to_have_url(re.compile(f"/nam-hoc-moi/{step}"))
        page.locator(".actionbar .button").filter(has_text=re.compile("bước tiếp", re.IGNORECASE)).tap()
    expect(page.get_by_role("heading", name="Mở năm học 2027-2028")).to_be_visible()
    page.locator(".confirm summary").tap()
    page.get_by_role("button", name="Mở", exact=True).tap()
    expect(page.get_by_text("Đã mở năm học 2027-2028")).to_be_visible()
