"""No name and no phone gets into a log, whatever breaks and whichever library writes it down."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator

import peewee
import pytest
from flask import Flask
from huey import MemoryHuey

from sisoho import clock, db, quiet_logs
from sisoho.accounts.models import Account
from sisoho.config import PROJECT
from sisoho.errors import RuleBroken
from sisoho.jobs import actions, queue
from sisoho.jobs.registry import JobRun, kinds
from tests.factories import Commune

PHONE, NAME = "0987654321", "Ksor H'Bia"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a plain handler at the root writes, as a server's journal would hold it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def collide() -> None:
    """Two accounts with one phone: the database refuses, PostgreSQL with the phone in its words."""
    for number in range(2):
        Account.create(username=f"{NAME}{number}", phone=PHONE, created_at=clock.now())


def test_a_page_that_breaks_on_a_unique_key_logs_where_and_which_key_but_no_phone(
    app: Flask, written: io.StringIO
) -> None:
    app.add_url_rule("/thu-loi", "broken", collide)
    assert app.test_client().get("/thu-loi").status_code == 500
    said = written.getvalue()
    assert "unforeseen error at GET /thu-loi" in said
    assert "in collide" in said
    assert "IntegrityError" in said
    assert (
        "UNIQUE constraint failed: account.phone" in said or "table account, constraint account_phone" in said
    )
    assert PHONE not in said
    assert NAME not in said


def test_a_job_that_breaks_on_it_logs_no_phone_either(
    commune: Commune, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(_run: JobRun) -> dict[str, object]:
        with db.write():
            collide()
        return {}

    monkeypatch.setitem(kinds, "colliding", work)
    with queue.asleep():
        made = actions.enqueue(commune.school.unit.id, "colliding", {})
        actions.run_queued()
    said = written.getvalue()
    assert made.public_id in said
    assert "in collide" in said
    assert PHONE not in said
    assert NAME not in said


def test_the_worker_s_queue_tells_of_a_broken_task_without_its_words(written: io.StringIO) -> None:
    hub = MemoryHuey("quiet", immediate=False)

    @hub.task()
    def broken() -> None:
        raise ValueError(NAME)

    broken()
    hub.execute(hub.dequeue())
    assert "in broken" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert NAME not in written.getvalue()


@pytest.mark.parametrize("logger", ["waitress", "gunicorn.error", "huey", "sisoho.web.error_pages"])
def test_every_logger_is_quiet_and_tells_the_chain_of_causes(logger: str, written: io.StringIO) -> None:
    try:
        try:
            {}[NAME]
        except KeyError as cause:
            raise peewee.IntegrityError(f"DETAIL: Key (phone)=({PHONE}) already exists") from cause
    except peewee.IntegrityError:
        logging.getLogger(logger).exception("broken")
    said = written.getvalue()
    assert said.index("KeyError") < said.index("peewee.IntegrityError")
    assert PHONE not in said
    assert NAME not in said


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (RuleBroken(f"Số {PHONE} đã ghi cho {NAME}."), "sisoho.errors.RuleBroken"),
        (ValueError(NAME), "builtins.ValueError"),
        (AttributeError("'NoneType' object has no attribute 'id'"), "has no attribute 'id'"),
        (FileNotFoundError(2, "No such file", "var/x.db"), "No such file"),
    ],
)
def test_words_made_of_code_are_kept_words_of_people_are_not(problem: Exception, told: str) -> None:
    said = quiet_logs.told(problem)
    assert said.endswith(told) or told in said.splitlines()[-1]
    assert PHONE not in said
    assert NAME not in said


def test_a_process_that_dies_tells_no_name() -> None:
    dying = f"from sisoho import quiet_logs; quiet_logs.install(); raise ValueError({NAME!r} + 'x' * 3)"
    ended = subprocess.run(
        [sys.executable, "-c", dying], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.strip().endswith("builtins.ValueError")
