"""Reads for importing a list: the school as the rules see it, runs and their rows, what waits."""

from sisoho.schools.queries.imports.known import UNNAMED, KnownRow, known_pupils
from sisoho.schools.queries.imports.places import PlaceIds, known_places
from sisoho.schools.queries.imports.rows import (
    FIELD_LABELS,
    PAGE,
    SHOWN,
    Known,
    RowLine,
    RowPage,
    Said,
    decision_of,
    is_shown,
    run_rows,
    stored_rows,
    where_in_file,
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
    "PAGE",
    "SHOWN",
    "UNNAMED",
    "Known",
    "KnownRow",
    "PlaceIds",
    "RowLine",
    "RowPage",
    "RunCard",
    "Said",
    "WaitingMove",
    "WaitingSiblings",
    "decision_of",
    "import_run",
    "import_runs",
    "is_shown",
    "known_places",
    "known_pupils",
    "proposed_before",
    "run_rows",
    "stored_rows",
    "waiting_count",
    "waiting_moves",
    "waiting_siblings",
    "where_in_file",
]
