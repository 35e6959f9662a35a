"""What is photographed: the pages people live in, empty, full and gone wrong, and every other page once."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from scripts.looking.camera import NOBODY, settle
from sisoho.config import PROJECT

HOMEROOM = "Giáo viên chủ nhiệm"
VILLAGE = "Giáo viên phụ trách thôn buôn"
PRINCIPAL = "Hiệu trưởng"
CLERK = "Văn thư"
COMMUNE = "Phòng VH–XH xã"
PROVINCE = "Sở GDĐT"
ADMINISTRATOR = "Quản trị máy chủ"
SAMPLE = PROJECT / "sisoho" / "demo" / "inputs" / "danh-sach-hoc-sinh.xlsx"

Steps = Callable[[Page], None]


@dataclass(frozen=True)
class Scene:
    """Who stands where: a role of the demo's door, the way to the page, the store it is taken from."""

    role: str
    steps: Steps
    store: str = "full"


@dataclass(frozen=True)
class KeyPage:
    full: Scene
    empty: Scene
    wrong: Scene


def at(path: str, *links: str) -> Steps:
    """Open `path`, then follow links (or press buttons) by words they show."""

    def go(page: Page) -> None:
        page.goto(path)
        for words in links:
            follow(page, words)

    return go


def follow(page: Page, words: str) -> None:
    found = page.locator("main").locator("a, button, summary").filter(has_text=words)
    found.filter(visible=True).first.click()
    settle(page)


def first(selector: str) -> Steps:
    """Follow the first such link of the page."""

    def go(page: Page) -> None:
        page.locator("main").locator(selector).first.click()
        settle(page)

    return go


def then(*ways: Steps) -> Steps:
    def go(page: Page) -> None:
        for steps in ways:
            steps(page)

    return go


_IS_KEPT = """async () => Boolean(navigator.serviceWorker?.controller
  && await caches.match(location.href, { ignoreVary: true }))"""


def without_signal(page: Page) -> None:
    """The signal goes once the phone has kept this page, or has had time to."""
    for _ in range(60):
        if page.evaluate(_IS_KEPT):
            break
        page.wait_for_timeout(100)
    page.context.set_offline(True)


def again(page: Page) -> None:
    page.reload()
    page.wait_for_timeout(500)


def marks(page: Page) -> None:
    """Two pupils missing, one of them excused: before it is sent."""
    for row, mark in ((2, "V"), (4, "P")):
        page.locator(".roll__row").nth(row).locator(f"input[value={mark}]").click()


def send(page: Page) -> None:
    page.locator("#roll-send").click()
    page.wait_for_timeout(600)


def contact(page: Page) -> None:
    follow(page, "Ghi đã liên hệ")
    follow(page, "Gọi được")


def a_visit(page: Page) -> None:
    for words in ("nhà rẫy", "mẹ", "Kinh tế gia đình"):
        page.locator("label.pill").filter(has_text=words).first.click()
    page.get_by_label("Ý kiến, nguyện vọng của gia đình").fill("Xong mùa mì thì cho em đi học lại.")


def no_list(page: Page) -> None:
    page.goto("/hoc-sinh/nhap")
    page.locator("input[type=file]").set_input_files(
        {"name": "thu-moi.xlsx", "mimeType": "application/octet-stream", "buffer": b"Kinh moi phu huynh"}
    )
    follow(page, "Đọc thử")


def wrong_password(page: Page) -> None:
    page.goto("/dang-nhap")
    page.locator("[name=name]").fill("0900000101")
    page.locator("[name=password]").fill("quen-mat-roi")
    page.locator("form.form button").click()


def verified(ending: bytes) -> Steps:
    """The issued plan is downloaded and shown to the public page, with `ending` written after it."""

    def go(page: Page) -> None:
        at("/van-ban", "số 23")(page)
        address = page.locator("a[href$='/tai']").first.get_attribute("href")
        assert address is not None
        data = page.request.get(address).body() + ending
        page.goto("/xac-minh")
        page.locator("input[type=file]").set_input_files(
            {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": data}
        )
        follow(page, "Kiểm tra tệp")

    return go


def try_a_list(page: Page) -> None:
    """What the school's list would do, before anything is written."""
    page.goto("/hoc-sinh/nhap")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    follow(page, "Đọc thử")


def open_a_slip(page: Page) -> None:
    """The clerk prints one again; its link is what the code on the paper holds."""
    page.goto("/tai-khoan/phieu")
    page.locator(".staff-logins input:not([checked])").first.check()
    follow(page, "In phiếu")
    page.goto(page.locator(".slip a").first.get_attribute("href") or "")


AFTERNOON_ROLL = at("/", "3A Chiều")

KEY = {
    "giao-vien-hom-nay": KeyPage(
        full=Scene(HOMEROOM, at("/")),
        empty=Scene(HOMEROOM, at("/"), "empty"),
        wrong=Scene(HOMEROOM, then(at("/"), without_signal, again)),
    ),
    "diem-danh": KeyPage(
        full=Scene(HOMEROOM, then(AFTERNOON_ROLL, marks)),
        empty=Scene(HOMEROOM, at("/diem-danh", "3A sáng"), "empty"),
        wrong=Scene(HOMEROOM, then(AFTERNOON_ROLL, marks, without_signal, send)),
    ),
    "thon-buon": KeyPage(
        full=Scene(VILLAGE, at("/thon-buon", "Buôn")),
        empty=Scene(VILLAGE, at("/thon-buon", "Buôn"), "empty"),
        wrong=Scene(
            VILLAGE,
            then(at("/thon-buon", "Buôn"), without_signal, contact),
        ),
    ),
    "lan-den-nha": KeyPage(
        full=Scene(VILLAGE, then(at("/thon-buon", "Buôn", "Ghi lần đến nhà"), a_visit)),
        empty=Scene(VILLAGE, at("/thon-buon", "Buôn", "Ghi lần đến nhà")),
        wrong=Scene(VILLAGE, at("/thon-buon", "Buôn", "Ghi lần đến nhà", "Lưu lần đến nhà")),
    ),
    "hieu-truong-hom-nay": KeyPage(
        full=Scene(PRINCIPAL, at("/")),
        empty=Scene(PRINCIPAL, at("/"), "empty"),
        wrong=Scene(PRINCIPAL, then(at("/"), without_signal, again)),
    ),
    "nhap-danh-sach": KeyPage(
        full=Scene(CLERK, at("/hoc-sinh/nhap", "danh-sach-hoc-sinh.xlsx")),
        empty=Scene(CLERK, at("/hoc-sinh/nhap"), "empty"),
        wrong=Scene(CLERK, no_list),
    ),
    "ke-hoach": KeyPage(
        full=Scene(PRINCIPAL, at("/van-ban", "số 23")),
        empty=Scene(PRINCIPAL, at("/van-ban"), "empty"),
        wrong=Scene(PRINCIPAL, at("/van-ban", "hờ duyệt")),
    ),
    "kiem-tra": KeyPage(
        full=Scene(PRINCIPAL, verified(b"")),
        empty=Scene(NOBODY, at("/xac-minh")),
        wrong=Scene(PRINCIPAL, verified(b" ")),
    ),
    "xa-hom-nay": KeyPage(
        full=Scene(COMMUNE, at("/")),
        empty=Scene(COMMUNE, at("/"), "empty"),
        wrong=Scene(COMMUNE, at("/cac-truong/khong-co")),
    ),
    "thi-dua": KeyPage(
        full=Scene(PRINCIPAL, at("/thi-dua", "Tuần trước")),
        empty=Scene(PRINCIPAL, at("/thi-dua"), "empty"),
        wrong=Scene(PRINCIPAL, at("/thi-dua?tuan=hom-qua")),
    ),
    "dang-nhap": KeyPage(
        full=Scene(NOBODY, at("/dang-nhap")),
        empty=Scene(NOBODY, at("/phieu/phieu-khong-con")),
        wrong=Scene(NOBODY, wrong_password),
    ),
}

REST = {
    "tai-khoan": Scene(HOMEROOM, at("/tai-khoan")),
    "mat-khau": Scene(HOMEROOM, at("/tai-khoan/mat-khau")),
    "cac-lop": Scene(HOMEROOM, at("/diem-danh")),
    "da-nhan": Scene(HOMEROOM, at("/", "3A Sáng")),
    "can-xac-minh": Scene(HOMEROOM, at("/can-xac-minh")),
    "lop-toi": Scene(HOMEROOM, at("/thon-buon", "Lớp 3A")),
    "mot-em-vang": Scene(HOMEROOM, then(at("/thon-buon", "Lớp 3A"), first("a[href^='/vang/']"))),
    "cac-buon": Scene(PRINCIPAL, at("/thon-buon")),
    "can-quan-tam": Scene(PRINCIPAL, at("/can-quan-tam")),
    "em-can-quan-tam": Scene(PRINCIPAL, then(at("/can-quan-tam"), first(".rows__label a"))),
    "ra-soat": Scene(HOMEROOM, at("/", "Rà soát các em cần quan tâm")),
    "cac-lop-ra-soat": Scene(PRINCIPAL, at("/can-quan-tam/ra-soat")),
    "quy-tac": Scene(PRINCIPAL, at("/can-quan-tam/quy-tac")),
    "mot-quy-tac": Scene(PRINCIPAL, at("/can-quan-tam/quy-tac/streak")),
    "ho-so-van-dong": Scene(PRINCIPAL, at("/ho-so-van-dong")),
    "mot-ho-so": Scene(PRINCIPAL, then(at("/ho-so-van-dong"), first("section a[href^='/ho-so-van-dong/']"))),
    "nhac-viec": Scene(HOMEROOM, at("/nhac-viec")),
    "ho-tro": Scene(PRINCIPAL, at("/ho-tro")),
    "do-dau": Scene(PRINCIPAL, at("/ho-tro/do-dau")),
    "che-do": Scene(PRINCIPAL, at("/ho-tro/che-do")),
    "hoat-dong": Scene(PRINCIPAL, at("/ho-tro/hoat-dong")),
    "nam-cua-toi": Scene(HOMEROOM, at("/ho-tro/nam-cua-toi")),
    "ket-qua": Scene(PRINCIPAL, at("/ket-qua")),
    "nam-hoc-moi": Scene(PRINCIPAL, at("/nam-hoc-moi")),
    "chua-thay-mat": Scene(PRINCIPAL, at("/chua-thay-mat")),
    "vao-lop-6": Scene(CLERK, at("/vao-lop-6")),
    "toan-canh": Scene(PRINCIPAL, at("/toan-canh")),
    "bang-tin-si-so": Scene(PRINCIPAL, at("/toan-canh", "Bảng tin")),
    "bao-cao-nhanh": Scene(PRINCIPAL, at("/bao-cao-nhanh")),
    "theo-buon": Scene(PRINCIPAL, at("/?theo=buon#co-mat")),
    "bang-tin": Scene(PRINCIPAL, at("/thi-dua", "Bản để dán bảng tin")),
    "cach-tinh": Scene(PRINCIPAL, at("/thi-dua/cach-tinh")),
    "chi-tieu": Scene(PRINCIPAL, at("/thi-dua/chi-tieu")),
    "van-ban": Scene(CLERK, at("/van-ban")),
    "soan-ke-hoach": Scene(PRINCIPAL, at("/ke-hoach/soan")),
    "van-ban-den": Scene(CLERK, at("/van-ban/den/ghi")),
    "so-thang": Scene(HOMEROOM, then(at("/diem-danh/so-thang"), first("a[href*='/so-thang/']"))),
    "cac-so-thang": Scene(PRINCIPAL, at("/diem-danh/so-thang")),
    "khoa-so": Scene(PRINCIPAL, at("/diem-danh/khoa-so")),
    "kiem-dem": Scene(PRINCIPAL, at("/diem-danh/kiem-dem")),
    "phan-cong-diem-danh": Scene(PRINCIPAL, at("/diem-danh/phan-cong")),
    "ghi-them": Scene(HOMEROOM, at("/", "3A Sáng", "Ghi đi trễ")),
    "xin-phep": Scene(HOMEROOM, at("/", "3A Sáng", "Xin phép trước")),
    "lich-su-buoi": Scene(HOMEROOM, at("/", "3A Sáng", "Lịch sử")),
    "cho-gui": Scene(HOMEROOM, then(AFTERNOON_ROLL, marks, without_signal, send, at("/cho-gui"))),
    "so-lieu": Scene(PRINCIPAL, at("/so-lieu-chuyen-can")),
    "so-lieu-lop": Scene(
        PRINCIPAL, then(at("/so-lieu-chuyen-can"), first("a[href*='nhom=']"), first("a[href*='/lop/']"))
    ),
    "bien-dong": Scene(CLERK, at("/si-so/bien-dong")),
    "bo-hoc": Scene(CLERK, at("/bo-hoc")),
    "tre-trong-dia-ban": Scene(CLERK, at("/tre-trong-dia-ban")),
    "tre-mot-buon": Scene(VILLAGE, then(at("/tre-trong-dia-ban"), first("a[href*='/buon/']"))),
    "tre-khong-di-hoc": Scene(CLERK, then(at("/tre-trong-dia-ban"), first("a[href*='xem=chua-hoc']"))),
    "tre-ghep": Scene(CLERK, at("/tre-trong-dia-ban/ghep")),
    "tre-nhap": Scene(CLERK, at("/tre-trong-dia-ban/nhap")),
    "ti-le-huy-dong": Scene(CLERK, at("/tre-trong-dia-ban/huy-dong")),
    "xa-tre-trong-dia-ban": Scene(COMMUNE, at("/tre-trong-dia-ban")),
    "don-vi": Scene(CLERK, at("/don-vi")),
    "hoc-sinh": Scene(CLERK, at("/hoc-sinh")),
    "tim": Scene(CLERK, at("/hoc-sinh/tim?q=hbia")),
    "lop-6a": Scene(CLERK, at("/hoc-sinh", "6A")),
    "mot-em": Scene(CLERK, at("/hoc-sinh", "6A", "Hiao Blơi")),
    "them-em": Scene(CLERK, at("/hoc-sinh/them")),
    "chuyen-lop": Scene(CLERK, at("/hoc-sinh", "6A", "Hiao Blơi", "Chuyển lớp")),
    "chuyen-truong": Scene(CLERK, at("/hoc-sinh/chuyen-truong")),
    "xac-nhan-chuyen-den": Scene(CLERK, then(at("/hoc-sinh/chuyen-truong"), first("a.rows__line--now"))),
    "de-nghi": Scene(CLERK, at("/hoc-sinh/nhap/de-nghi")),
    "nhan-su": Scene(CLERK, at("/nhan-su")),
    "mot-nguoi": Scene(CLERK, at("/nhan-su", "Mai Xuân Phú")),
    "phan-cong": Scene(CLERK, at("/thon-buon/danh-sach")),
    "mot-buon": Scene(CLERK, at("/thon-buon/danh-sach", "Buôn Ji A")),
    "nam-hoc": Scene(CLERK, at("/nam-hoc")),
    "ngay-nghi": Scene(CLERK, at("/nam-hoc/nghi")),
    "lich-tuan": Scene(CLERK, at("/hoc-sinh", "6A", "Lịch học")),
    "xem-thu-danh-sach": Scene(CLERK, try_a_list, "empty"),
    "mo-phieu": Scene(CLERK, open_a_slip),
    "phieu": Scene(CLERK, at("/tai-khoan/phieu")),
    "so": Scene(PROVINCE, at("/")),
    "quan-tri": Scene(ADMINISTRATOR, at("/")),
    "buoi-dau": Scene(CLERK, at("/buoi-dau"), "empty"),
}
