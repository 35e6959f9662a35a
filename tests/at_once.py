"""Two people who do something at the same moment: on PostgreSQL both look before either writes."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest

from sisoho import db
from sisoho.errors import DomainError


def at_once(
    monkeypatch: pytest.MonkeyPatch, module: str, look: str, *calls: Callable[[], Any]
) -> tuple[list[Any], list[DomainError]]:
    """What the calls gave and what they were refused with. Each waits after `look` of `module` for the
    others, but no longer than a second: where a lock keeps them out, they cannot come."""
    all_have_looked, made, refused = Barrier(len(calls)), list[Any](), list[DomainError]()
    original = getattr(__import__(module, fromlist=[look]), look)

    def looked(*args: Any, **options: Any) -> Any:
        found = original(*args, **options)
        with suppress(BrokenBarrierError):
            all_have_looked.wait(timeout=1)
        return found

    def run(call: Callable[[], Any]) -> None:
        db.open_connection()
        try:
            made.append(call())
        except DomainError as problem:
            refused.append(problem)
        finally:
            db.database.close()

    monkeypatch.setattr(f"{module}.{look}", looked)
    threads = [Thread(target=run, args=(call,)) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return made, refused
