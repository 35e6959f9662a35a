"""A live server over a filled database: started, killed, and looked into."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sisoho.accounts.models import Account, LoginSession
from sisoho.config import PROJECT
from sisoho.db import unscoped
from sisoho.rollcall.models import Mark, MarkChange, RollCallSheet, SheetVersion
from sisoho.schools.models import Pupil, SchoolClass, StaffMember
from tests.browser.network import Network
from tests.conftest import MONDAY_MORNING
from tests.factories import Commune
from tests.rollcall.sending import url

PASSWORD = "mat-khau-thu-trinh-duyet"


@dataclass
class LiveServer:
    """The process, the wire to it (`network`) and the people and pupils in it (`commune`)."""

    database: Path
    commune: Commune
    port: int = field(default_factory=lambda: _free_port())
    network: Network = field(init=False)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.network = Network(self.port)
        self.start()

    @property
    def url(self) -> str:
        """Where phones reach it: a secure context, as HTTPS would be."""
        return f"http://127.0.0.1:{self.network.port}"

    @property
    def lan_url(self) -> str:
        """The same by a name in the school's own network, without HTTPS: no secure context."""
        return f"http://truong.lan:{self.network.port}"

    def start(self, at: datetime = MONDAY_MORNING) -> None:
        arguments = [str(self.database), str(self.database.parent), str(self.port), at.isoformat()]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.server", *arguments], cwd=PROJECT, env=dict(os.environ)
        )
        self._wait()

    def kill(self) -> None:
        """As a power cut does: without a word."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def go_on(self, at: datetime) -> None:
        """Days later: the same school, its clock at another moment."""
        self.kill()
        self.start(at)

    def close(self) -> None:
        self.kill()
        self.network.close()

    def _wait(self) -> None:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self._process is not None
            assert self._process.poll() is None, "the server did not start"
            time.sleep(0.05)
        raise AssertionError("the server did not answer within 30 s")

    # --- what the database says ------------------------------------------------------------------

    def login_of(self, person: StaffMember) -> str:
        return str(Account.get(Account.staff == person.id).username)

    def end_sessions(self, person: StaffMember) -> None:
        """As when they have expired."""
        account = Account.get(Account.staff == person.id)
        LoginSession.update(ended_at=account.created_at).where(LoginSession.account == account).execute()

    def open_sessions(self, person: StaffMember) -> int:
        account = Account.get(Account.staff == person.id)
        rows = LoginSession.select().where(
            (LoginSession.account == account) & LoginSession.ended_at.is_null()
        )
        return int(rows.count())

    def marks(self, school_class: SchoolClass, day: str = "2026-11-23") -> dict[str, str]:
        """Pupil's name → mark, as the school has them for that morning. {} also when there is no sheet."""
        with unscoped("a browser test looks at what arrived"):
            rows = (
                Mark.select(Pupil.full_name, Mark.kind)
                .join(Pupil)
                .switch(Mark)
                .join(RollCallSheet)
                .where((RollCallSheet.school_class == school_class) & (RollCallSheet.date == day))
            )
            return dict(rows.tuples())

    def versions(self, school_class: SchoolClass) -> list[tuple[bool, str, dict[str, str]]]:
        """(accepted, who, marks by name) of everything that was ever sent for the class, in order."""
        with unscoped("a browser test looks at what arrived"):
            names = {str(row.id): row.full_name for row in Pupil.select()}
            rows = (
                SheetVersion.select(SheetVersion, StaffMember)
                .join(StaffMember)
                .switch(SheetVersion)
                .join(RollCallSheet)
                .where(RollCallSheet.school_class == school_class)
                .order_by(SheetVersion.id)
            )
            return [
                (row.accepted, row.taken_by.full_name, {names[i]: kind for i, kind in row.marks.items()})
                for row in rows
            ]

    def changes(self) -> int:
        """How often a mark was made or changed."""
        with unscoped("a browser test looks at what arrived"):
            return int(MarkChange.select().count())

    def sheet(self, school_class: SchoolClass, day: str = "2026-11-23") -> str:
        """The path of the class's morning."""
        return url(school_class, day)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
