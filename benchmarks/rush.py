"""The morning rush: 300 classes of a commune sent by 8 clients at full speed, then 8 clients on one sheet.

    python -m benchmarks.rush                                  on SQLite
    python -m benchmarks.rush postgresql://…/an_empty_database

Each client is a thread with its own session and connection, calling the app as a server would. What
counts: no error, every sheet stored once, and after the second part every pupil's mark, whoever sent
it and however often it met another's version. Two floors, of the same run and with the same clients: the
least Flask route that reads the same form and writes as many rows in one durable transaction, and the
same route in this app for a person who is signed in (session, duties, headers of every answer). The
second is what any of its routes must cost; what lies above it is roll call's own.
"""

import queue
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask.testing import FlaskClient

from benchmarks.filling import PUPILS, fill_classes
from benchmarks.rollcall import report
from benchmarks.school import MONDAY_MORNING, settings_for
from sisoho import clock, create_app, db, migrations
from sisoho.accounts.models import Account
from sisoho.rollcall.models import Mark, RollCallSheet, SheetVersion
from sisoho.schools import models as m
from sisoho.web.guards import signed_in
from tests import factories
from tests.rollcall.sending import HTMX, fields, url

CLIENTS = 8
SCHOOLS, CLASSES = 10, 30
ROWS = 8  # sheet, version, two marks, two changes, audit, job
AIM = 2  # times the floor


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sisoho-rush-") as name, clock.at(MONDAY_MORNING):
        address = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{name}/rush.db"
        app = create_app(settings_for(Path(name), address), queue_mode="later")
        app.config["WTF_CSRF_ENABLED"] = False  # the token is a page's, and no page is asked for here
        db.open_connection()
        migrations.migrate()
        db.StoreMark.create(key="kind", value="real")
        schools = filled()
        db.database.execute_sql("CREATE TABLE floor_row (said TEXT)")
        bare = Flask("floor")
        bare.add_url_rule("/san", view_func=write_floor, methods=["POST"])
        app.add_url_rule("/san", view_func=signed_in(lambda access: write_floor()), methods=["POST"])
        print(f"{SCHOOLS} trường, {SCHOOLS * CLASSES} lớp, mỗi lớp {PUPILS} em; {CLIENTS} máy gửi cùng lúc")
        floor_of("Sàn trần", schools[0], bare.test_client)
        floor = floor_of("Sàn của một người đã đăng nhập", schools[0], session_of(app, schools[0][0]))
        rush(app, schools, floor)
        one_sheet(app, schools[0])
        db.database.close()


def filled() -> list[tuple[factories.School, list[m.SchoolClass]]]:
    commune = factories.commune()
    villages = [commune.school.village, commune.school.other_village]
    schools = [factories.school(commune.unit, f"Trường mẫu {number}", villages) for number in range(SCHOOLS)]
    return [(school, fill_classes(school, CLASSES)) for school in schools]


def floor_of(
    what: str, filled_school: tuple[factories.School, list[m.SchoolClass]], client: Callable[[], FlaskClient]
) -> float:
    """Seconds of as many posts to a bare route by the same clients: a form read, ROWS rows, one commit."""
    school, classes = filled_school
    work: queue.Queue[Callable[[], None]] = queue.Queue()
    spent: list[float] = []
    said = fields(pupils_of(school, classes[0]))
    for _ in range(SCHOOLS * CLASSES):
        work.put(posting(client(), "/san", said, spent))
    began = time.perf_counter()
    errors = run(work)
    took = time.perf_counter() - began
    assert not errors, errors[:3]
    report(f"{what}: đọc một mẫu, ghi {ROWS} dòng một lần ghi chắc chắn, {CLIENTS} máy", spent)
    print(f"{what}: {SCHOOLS * CLASSES} lần trong {took:.2f} s".replace(".", ","))
    return took


def write_floor() -> str:
    said = ",".join(f"{name}={value}" for name, value in request.form.items())
    with db.write():
        for _ in range(ROWS):
            db.database.execute_sql(f"INSERT INTO floor_row VALUES ({_param()})", (said,))
    return "đã nhận"


def _param() -> str:
    return "?" if db.is_sqlite() else "%s"


def rush(app: Flask, schools: list[tuple[factories.School, list[m.SchoolClass]]], floor: float) -> None:
    """Every class once, taken from one line of waiting work by all clients."""
    work: queue.Queue[Callable[[], None]] = queue.Queue()
    spent: list[float] = []
    for school, classes in schools:
        teacher = session_of(app, school)
        for made in classes:
            work.put(sending(teacher(), made, pupils_of(school, made), spent))
    began = time.perf_counter()
    errors = run(work)
    took = time.perf_counter() - began
    stored = (
        RollCallSheet.select()
        .where(RollCallSheet.unit.in_([school.unit.id for school, _ in schools]))
        .count()
    )
    assert not errors, errors[:3]
    assert stored == SCHOOLS * CLASSES, stored
    speed = f"{took:.1f} s, {stored / took:.0f} lớp mỗi giây, gấp {took / floor:.1f} lần sàn".replace(
        ".", ","
    )
    print(f"Cao điểm: {stored} lớp trong {speed} (mục tiêu ≤ {AIM}), không lỗi")
    report("Một lần gửi lúc cao điểm", spent)


def sending(
    client: FlaskClient, made: m.SchoolClass, pupils: list[m.Pupil], spent: list[float]
) -> Callable[[], None]:
    said = fields(pupils, {pupils[0]: "V", pupils[1]: "P"}, draft_id=f"rush-{made.id:08}")
    return posting(client, url(made), said, spent)


def posting(client: FlaskClient, target: str, said: dict[str, Any], spent: list[float]) -> Callable[[], None]:
    def send() -> None:
        began = time.perf_counter()
        answer = client.post(target, data=said, headers=HTMX)
        spent.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.status

    return send


def one_sheet(app: Flask, filled_school: tuple[factories.School, list[m.SchoolClass]]) -> None:
    """8 clients, each marking pupils of its own on the same sheet, again whenever another was quicker."""
    school, (made, *_) = filled_school
    pupils, teacher = pupils_of(school, made), session_of(app, school)
    work: queue.Queue[Callable[[], None]] = queue.Queue()
    tries: list[int] = []
    for number in range(CLIENTS):
        own = pupils[2 + number * 4 : 6 + number * 4]
        work.put(marking(app, teacher(), made, pupils, own, number, tries))
    errors = run(work)
    assert not errors, errors[:3]
    kinds = {row.pupil_id: row.kind for row in Mark.select().where(Mark.unit == school.unit)}
    lost = [pupil for pupil in pupils[2 : 2 + CLIENTS * 4] if kinds.get(pupil.id) != "T"]
    assert not lost, f"{len(lost)} marks lost"
    sheet = RollCallSheet.get((RollCallSheet.unit == school.unit) & (RollCallSheet.school_class == made))
    accepted = (
        SheetVersion.select()
        .where((SheetVersion.unit == school.unit) & (SheetVersion.sheet == sheet) & SheetVersion.accepted)
        .count()
    )
    assert accepted == sheet.version, (accepted, sheet.version)
    print(f"Một buổi, {CLIENTS} máy sửa: {accepted} bản, {sum(tries)} lần gửi, không mất dấu nào")


def marking(
    app: Flask,
    client: FlaskClient,
    made: m.SchoolClass,
    pupils: list[m.Pupil],
    own: list[m.Pupil],
    number: int,
    tries: list[int],
) -> Callable[[], None]:
    """Mark one's own pupils late one by one; on a conflict read the sheet again, as a person would."""
    ids = {pupil.id: pupil for pupil in pupils}

    def mark() -> None:
        for place, pupil in enumerate(own):
            for attempt in range(200):
                sheet = RollCallSheet.get(
                    (RollCallSheet.unit == made.unit_id) & (RollCallSheet.school_class == made)
                )
                rows = Mark.select().where((Mark.unit == made.unit_id) & (Mark.sheet == sheet))
                marks = {ids[row.pupil_id]: row.kind for row in rows} | {pupil: "T"}
                draft = f"hand-{number}-{place}-{attempt:04}"
                said = fields(pupils, marks, draft_id=draft, base_version=sheet.version)
                status = client.post(url(made), data=said, headers=HTMX).status_code
                tries.append(1)
                if status == 200:
                    break
                assert status == 409, status
            else:
                raise AssertionError("never accepted")

    return mark


def run(work: "queue.Queue[Callable[[], None]]") -> list[BaseException]:
    """All of the work by CLIENTS threads, each with its own connection; what went wrong."""

    def serve() -> None:
        db.open_connection()
        try:
            while True:
                work.get_nowait()()
        except queue.Empty:
            return
        finally:
            db.database.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        served = [pool.submit(serve) for _ in range(CLIENTS)]
    return [problem for done in served if (problem := done.exception()) is not None]


def session_of(app: Flask, school: factories.School) -> Callable[[], FlaskClient]:
    """Makes clients signed in as the school's homeroom teacher of 6A."""
    person = school.teacher_6a
    if Account.get_or_none(Account.staff == person) is None:
        factories.account(person)
    return lambda: factories.client_of(app, person)


def pupils_of(school: factories.School, made: m.SchoolClass) -> list[m.Pupil]:
    rows = (
        m.Pupil.select()
        .join(m.Enrolment, on=(m.Enrolment.pupil == m.Pupil.id) & (m.Enrolment.unit == m.Pupil.unit))
        .where((m.Pupil.unit == school.unit) & (m.Enrolment.school_class == made))
        .order_by(m.Pupil.id)
    )
    return list(rows)


if __name__ == "__main__":
    main()
