"""New pupils of a list, all of a kind in a few statements: a school of 358 is in within a second."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sisoho import clock
from sisoho.access import Access
from sisoho.db import new_public_id
from sisoho.schools.actions.imports.planning import Planned, insert_all
from sisoho.schools.actions.pupils import AT_START, pupil_columns
from sisoho.schools.forms import PupilData
from sisoho.schools.import_rules import Decision, ListedPupil, RowVerdict, imported_values
from sisoho.schools.models import (
    Enrolment,
    Guardian,
    Household,
    Move,
    PovertyDecision,
    Pupil,
    PupilHousehold,
    PupilPlace,
    SchoolYear,
)
from sisoho.schools.queries.imports import UNNAMED, PlaceIds
from sisoho.schools.rules import MoveKind
from sisoho.schools.rules.poverty import poverty_of
from sisoho.vietnamese import search_text

_MOST_AT_ONCE = 200
Entering = tuple[int, RowVerdict, Decision]  # pupil id, and what the list and a person say


def enrol_new(
    access: Access, year: SchoolYear, starts: date, planned: Planned, ids: PlaceIds
) -> dict[int, int]:
    """Make every new pupil with place, own household and enrolment; place of the row (from 0) → pupil id."""
    new = {place: verdict.row for place, verdict in enumerate(planned.verdicts) if verdict.kind == "new"}
    pupils = _insert_named(access, Pupil, [_pupil(row) for row in new.values()])
    made = dict(zip(new, pupils, strict=True))
    _insert(
        access,
        PupilPlace,
        [{"pupil": made[place], "starts": starts, **_place(row, ids)} for place, row in new.items()],
    )
    _make_households(access, [(made[place], row) for place, row in new.items()], starts)
    entering = [(made[place], planned.verdicts[place], planned.decisions[place]) for place in new]
    _enter(access, year, starts, ids, entering)
    return made


def enrol_known(access: Access, year: SchoolYear, starts: date, planned: Planned, ids: PlaceIds) -> None:
    """Pupils of earlier years enter their class of this one."""
    entering = [
        (planned.known[verdict.matched].pupil.id, verdict, decision)
        for verdict, decision in zip(planned.verdicts, planned.decisions, strict=True)
        if verdict.matched and any(move.kind is MoveKind.ENROLLED for move in verdict.proposed_moves)
    ]
    _enter(access, year, starts, ids, entering)


def _enter(
    access: Access, year: SchoolYear, starts: date, ids: PlaceIds, entering: Iterable[Entering]
) -> None:
    """Enrolments, and the moves that say why."""
    reason = AT_START
    if starts > year.opening_roll_on:
        reason = f"Có trong danh sách nhập ngày {access.on:%d/%m/%Y}"
    enrolments, moves = [], []
    for pupil, verdict, decision in entering:
        name = verdict.row.class_name
        own = {"pupil": pupil, "year": year.id}
        grade = decision.grade or ids.grades[name][0]
        enrolments.append({**own, "school_class": ids.classes[name], "grade": grade, "starts": starts})
        moves.append({**own, "on": starts, "to_class": ids.classes[name]})
    _insert(access, Enrolment, enrolments)
    said = {"kind": MoveKind.ENROLLED.value, "reason": reason, "by": access.staff_id}
    _insert(access, Move, [{**move, **said, "recorded_at": clock.now()} for move in moves])


def _pupil(row: ListedPupil) -> dict[str, Any]:
    data = PupilData(
        full_name=row.full_name,
        birth_date=row.birth.date if row.birth else None,
        birth_precision=row.birth.precision if row.birth else "day",
        sex=row.sex or "",
        ethnic_group=row.ethnic_group,
        id_number=row.id_number,
        disability=bool(row.disability),
    )
    return {**pupil_columns(data), "last_import": imported_values(row)}


def _place(row: ListedPupil, ids: PlaceIds) -> dict[str, int | None]:
    return {"village": ids.villages.get(row.village), "campus": ids.campuses.get(row.campus)}


def _make_households(access: Access, pupils: Sequence[tuple[int, ListedPupil]], starts: date) -> None:
    """One of each pupil's own, until a person says who the siblings are."""
    households = _insert_named(access, Household, [{} for _ in pupils])
    joined, guardians, poor = [], [], []
    for (pupil, row), household in zip(pupils, households, strict=True):
        joined.append({"pupil": pupil, "household": household, "starts": starts})
        guardians += [{"household": household, **person} for person in _guardians(row)]
        if kind := poverty_of(row.policy):
            poor.append({"household": household, "kind": kind, "starts": starts})
    _insert(access, PupilHousehold, joined)
    _insert(access, Guardian, guardians)
    _insert(access, PovertyDecision, poor)


def _guardians(row: ListedPupil) -> list[dict[str, str]]:
    """Mother and father; the one phone of a list is the mother's before the father's."""
    people = [(relation, name) for relation, name in (("mẹ", row.mother), ("cha", row.father)) if name]
    if row.phone and not people:
        people = [("người giám hộ", UNNAMED)]
    phones = [row.phone, *[""] * len(people)]
    return [
        {"relation": relation, "full_name": name, "folded": search_text(name), "phone": phone}
        for (relation, name), phone in zip(people, phones, strict=False)
    ]


def _insert(access: Access, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    insert_all(model, [{"unit": access.unit_id, **row} for row in rows])


def _insert_named(access: Access, model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows of a model with public ids; their row ids in order."""
    names = [new_public_id() for _ in rows]
    _insert(access, model, [{**row, "public_id": name} for row, name in zip(rows, names, strict=True)])
    found: dict[str, int] = {}
    for start in range(0, len(names), _MOST_AT_ONCE):
        some = model.public_id.in_(names[start : start + _MOST_AT_ONCE])
        rows_of = model.select(model.public_id, model.id).where((model.unit == access.unit_id) & some)
        found |= dict(rows_of.tuples())
    return [found[name] for name in names]
