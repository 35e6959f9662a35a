"""Rows, verdicts and decisions as JSON, so that a plan can be shown, left and taken up again."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from sisoho.schools.import_rules.decisions import Decision
from sisoho.schools.import_rules.listed import ListedPupil
from sisoho.schools.import_rules.plan import RowVerdict
from sisoho.vietnamese import BirthDate

Json = dict[str, Any]
Row = TypeVar("Row", bound=ListedPupil)


def row_to_json(row: ListedPupil) -> Json:
    """What a row says; blank fields are left out."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    if row.birth:
        values["birth"] = [row.birth.date.isoformat(), row.birth.precision]
    return {name: value for name, value in values.items() if value}


def row_from_json(values: Mapping[str, Any]) -> ListedPupil:
    return listed_from_json(values, ListedPupil)


def listed_from_json(values: Mapping[str, Any], kind: type[Row]) -> Row:
    """The same for a list of another kind, as `ListedChild`."""
    rest = dict(values)
    if birth := rest.pop("birth", None):
        rest["birth"] = BirthDate(datetime.date.fromisoformat(birth[0]), birth[1])
    return kind(**{"row_number": 0, "sheet": "", **rest, "problems": tuple(rest.get("problems", ()))})


def outcome_to_json(verdict: RowVerdict) -> Json:
    """What becomes of the row beside its verdict, pupil and reason; empty parts are left out."""
    outcome = {
        "changes": [[change.field, change.ours, change.listed] for change in verdict.changes],
        "asked": [[kept.field, kept.ours, kept.listed] for kept in verdict.kept if kept.asked],
        "kept": [[kept.field, kept.ours, kept.listed] for kept in verdict.kept if not kept.asked],
        "moves": [[move.kind.value, move.from_class, move.to_class] for move in verdict.proposed_moves],
        "candidates": list(verdict.candidates),
        "problems": list(verdict.row.problems),
    }
    return {name: value for name, value in outcome.items() if value}


def decision_to_json(decision: Decision) -> Json:
    """Only what was said: {} for no decision."""
    values = asdict(decision) | {"take": sorted(decision.take), "keep": sorted(decision.keep)}
    return {name: value for name, value in values.items() if value}


def decision_from_json(values: Mapping[str, Any]) -> Decision:
    chosen = {name: frozenset(values.get(name, ())) for name in ("take", "keep")}
    return Decision(**{**values, **chosen})
