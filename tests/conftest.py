"""Fixtures: a migrated template database copied per test, a frozen clock, an app, a client.

SISOHO_TEST_DATABASE_URL=postgresql://… makes the same tests run on PostgreSQL.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask, g

from sisoho import clock, create_app, db, migrations
from sisoho.config import PROJECT, Config
from tests import factories, sql_guard

MONDAY_MORNING = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)  # 07:05 on Monday 23/11/2026 in Vietnam
SERVER = os.environ.get("SISOHO_TEST_DATABASE_URL", "")


def pytest_collection_modifyitems(items: list[Any]) -> None:
    for item in items:
        if "template_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database: the path of a SQLite file, or the name of a PostgreSQL database."""
    if SERVER:
        name = f"template_{secrets.token_hex(6)}"
        _on_server(f'CREATE DATABASE "{name}"')
        url = _server_url(name)
    else:
        name = str(tmp_path_factory.mktemp("template") / "template.db")
        url = f"sqlite:///{name}"
    db.bind(url)
    migrations.migrate()
    db.StoreMark.create(key="kind", value="real")
    if not SERVER:
        db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.database.close()
    return name


@pytest.fixture
def database_url(template_database: str, tmp_path: Path) -> Iterator[str]:
    with copied(template_database, tmp_path) as url:
        yield url


@contextmanager
def copied(template: str, folder: Path) -> Iterator[str]:
    """The URL of a copy of the template database, there for the block."""
    if not SERVER:
        path = folder / "test.db"
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    name = f"test_{secrets.token_hex(6)}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield _server_url(name)
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)


def _server_url(name: str) -> str:
    return SERVER.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Config:
    return settings_for(database_url, tmp_path)


def settings_for(database_url: str, var: Path, *, demo: bool = False) -> Config:
    return Config(
        database_url=database_url,
        var=var,
        secret_key="t" * 40,
        public_url="",
        demo=demo,
        lan=False,
        fonts=PROJECT / "static" / "vendor" / "fonts",
        trust_roots=var / "trust-roots",
        testing=True,
    )


@pytest.fixture
def now() -> Iterator[datetime]:
    """The frozen clock: Monday 23/11/2026, 07:05 in Vietnam."""
    with clock.at(MONDAY_MORNING):
        yield MONDAY_MORNING


@pytest.fixture
def app(settings: Config, now: datetime) -> Iterator[Flask]:
    """The whole app on a fresh database; jobs run as soon as they are committed."""
    made = create_app(settings, queue_mode="now")
    made.config["WTF_CSRF_ENABLED"] = False
    # Flask-Login keeps the person in `g`, which outlives a request while `store` holds the context
    # open: without this the second client of a test would act as the first one's person.
    made.before_request(lambda: g.pop("_login_user", None) and None)
    db.open_connection()
    take_off = sql_guard.install(db.database)
    yield made
    take_off()
    db.database.close()


@pytest.fixture
def store(app: Flask) -> Iterator[Flask]:
    """For tests of queries and actions: the database of `app` with its context pushed."""
    with app.app_context():
        yield app


@pytest.fixture
def commune(store: Flask) -> factories.Commune:
    """Sở → xã → two schools with staff, classes and pupils."""
    return factories.commune()
