"""The app as a process of its own, so that a test can kill it.

python -m tests.browser.server DATABASE VAR PORT MOMENT
"""

import sys
from datetime import datetime
from pathlib import Path

from waitress import serve

from sisoho import clock, create_app
from sisoho.config import PROJECT, Config


def main(database: str, var: str, port: str, moment: str) -> None:
    """Serve while the clock stands at the moment; jobs run as soon as they are committed."""
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
    with clock.at(datetime.fromisoformat(moment)):
        serve(create_app(settings, queue_mode="now"), host="127.0.0.1", port=int(port), threads=4)


if __name__ == "__main__":
    main(*sys.argv[1:])
