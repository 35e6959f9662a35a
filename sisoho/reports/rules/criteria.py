"""The criteria printed as Phụ lục I while no superior has issued any: this project's own proposal.

The section "4. Tiêu chí" of the plan of 2018 is lost; the text file can be corrected without Python:
one criterion a line, `code | text | points`, a group begun by "#".
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sisoho.reports.rules.plan_data import CriterionLine

_FILE = Path(__file__).parents[1] / "texts" / "criteria.txt"


@cache
def proposed_criteria() -> tuple[CriterionLine, ...]:
    """100 points: the targets and the ten solutions of the plan, bonus and penalty below them."""
    return tuple(_read(_FILE.read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[CriterionLine]:
    for line in filter(None, text.splitlines()):
        code, words, points = (part.strip() for part in line.removeprefix("#").split("|"))
        yield CriterionLine(code, words, points, is_group=line.startswith("#"))
