"""Reads for importing a list: the school as the rules see it, runs and their rows, what waits."""

from sisoho.schools.queries.imports.known import UNNAMED, KnownRow, known_pupils
from sisoho.schools.queries.imports.places import PlaceIds, known_places
from sisoho.schools.queries.imports.rows import (
    FIELD_LABELS,
    SHOWN,
    RowLine,
    RowPage,
    decision_of,
    run_rows,
)
from sisoho.schools.queries.imports.runs import RunCard, import_run, import_runs
from sisoho.schools.queries.imports.waiting import (
    WaitingMove,
    WaitingSiblings,
    proposed_before,
    waiting_count,
    waiting_moves,
    waiting_siblings,
)

__all__ = [
    "FIELD_LABELS",
    "SHOWN",
    "UNNAMED",
    "KnownRow",
    "PlaceIds",
    "RowLine",
    "RowPage",
    "RunCard",
    "WaitingMove",
    "WaitingSiblings",
    "decision_of",
    "import_run",
    "import_runs",
    "known_places",
    "known_pupils",
    "proposed_before",
    "run_rows",
    "waiting_count",
    "waiting_moves",
    "waiting_siblings",
]
