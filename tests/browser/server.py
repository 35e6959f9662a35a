"""The app as a process of its own, so that a test can kill it.

python -m tests.browser.server DATABASE VAR PORT
"""

import sys
from pathlib import Path

from waitress import serve

from sisoho import clock, create_app
from sisoho.config import PROJECT, Config
from tests.conftest import MONDAY_MORNING


def main(database: str, var: str, port: str) -> None:
    """Serve on Monday 23/11/2026 at 07:05 in Vietnam; jobs run as soon as they are committed."""
    settings = Config(
        database_url=f"sqlite:///{database}",
        var=Path(var),
        secret_key="t" * 40,
        public_url="",
        demo=False,
        lan=False,
        fonts=PROJECT / "static" / "vendor" / "fonts",
        trust_roots=Path(var) / "trust-roots",
        push_contact="mailto:quan-tri@truong.example",
    )
    with clock.at(MONDAY_MORNING):
        serve(create_app(settings, queue_mode="now"), host="127.0.0.1", port=int(port), threads=4)


if __name__ == "__main__":
    main(*sys.argv[1:])
