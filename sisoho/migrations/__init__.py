"""Schema history, forward only. `migrate` backs a SQLite file up before it touches it."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from playhouse.migrations import Runner

from sisoho import clock
from sisoho.db import database, is_sqlite, open_connection

FOLDER = Path(__file__).parent


class BrokenReferences(Exception):
    """A migration left rows that point to nothing; the backup beside the database is good."""


def pending() -> list[str]:
    open_connection()
    return [row.name for row in Runner(database.obj, str(FOLDER)).status() if row.applied is None]


def migrate() -> list[str]:
    """Apply what is missing and return its names. Never inside a transaction of ours: with
    foreign keys on, a table rebuild there would empty the children.

    Raises BrokenReferences.
    """
    open_connection()
    runner = Runner(database.obj, str(FOLDER))
    if not pending():
        return []
    if runner.applied():
        _back_up(clock.now())
    done = list(runner.up())
    if is_sqlite():
        broken = database.execute_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BrokenReferences(f"{len(broken)} rows in {sorted({row[0] for row in broken})}")
    return done


def _back_up(at: datetime) -> None:
    if not is_sqlite() or database.obj.database == ":memory:":
        return  # PostgreSQL is backed up by its own tools (docs)
    path = Path(database.obj.database)
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy2(path, path.with_suffix(f".{at:%Y%m%d-%H%M%S}.bak"))


def all_models() -> list[type]:
    """Every model of every slice, in no special order: what the schema is compared with."""
    from importlib import import_module

    from sisoho import SLICES
    from sisoho.db import BaseModel, UnitOwned

    for name in ("audit", *SLICES):
        if (FOLDER.parent / name / "models.py").exists() or (FOLDER.parent / name / "models").is_dir():
            import_module(f"sisoho.{name}.models")

    def below(model: Any) -> list[type]:
        return [found for child in model.__subclasses__() for found in (child, *below(child))]

    return [model for model in below(BaseModel) if model is not UnitOwned]
