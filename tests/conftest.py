"""Fixtures: a template database copied per test, a frozen clock, an app, a client.

What many tests begin with is made once a run; `_template_of` says which database a test gets a copy of.

SISOHO_TEST_DATABASE_URL=postgresql://… makes the same tests run on PostgreSQL.
"""

import copy
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
from hypothesis import settings as hypothesis_settings

from sisoho import clock, create_app, db, migrations
from sisoho.config import PROJECT, Config
from tests import factories, sql_guard
from tests.rollcall import months

MONDAY_MORNING = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)  # 07:05 on Monday 23/11/2026 in Vietnam
SERVER = os.environ.get("SISOHO_TEST_DATABASE_URL", "")

# No example fails for a machine that is busy: speed is measured in benchmarks/.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


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


@pytest.fixture(scope="session")
def commune_database(
    template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, factories.Commune]]:
    """A copy with the commune of tests/factories in it."""
    folder = tmp_path_factory.mktemp("commune")
    with copied(template_database, folder) as url:
        with clock.at(MONDAY_MORNING), db_open(url):
            made = factories.commune()
        yield name_of(url), made


@pytest.fixture(scope="session")
def november_database(
    commune_database: tuple[str, factories.Commune], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, months.November]]:
    """The same after a November of roll calls in class 6A."""
    folder = tmp_path_factory.mktemp("november")
    template, commune = commune_database
    with copied(template, folder) as url:
        with clock.at(MONDAY_MORNING), running(settings_for(url, folder)) as made_app, made_app.app_context():
            made = months.november(copy.deepcopy(commune.school))
        yield name_of(url), made


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with copied(_template_of(request), tmp_path) as url:
        yield url


def _template_of(request: pytest.FixtureRequest) -> str:
    for situation in ("november", "commune"):
        if situation in request.fixturenames:
            return request.getfixturevalue(f"{situation}_database")[0]
    return request.getfixturevalue("template_database")


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


def name_of(url: str) -> str:
    """What `copied` takes, of what it gave."""
    return url.rsplit("/", 1)[1] if SERVER else url.removeprefix("sqlite:///")


@contextmanager
def db_open(url: str) -> Iterator[None]:
    db.bind(url)
    db.open_connection()
    yield
    if not SERVER:
        db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.database.close()


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


@contextmanager
def running(settings: Config) -> Iterator[Flask]:
    """The whole app on that database; jobs run as soon as they are committed."""
    made = create_app(settings, queue_mode="now")
    made.config["WTF_CSRF_ENABLED"] = False
    # Flask-Login keeps the person in `g`, which outlives a request while `store` holds the context
    # open: without this the second client of a test would act as the first one's person.
    made.before_request(lambda: g.pop("_login_user", None) and None)
    with db_open(settings.database_url):
        take_off = sql_guard.install(db.database)
        yield made
        take_off()


@pytest.fixture
def app(settings: Config, now: datetime) -> Iterator[Flask]:
    with running(settings) as made:
        yield made


@pytest.fixture
def store(app: Flask) -> Iterator[Flask]:
    """For tests of queries and actions: the database of `app` with its context pushed."""
    with app.app_context():
        yield app


@pytest.fixture
def commune(store: Flask, commune_database: tuple[str, factories.Commune]) -> factories.Commune:
    """Sở → xã → two schools with staff, classes and pupils."""
    return copy.deepcopy(commune_database[1])


@pytest.fixture
def november(store: Flask, november_database: tuple[str, months.November]) -> months.November:
    """November of 6A in the first school (tests/rollcall/months.py)."""
    return copy.deepcopy(november_database[1])
