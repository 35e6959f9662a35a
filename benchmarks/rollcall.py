"""What a roll call of 35 pupils costs: time, SQL statements, bytes and requests, beside floors.

    python -m benchmarks.rollcall

Times are of the server alone (WSGI call, no network). The floors are measured in the same run: the
least Flask does for a page of 35 rows, and one durable commit of SQLite.
"""

import sqlite3
import statistics
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask, render_template_string

from benchmarks.phone import Phone, timed
from benchmarks.school import PASSWORD, Measured, class_of_35
from tests import factories
from tests.rollcall.sending import HTMX, fields, statements, url

ROUNDS = 200
BARE_PAGE = "<!doctype html><ol>{% for name in names %}<li>{{ name }}</li>{% endfor %}</ol>"
AIMS = {
    "first": "mục tiêu ≤ 45 kB, ≤ 12",
    "repeat": "mục tiêu ≤ 4 kB",
    "save": "mục tiêu ≤ 2 kB",
    "get": "mục tiêu ≤ 8",
    "post": "mục tiêu ≤ 12",
}


def main() -> None:
    with class_of_35() as measured:
        page_floor, commit_floor = bare_page(), durable_commit(measured)
        target = url(measured.school.class_6a)
        phone = first_visit(measured, target)
        repeat_visit(phone, target)
        sheet(phone, target, page_floor)
        first_submissions(phone, measured, commit_floor)
        corrections(phone, measured, target, commit_floor)


def bare_page() -> float:
    app = Flask("floor")
    names = [f"Ksor H'Bia {number}" for number in range(35)]
    app.add_url_rule("/", view_func=lambda: render_template_string(BARE_PAGE, names=names))
    client = app.test_client()
    return report("Sàn: trang Flask trần 35 dòng", timed(lambda _: client.get("/"), ROUNDS))


def durable_commit(measured: Measured) -> float:
    store = sqlite3.connect(measured.folder / "floor.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", "CREATE TABLE t (a TEXT)"):
        store.execute(statement)

    def commit(_: int) -> None:
        store.execute("BEGIN IMMEDIATE")
        store.execute("INSERT INTO t VALUES ('V')")
        store.execute("COMMIT")

    floor = report("Sàn: một lần ghi SQLite, synchronous=FULL", timed(commit, ROUNDS))
    store.close()
    return floor


def first_visit(measured: Measured, target: str) -> Phone:
    """Sign-in page, sign-in, home, roll, with an empty cache; the phone stays signed in."""
    phone = Phone(measured.app)
    phone.visit("/dang-nhap")
    landed = phone.submit("/dang-nhap", {"name": measured.username, "password": PASSWORD, "tiep": "/"})
    roll = phone.visit(target)
    assert roll.status_code == 200, roll.status
    home = "" if landed.status_code == 200 else f" (trang Hôm nay trả {landed.status_code})"
    print(f"Lần đầu, từ trang đăng nhập: {traffic(phone)} ({AIMS['first']}){home}")
    phone.fetch_the_rest()
    print(f"Sau đó, phần chạy khi mất mạng: {traffic(phone)}")
    return phone


def repeat_visit(phone: Phone, target: str) -> None:
    phone.visit(target)
    print(f"Lần sau: {traffic(phone)} ({AIMS['repeat']})")


def sheet(phone: Phone, target: str, floor: float) -> None:
    with statements() as ran:
        phone.visit(target)
    print(f"Mở trang điểm danh: {len(ran)} câu SQL ({AIMS['get']})")
    report("Mở trang điểm danh", timed(lambda _: phone.ask("GET", target), ROUNDS), floor)


def first_submissions(phone: Phone, measured: Measured, floor: float) -> None:
    """One a school day: only the first submission of a half-day makes a sheet."""
    days = school_days(date(2026, 11, 23))
    pupils = class_pupils(measured)
    marks = {pupils[0]: "V", pupils[1]: "P"}
    send = sender(phone, measured, lambda day: fields(pupils, marks, draft_id=f"draft-{day}"))
    phone.count()
    with statements() as ran:
        send(days.pop())
    print(f"Một lần gửi: {traffic(phone)} ({AIMS['save']})")
    print(f"Gửi lần đầu, vắng 2: {len(ran)} câu SQL ({AIMS['post']})")
    report("Gửi lần đầu, vắng 2", timed(lambda number: send(days[number]), len(days)), floor)


def corrections(phone: Phone, measured: Measured, target: str, floor: float) -> None:
    pupils = class_pupils(measured)

    def correct(number: int) -> None:
        marks = {pupils[number % 35]: "V", pupils[(number + 1) % 35]: "P"}
        said = fields(pupils, marks, draft_id="draft-2026-11-23", seq=number + 2, base_version=number + 1)
        assert post(phone, target, said) == 200

    with statements() as ran:
        correct(1)
    print(f"Gửi bản sửa: {len(ran)} câu SQL ({AIMS['post']})")
    report("Gửi bản sửa", timed(lambda number: correct(number + 2), ROUNDS), floor)


def sender(
    phone: Phone, measured: Measured, said: Callable[[date], dict[str, object]]
) -> Callable[[date], None]:
    def send(day: date) -> None:
        assert post(phone, url(measured.school.class_6a, day.isoformat()), said(day)) == 200

    return send


def post(phone: Phone, target: str, said: dict[str, object]) -> int:
    return phone.ask("POST", target, data=said, headers={**HTMX, "X-CSRFToken": phone.token}).status_code


def class_pupils(measured: Measured) -> list:
    names_1a = len(factories.NAMES_1A)
    first = measured.school.pupils[: len(factories.NAMES_6A)]
    return first + measured.school.pupils[len(factories.NAMES_6A) + names_1a :]


def school_days(last: date) -> list[date]:
    days = (factories.YEAR_STARTS + timedelta(days=n) for n in range((last - factories.YEAR_STARTS).days + 1))
    return [day for day in days if day.weekday() != 6]


def traffic(phone: Phone) -> str:
    requests, bodies, heads = phone.count()
    return f"{kilobytes(bodies)} và {kilobytes(heads)} đầu mục, {requests} yêu cầu"


def report(what: str, spent: list[float], floor: float = 0) -> float:
    """Print median and 95th percentile, and how many times the floor; return the median."""
    median, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[18]
    ratio = f", gấp {median / floor:.1f} lần sàn".replace(".", ",") if floor else ""
    print(f"{what}: {milliseconds(median)} (p95 {milliseconds(p95)}){ratio}")
    return median


def milliseconds(value: float) -> str:
    return f"{value:.2f} ms".replace(".", ",")


def kilobytes(size: float) -> str:
    return f"{size / 1000:.1f} kB".replace(".", ",")


if __name__ == "__main__":
    main()
