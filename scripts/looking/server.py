"""`python -m scripts.looking.server STORE`: serve a store for the camera, its clock held; prints the port.

Stores: "full", the demo at half past nine on a Monday; "empty", the same commune before its first list.
Both are made once, kept in var/look/ while the code is no newer, and photographed as copies: what a
picture does to its store is gone with it.
"""

import logging
import os
import shutil
import socket
import sys
import tempfile
from datetime import date, time
from pathlib import Path
from random import Random

from sisoho import clock, create_app, db, migrations
from sisoho.config import PROJECT, Config
from sisoho.demo.build import build_demo
from sisoho.demo.dates import demo_dates
from sisoho.demo.founding import found_commune
from sisoho.demo.logins import make_logins
from sisoho.documents.press import Press
from sisoho.jobs import queue
from sisoho.school_calendar import at_vietnam

DAY = date(2026, 11, 23)
NOW = at_vietnam(DAY, time(9, 40))
KEPT = PROJECT / "var" / "look" / "stores"


def _make(store: str, settings: Config) -> None:
    """Fill the bound, empty database."""
    migrations.migrate()
    db.StoreMark.create(key="kind", value="demo")
    if store == "full":
        build_demo(52, DAY, Press.of(settings))
        return
    dates = demo_dates(DAY)
    morning = clock.at(at_vietnam(dates.founded_on, time(8)))
    with db.public_ids_from(Random(1)), queue.asleep(), db.write(), morning:
        make_logins(found_commune(dates))


def _is_fresh(path: Path) -> bool:
    sources = [*(PROJECT / "sisoho").rglob("*.py"), *(PROJECT / "sisoho" / "demo" / "inputs").iterdir()]
    newest = max(file.stat().st_mtime for file in sources)
    return path.exists() and path.stat().st_mtime > newest


def _settings(path: Path, var: Path) -> Config:
    return Config(
        database_url=f"sqlite:///{path}",
        var=var,
        secret_key="photographs of invented people only",
        public_url="",
        demo=True,
        lan=False,
        fonts=PROJECT / "static" / "vendor" / "fonts",
        trust_roots=var / "trust-roots",
    )


def _prepare(store: str) -> Path:
    """The kept store of that name, made anew if the code has changed since."""
    kept = KEPT / store
    path = kept / "demo.db"
    if _is_fresh(path):
        return kept
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    settings = _settings(path, kept)
    with create_app(settings, queue_mode="now").app_context(), clock.at(NOW):
        db.open_connection()
        _make(store, settings)
        db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.database.close()
    os.utime(path)
    return kept


def _serve(store: str) -> None:
    from waitress import create_server

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # four pictures at a time are no news
    kept = _prepare(store)
    with tempfile.TemporaryDirectory() as folder:
        var = Path(shutil.copytree(kept, Path(folder) / "var"))
        app = create_app(_settings(var / "demo.db", var), queue_mode="now")
        listening = socket.create_server(("127.0.0.1", 0))
        server = create_server(app, sockets=[listening], threads=4)
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        with clock.at(NOW):
            server.run()


if __name__ == "__main__":
    _serve(sys.argv[1])
