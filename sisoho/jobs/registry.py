"""Which function does which kind of job; `create_app` fills it from the slices above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class JobRun:
    """What a job's function is given: the unit it works for, its arguments and a progress call.

    `progress(done, total)` may be called as often as one likes; it writes at most the row's two numbers.
    """

    unit_id: int
    args: dict[str, Any]
    staff_id: int | None
    progress: Callable[[int, int], None]


JobFunction = Callable[[JobRun], dict[str, Any]]

kinds: dict[str, JobFunction] = {}


def register_kind(name: str, function: JobFunction) -> None:
    kinds[name] = function
