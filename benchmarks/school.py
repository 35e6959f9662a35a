"""A school of its own for measuring: temporary database, one class of 35, a teacher who can sign in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask

from sisoho import clock, create_app, db, migrations
from sisoho.accounts.models import Account
from sisoho.accounts.passwords import hash_password
from sisoho.config import PROJECT, Config
from sisoho.rollcall.registry import after_marks
from tests import factories

PASSWORD = "mat-khau-do-luong"
MONDAY_MORNING = datetime(2026, 11, 23, 7, 5, tzinfo=clock.VIETNAM)
FAMILY_NAMES = ("Ksor", "Siu", "Rơ Châm", "Nay", "Kpă", "Nguyễn", "Trần")
GIVEN_NAMES = ("H'Bia", "Blơi", "Đức", "H'Đào", "Thu")


@dataclass
class Measured:
    app: Flask
    school: factories.School
    username: str
    folder: Path


@contextmanager
def class_of_35() -> Iterator[Measured]:
    """The app as it serves (queue, CSRF, synchronous=FULL), on Monday 23/11/2026 at 07:05."""
    with tempfile.TemporaryDirectory(prefix="sisoho-benchmark-") as name, clock.at(MONDAY_MORNING):
        folder = Path(name)
        app = create_app(settings_for(folder, f"sqlite:///{folder}/benchmark.db"))
        db.open_connection()
        migrations.migrate()
        db.StoreMark.create(key="kind", value="real")
        school = factories.commune().school
        fill_class(school)
        account = factories.account(school.teacher_6a)
        Account.update(password_hash=hash_password(PASSWORD)).where(Account.id == account.id).execute()
        if not after_marks:  # the job is part of the price of a submission, also before anyone listens
            after_marks.append(lambda unit_id, sheet_id: None)
        try:
            yield Measured(app, school, account.username, folder)
        finally:
            db.database.close()


def settings_for(folder: Path, database_url: str) -> Config:
    """Settings of an app on a store of its own, writing into `folder` only."""
    return Config(
        database_url=database_url,
        var=folder,
        secret_key="b" * 40,
        public_url="",
        demo=False,
        lan=False,
        fonts=PROJECT / "static" / "vendor" / "fonts",
        trust_roots=folder / "trust-roots",
    )


def fill_class(school: factories.School) -> None:
    names = [f"{family} {given}" for family in FAMILY_NAMES for given in GIVEN_NAMES]
    for name in names[len(factories.NAMES_6A) :]:
        school.pupils.append(factories.pupil(school, name, school.class_6a))
