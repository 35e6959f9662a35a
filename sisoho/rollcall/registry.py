"""What happens after marks changed; the slices above register, a job of the same transaction calls."""

from collections.abc import Callable
from typing import Any

from sisoho.jobs.registry import JobRun

AfterMarks = Callable[[int, int], None]
"""Called with the unit's id and the sheet's row id; may be called twice for one change."""

after_marks: list[AfterMarks] = []

JOB = "after_marks"
REGISTERS_JOB = "month_registers"


def run_after_marks(run: JobRun) -> dict[str, Any]:
    for call in after_marks:
        call(run.unit_id, run.args["sheet_id"])
    return {}
