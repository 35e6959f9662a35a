"""Keeps people out of the logs: a traceback tells where and what kind, never the values.

The text of an exception may hold a child's name or a phone: PostgreSQL writes the row into its DETAIL
("Key (unit_id, folded)=(4, rmah h lan) already exists"), `ValueError` and `KeyError` quote what they were
given. A log is read by whoever runs the machine, is copied into mails and kept without an end, so the text
is left out at the one place every library of the process passes: the making of a log record.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from sisoho.errors import DomainError

# Texts made of names in code and templates, of files and connections, never of what a person typed.
_SPEAKS_OF_CODE = (AttributeError, ImportError, NameError, TypeError, OSError)
_SPEAKS_OF_CODE_TOO = ("sisoho.", "sqlite3", "werkzeug.routing", "jinja2.")


def install() -> None:
    """Quieten every logger of this process, and what reaches the top of a thread. Twice is as once."""
    logging.setLogRecordFactory(_record)
    sys.excepthook = _at_the_top
    threading.excepthook = lambda args: _at_the_top(args.exc_type, args.exc_value, args.exc_traceback)


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    made = logging.LogRecord(*args, **kwargs)
    if made.exc_info and made.exc_info[1] is not None:
        made.exc_text = told(
            made.exc_info[1]
        )  # formatters print this, and make their own only where it lacks
    return made


def _at_the_top(
    kind: type[BaseException], problem: BaseException | None, trace: TracebackType | None
) -> None:
    if problem is None or issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    sys.stderr.write(told(problem.with_traceback(trace)) + "\n")


def told(problem: BaseException) -> str:
    """The chain of causes, the first first: frames as Python prints them, then `kind` or `kind: harmless`."""
    blocks = []
    for one in _chain(problem):
        frames = "".join(traceback.format_tb(one.__traceback__))
        blocks.append(f"Traceback (most recent call last):\n{frames}{_named(one)}")
    return "\n\nwhile that was handled, or because of it:\n\n".join(reversed(blocks))


def _chain(problem: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = problem
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _named(problem: BaseException) -> str:
    kind = type(problem)
    words = _harmless(problem)
    return f"{kind.__module__}.{kind.__qualname__}" + (f": {words}" if words else "")


def _harmless(problem: BaseException) -> str:
    module = type(problem).__module__
    if isinstance(problem, DomainError):
        return ""  # said to the person who may read the name in it
    if isinstance(problem, _SPEAKS_OF_CODE) or module.startswith(_SPEAKS_OF_CODE_TOO):
        return str(problem)
    return _of_postgresql(problem)


def _of_postgresql(problem: BaseException) -> str:
    """Which rule of which table was broken; where no row is in question, the server's first line."""
    diagnosis = getattr(problem, "diag", None)
    if diagnosis is None:
        return ""
    found = {"state": diagnosis.sqlstate, "table": diagnosis.table_name, "column": diagnosis.column_name}
    found |= {"constraint": diagnosis.constraint_name}
    words = ", ".join(f"{name} {value}" for name, value in found.items() if value)
    if any(kind.__name__ == "OperationalError" for kind in type(problem).__mro__):
        return f"{words} {diagnosis.message_primary or str(problem)}".strip()
    return words
