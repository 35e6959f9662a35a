"""`flask --app app demo`: only ever on a demo's own store, and the same each time."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from sisoho import db
from sisoho.config import PROJECT
from sisoho.schools.models import Unit
from tests import factories

SECRET = {"password_hash", "token_hash", "sha256", "size", "data"}  # passwords, session keys, signed files
OF_THE_RUN = {"schema_migration"}  # when the store was made


def test_a_real_store_is_never_filled(store: Flask) -> None:
    said = store.test_cli_runner().invoke(args=["demo"])
    assert said.exit_code == 1
    assert "không phải cơ sở dữ liệu của bản dùng thử" in said.output
    assert not Unit.select().exists()


class TestOnAStoreMarkedAsADemo:
    @pytest.fixture(autouse=True)
    def demo_store(self, store: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        object.__setattr__(store.config["SISOHO"], "demo", True)
        db.StoreMark.update(value="demo").where(db.StoreMark.key == "kind").execute()

    def test_units_of_another_hand_are_left_alone(self, app: Flask) -> None:
        factories.unit("department", "Sở khác")
        said = app.test_cli_runner().invoke(args=["demo"])
        assert said.exit_code == 1
        assert "không do lệnh demo lập" in said.output

    @pytest.mark.parametrize(
        ("day", "why"), [("2026-11-24", "chưa tới"), ("2026-11-22", "không phải ngày học")]
    )
    def test_a_day_that_cannot_be_told_is_refused(self, app: Flask, day: str, why: str) -> None:
        said = app.test_cli_runner().invoke(args=["demo", "--as-of", day])
        assert said.exit_code == 1
        assert why in said.output


def rows_of(path: Path) -> dict[str, str]:
    """Table → a hash over all its rows, secrets aside."""
    store = sqlite3.connect(path)
    found = {}
    for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        named = [row[1] for row in store.execute(f'PRAGMA table_info("{table}")')]
        columns = ", ".join(f'"{name}"' for name in named if name not in SECRET)
        rows = store.execute(f'SELECT {columns} FROM "{table}" ORDER BY 1, 2').fetchall()
        found[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    store.close()
    return {table: digest for table, digest in found.items() if table not in OF_THE_RUN}


def tell_in(var: Path, hash_seed: str) -> Path:
    """A demo of two weeks, by the command line, in a process that orders its sets in its own way."""
    environment = {**os.environ, "SISOHO_DEMO": "1", "SISOHO_VAR": str(var), "PYTHONHASHSEED": hash_seed}
    environment.pop("DATABASE_URL", None)
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    for arguments in (["migrate"], ["demo", "--as-of", "2025-09-20"]):
        subprocess.run([*flask, *arguments], cwd=PROJECT, env=environment, check=True, capture_output=True)
    return var / "demo.db"


def test_the_same_seed_and_date_give_the_same_rows_and_leave_the_worker_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as both:
        stores = both.map(tell_in, [tmp_path / "one", tmp_path / "other"], ["1", "2"])
        one, other = (rows_of(path) for path in stores)
    assert len(one) > 30
    assert [table for table in one if one[table] != other[table]] == []
    woken = sqlite3.connect(tmp_path / "one" / "demo.queue.db")
    assert woken.execute("SELECT COUNT(*) FROM task").fetchone() == (0,)
    woken.close()
