"""The store: one proxy for SQLite and PostgreSQL, one open connection per thread.

SQLite is opened with WAL, foreign keys, `synchronous=FULL` (a roll call survives a
power cut) and IMMEDIATE transactions (a deferred one that turns into a writer fails
with "database is locked" under load). The connection stays open between requests:
closing the last one makes SQLite checkpoint and delete the WAL each time.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from peewee import (
    CharField,
    DatabaseProxy,
    DateTimeField,
    DeferredForeignKey,
    Expression,
    ForeignKeyField,
    JSONField,
    Model,
    PostgresqlDatabase,
    SqliteDatabase,
)
from playhouse.db_url import parse as parse_url

database = DatabaseProxy()

_SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": "full",
    "busy_timeout": 10_000,
    "cache_size": -16_000,
    "temp_store": "memory",
}


def bind(url: str) -> None:
    """Point the proxy at `sqlite:///path` or `postgresql://…`."""
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        database.initialize(SqliteDatabase(path, pragmas=_SQLITE_PRAGMAS, lock_type="IMMEDIATE"))
    elif url.startswith(("postgresql://", "postgres://")):
        database.initialize(PostgresqlDatabase(**parse_url(url)))
    else:
        raise ValueError("DATABASE_URL phải bắt đầu bằng sqlite:/// hoặc postgresql://")


def is_sqlite() -> bool:
    return isinstance(database.obj, SqliteDatabase)


def open_connection() -> None:
    """Give this thread its connection; it is kept until the thread ends, or the server ended it."""
    if not database.is_closed() and not is_sqlite() and database.connection().closed:
        database.close()  # PostgreSQL was restarted: else this thread would fail for ever
    if database.is_closed():
        database.connect()


_after_commit: ContextVar[list[Callable[[], None]] | None] = ContextVar("after_commit", default=None)


@contextmanager
def write() -> Iterator[None]:
    """One transaction for one intent; nested uses become savepoints of the outer one."""
    if _after_commit.get() is not None:
        with database.atomic():
            yield
        return
    waiting: list[Callable[[], None]] = []
    token = _after_commit.set(waiting)
    try:
        with database.atomic():
            yield
    finally:
        _after_commit.reset(token)
    for call in waiting:
        call()


def after_commit(call: Callable[[], None]) -> None:
    """Run `call` once the outermost transaction is committed, never if it is rolled back."""
    waiting = _after_commit.get()
    if waiting is None:
        call()
    else:
        waiting.append(call)


# --- a reason is required to read past a unit's boundary ---------------------------------------

_unscoped_reason: ContextVar[str | None] = ContextVar("unscoped_reason", default=None)


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Allow SQL on owned tables without their unit, and say why.

    In tests an execute hook refuses such SQL outside this block.
    """
    token = _unscoped_reason.set(reason)
    try:
        yield
    finally:
        _unscoped_reason.reset(token)


def unscoped_reason() -> str | None:
    return _unscoped_reason.get()


# --- fields and bases --------------------------------------------------------------------------


class UtcField(DateTimeField):  # type: ignore[misc]
    """An instant: aware in Python, naive UTC in the database.

    A plain DateTimeField shifts zones on PostgreSQL and takes naive values silently.
    """

    def db_value(self, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{self.name}: naive instant refused")
        return value.astimezone(UTC).replace(tzinfo=None)

    def python_value(self, value: Any) -> datetime | None:
        found = super().python_value(value)
        return found.replace(tzinfo=UTC) if isinstance(found, datetime) else found


_unguessable = random.SystemRandom()
_id_source: ContextVar[random.Random | None] = ContextVar("id_source", default=None)


def new_public_id() -> str:
    """12 characters, 59 random bits, no look-alikes: what URLs and paper carry instead of row ids."""
    choose = (_id_source.get() or _unguessable).choice
    return "".join(choose("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(12))


@contextmanager
def public_ids_from(source: random.Random) -> Iterator[None]:
    """Draw public ids from `source` within the block, so that the demo of one seed is the same every time.

    Never for real pupils: ids that can be foretold can be guessed.
    """
    token = _id_source.set(source)
    try:
        yield
    finally:
        _id_source.reset(token)


class BaseModel(Model):  # type: ignore[misc]
    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = True


class UnitOwned(BaseModel):
    """A row that belongs to one unit (a school, a commune): every read and write names that unit."""

    unit = DeferredForeignKey("Unit", backref="+", on_delete="RESTRICT", column_name="unit_id", null=False)

    def _pk_expr(self) -> Expression:
        return (self._meta.primary_key == self._pk) & (type(self).unit == self.unit_id)


class StoreMark(BaseModel):
    """What this database is: `kind` = "demo" or "real", written once when it is made.

    The one-tap demo door opens only on a store marked as a demo, whatever the environment says.
    """

    key = CharField(max_length=32, unique=True)
    value = CharField()


class PublicIdField(CharField):  # type: ignore[misc]
    """The random id of a row in URLs and on paper."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 16, "unique": True, "default": new_public_id, **kwargs})


def ref(model: Any, **kwargs: Any) -> ForeignKeyField:
    """A foreign key that never deletes its children (RESTRICT) and adds no reverse attribute."""
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", **kwargs)


__all__ = [
    "BaseModel",
    "JSONField",
    "PublicIdField",
    "StoreMark",
    "UnitOwned",
    "UtcField",
    "after_commit",
    "bind",
    "database",
    "is_sqlite",
    "new_public_id",
    "open_connection",
    "public_ids_from",
    "ref",
    "unscoped",
    "unscoped_reason",
    "write",
]
