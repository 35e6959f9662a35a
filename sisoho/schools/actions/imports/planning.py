"""What a run would do to the school as it is now, and how that is kept beside its rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sisoho.access import Access
from sisoho.schools.import_rules import (
    Additions,
    Decision,
    ListedPupil,
    RowVerdict,
    Standing,
    additions,
    decision_from_json,
    in_own_words,
    outcome_to_json,
    plan_import,
    row_from_json,
    settle,
)
from sisoho.schools.models import ImportedRow, ImportRun
from sisoho.schools.queries.imports import KnownRow, PlaceIds, known_places, known_pupils, proposed_before
from sisoho.schools.rules import MoveKind

_NOT_IN_FILE = ("missing", "skipped")
_MOST_AT_ONCE = 200  # rows of an INSERT: databases limit its parameters


@dataclass(frozen=True)
class Planned:
    """`verdicts` and `decisions`: one a row of the file, in its order; `missing`: public ids."""

    verdicts: tuple[RowVerdict, ...]
    decisions: tuple[Decision, ...]
    missing: tuple[str, ...]
    additions: Additions
    notices: tuple[str, ...]
    known: dict[str, KnownRow]
    ids: PlaceIds
    fields_seen: frozenset[str]

    @property
    def enters_anybody(self) -> bool:
        """Whether some pupil is enrolled by it."""
        return any(
            verdict.kind == "new" or any(move.kind is MoveKind.ENROLLED for move in verdict.proposed_moves)
            for verdict in self.verdicts
        )


def plan_rows(
    access: Access,
    year_id: int,
    rows: Sequence[ListedPupil],
    decisions: Sequence[Decision],
    fields_seen: frozenset[str],
) -> Planned:
    """Plan against the school of this moment; a fixed number of statements."""
    known = known_pupils(access, year_id)
    places, ids = known_places(access, year_id)
    retold = in_own_words(rows, places)
    plan = plan_import(
        retold.rows, [row.known for row in known.values()], fields_seen=fields_seen, on=access.on
    )
    standing = Standing(
        known={public_id: row.known for public_id, row in known.items()},
        classes=places.classes,
        fields_seen=fields_seen,
        not_enrolled=frozenset(public_id for public_id, row in known.items() if not row.enrolled),
        proposed=proposed_before(access, year_id),
    )
    verdicts = settle(plan, decisions, standing)
    return Planned(
        verdicts=verdicts,
        decisions=tuple(decisions),
        # Who was in no class of this year cannot be missed in it.
        missing=tuple(public_id for public_id in plan.missing if known[public_id].enrolled),
        additions=additions(verdicts, places),
        notices=retold.notices,
        known=known,
        ids=ids,
        fields_seen=fields_seen,
    )


def rows_of_file(access: Access, run_id: int) -> list[ImportedRow]:
    rows = ImportedRow.select().where(
        (ImportedRow.unit == access.unit_id)
        & (ImportedRow.run == run_id)
        & ImportedRow.verdict.not_in(_NOT_IN_FILE)
    )
    return list(rows.order_by(ImportedRow.place))


def plan_again(access: Access, run: ImportRun, rows: Sequence[ImportedRow]) -> Planned:
    return plan_rows(
        access,
        run.year_id,
        [row_from_json(row.listed) for row in rows],
        [decision_from_json(row.decision) for row in rows],
        frozenset(field for *_, field in run.columns if field),
    )


def outcome_columns(verdict: RowVerdict, known: dict[str, KnownRow]) -> dict[str, Any]:
    """What an ImportedRow keeps of a verdict."""
    return {
        "verdict": verdict.kind,
        "pupil": known[verdict.matched].pupil.id if verdict.matched else None,
        "changes": outcome_to_json(verdict),
        "reason": verdict.reason[:1000],
    }


def keep_plan(access: Access, run: ImportRun, rows: Sequence[ImportedRow], planned: Planned) -> int:
    """Write a new plan over the run's old one; returns how many rows came out otherwise than before."""
    changed = 0
    for row, verdict in zip(rows, planned.verdicts, strict=True):
        columns = outcome_columns(verdict, planned.known)
        before = {"verdict": row.verdict, "pupil": row.pupil_id, "changes": row.changes, "reason": row.reason}
        if columns != before:
            for name, value in columns.items():
                setattr(row, name, value)
            row.save()
            changed += 1
    changed += _keep_missing(access, run, planned)
    run.additions = asdict(planned.additions)
    run.counts = counts_of(planned, run.counts.get("skipped", 0))
    run.save()
    return changed


def counts_of(planned: Planned, skipped: int) -> dict[str, int]:
    """Verdict → rows, and: asked (differences a person must choose), decided (rows with a person's word),
    noted (rows with problems), written (rows that write or propose something)."""
    found = Counter[str](verdict.kind for verdict in planned.verdicts)
    found["asked"] = sum(any(kept.asked for kept in verdict.kept) for verdict in planned.verdicts)
    found["decided"] = sum(decision != Decision() for decision in planned.decisions)
    found["written"] = found["new"] + sum(
        bool(verdict.changes or verdict.proposed_moves)
        for verdict in planned.verdicts
        if verdict.kind == "changed"
    )
    found["noted"] = sum(bool(verdict.row.problems) for verdict in planned.verdicts)
    found["missing"], found["skipped"] = len(planned.missing), skipped
    return dict(+found)


def missing_rows(planned: Planned) -> list[dict[str, Any]]:
    return [
        {"verdict": "missing", "row_number": 0, "pupil": planned.known[public_id].pupil.id}
        for public_id in planned.missing
    ]


def insert_rows(access: Access, run: ImportRun, rows: Iterable[dict[str, Any]], first_place: int) -> None:
    """`rows` as columns of ImportedRow, numbered from `first_place` on."""
    blank: dict[str, Any] = {"sheet": "", "pupil": None, "listed": {}, "changes": {}, "reason": ""}
    insert_all(
        ImportedRow,
        [
            {**blank, **row, "unit": access.unit_id, "run": run.id, "place": place}
            for place, row in enumerate(rows, first_place)
        ],
    )


def insert_all(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Many rows in few statements."""
    for start in range(0, len(rows), _MOST_AT_ONCE):
        model.insert_many(rows[start : start + _MOST_AT_ONCE]).execute()


def _keep_missing(access: Access, run: ImportRun, planned: Planned) -> int:
    """Renew the list of who is missing, if it is another; returns how many came or went."""
    own = (ImportedRow.unit == access.unit_id) & (ImportedRow.run == run.id)
    stored = {
        pupil_id
        for (pupil_id,) in ImportedRow.select(ImportedRow.pupil)
        .where(own & (ImportedRow.verdict == "missing"))
        .tuples()
    }
    wanted = {planned.known[public_id].pupil.id for public_id in planned.missing}
    if stored != wanted:
        ImportedRow.delete().where(own & (ImportedRow.verdict == "missing")).execute()
        last = ImportedRow.select(ImportedRow.place).where(own).order_by(ImportedRow.place.desc())
        insert_rows(access, run, missing_rows(planned), (last.limit(1).scalar() or 0) + 1)
    return len(stored ^ wanted)
