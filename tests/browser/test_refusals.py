"""What goes wrong says so, keeps what was typed, and writes nothing (conflicts: test_outbox.py)."""

from collections.abc import Callable

from playwright.sync_api import expect

from sisoho.db import unscoped
from sisoho.schools.models import ImportRun
from tests.browser.live import LiveServer
from tests.browser.phones import Phone, mark, state


def test_wrong_passwords_make_the_next_try_wait_and_lock_nobody_out(
    live_server: LiveServer, phone: Callable[..., Phone]
) -> None:
    teacher = live_server.commune.school.teacher_6a
    guess = phone()
    page = guess.open("/dang-nhap")
    for _ in range(4):
        page.get_by_label("Số điện thoại hoặc tên đăng nhập").fill(live_server.login_of(teacher))
        page.get_by_label("Mật khẩu", exact=True).fill("mật khẩu của ai đó")
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        expect(page.get_by_text("Chưa đăng nhập được")).to_be_visible()
    expect(page.get_by_text("Hãy chờ")).to_be_visible()
    expect(page.get_by_label("Số điện thoại hoặc tên đăng nhập")).to_have_value(live_server.login_of(teacher))
    assert live_server.open_sessions(teacher) == 0
    phone().sign_in_as(teacher)
    assert live_server.open_sessions(teacher) == 1


def test_a_file_that_is_no_list_is_named_and_changes_nothing(
    live_server: LiveServer, sign_in_as: Callable[..., Phone]
) -> None:
    page = sign_in_as(live_server.commune.school.clerk).open("/hoc-sinh/nhap")
    letter = {"name": "thu-moi.docx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04 thu moi"}
    page.locator("input[type=file]").set_input_files(letter)
    page.get_by_role("button", name="Đọc thử tệp này").click()
    expect(page.get_by_text("Chưa đọc được tệp. Chưa có gì thay đổi.")).to_be_visible()
    with unscoped("a browser test looks at what arrived"):
        assert ImportRun.select().count() == 0


def test_another_schools_pages_do_not_exist(
    live_server: LiveServer, sign_in_as: Callable[..., Phone]
) -> None:
    commune = live_server.commune
    page = sign_in_as(commune.school.principal).page
    theirs = commune.other_school
    for path in (
        live_server.sheet(theirs.class_6a),
        f"/hoc-sinh/lop/{theirs.class_6a.public_id}",
        f"/hoc-sinh/{theirs.pupils[0].public_id}",
        f"/vang/{theirs.pupils[0].public_id}",
        f"/nhan-su/{theirs.principal.public_id}",
    ):
        answer = page.goto(live_server.url + path)
        assert answer is not None
        assert answer.status == 404, path
        expect(page.get_by_role("heading", name="Không có trang này")).to_be_visible()
        assert theirs.pupils[0].full_name not in page.content()


def test_two_quick_taps_send_one_sheet(live_server: LiveServer, sign_in_as: Callable[..., Phone]) -> None:
    school = live_server.commune.school
    page = sign_in_as(school.teacher_6a).open(live_server.sheet(school.class_6a))
    mark(page, "Siu Blơi", "V")
    page.locator("#roll-send").dblclick()
    expect(state(page)).to_have_text("Trường đã nhận lúc 07:05")
    assert len(live_server.versions(school.class_6a)) == 1
    assert live_server.changes() == 1
