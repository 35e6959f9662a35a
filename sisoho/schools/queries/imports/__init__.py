"""Reads for importing a list: the school as the rules see it, runs and their rows, what waits."""

from sisoho.schools.queries.imports.known import UNNAMED, KnownRow, known_pupils
from sisoho.schools.queries.imports.places import PlaceIds, known_places
from sisoho.schools.queries.imports.waiting import proposed_before

__all__ = ["UNNAMED", "KnownRow", "PlaceIds", "known_places", "known_pupils", "proposed_before"]
