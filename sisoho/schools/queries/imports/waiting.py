"""What lists proposed: moves that wait for date, reason and paper, siblings that wait for a word."""

from dataclasses import dataclass

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.schools.import_rules import SiblingPair, propose_siblings
from sisoho.schools.models import ImportRun, ProposedMove, Pupil, SchoolClass, SiblingProposal
from sisoho.schools.queries.imports.known import KnownRow
from sisoho.schools.rules import MoveKind


@dataclass(frozen=True, slots=True)
class WaitingMove:
    """A move a list suggests. `now`: the pupil's class today; `to_class_id`: public id, "" for none."""

    id: int
    public_id: str
    pupil_public_id: str
    name: str
    kind: MoveKind
    now: str
    to_class: str
    to_class_id: str
    file_name: str


@dataclass(frozen=True, slots=True)
class WaitingSiblings:
    """Two pupils who may be siblings: what speaks for it, and what against."""

    id: int
    public_id: str
    first: str
    first_about: str
    second: str
    second_about: str
    signs: tuple[str, ...]
    doubts: tuple[str, ...]


def proposed_before(access: Access, year_id: int) -> set[tuple[str, str, str]]:
    """(public id of the pupil, kind, class) of the year's proposals that wait or were dismissed."""
    rows = _proposals(access).where((ImportRun.year == year_id) & (ProposedMove.state != "done"))
    return {(row.pupil.public_id, row.kind, row.to_class.name if row.to_class_id else "") for row in rows}


def _proposals(access: Access):  # type: ignore[no-untyped-def]
    return (
        ProposedMove.select(ProposedMove, Pupil, ImportRun, SchoolClass)
        .join(Pupil, on=(ProposedMove.pupil == Pupil.id) & (Pupil.unit == ProposedMove.unit))
        .switch(ProposedMove)
        .join(ImportRun, on=(ProposedMove.run == ImportRun.id) & (ImportRun.unit == ProposedMove.unit))
        .switch(ProposedMove)
        .join(
            SchoolClass,
            JOIN.LEFT_OUTER,
            on=(ProposedMove.to_class == SchoolClass.id) & (SchoolClass.unit == ProposedMove.unit),
        )
        .where(ProposedMove.unit == access.unit_id)
        .order_by(ProposedMove.id)
    )


def waiting_count(access: Access) -> int:
    """How many proposals wait for a person."""
    return sum(
        model.select().where((model.unit == access.unit_id) & (model.state == "open")).count()
        for model in (ProposedMove, SiblingProposal)
    )


def waiting_moves(access: Access, known: dict[str, KnownRow]) -> list[WaitingMove]:
    access.need(Right.EDIT_REGISTERS)
    return [
        WaitingMove(
            id=row.id,
            public_id=row.public_id,
            pupil_public_id=row.pupil.public_id,
            name=row.pupil.full_name,
            kind=MoveKind(row.kind),
            now=known[row.pupil.public_id].known.class_name,
            to_class=row.to_class.name if row.to_class_id else "",
            to_class_id=row.to_class.public_id if row.to_class_id else "",
            file_name=row.run.file_name,
        )
        for row in _proposals(access).where(ProposedMove.state == "open")
    ]


def waiting_siblings(access: Access, known: dict[str, KnownRow]) -> list[WaitingSiblings]:
    """Open proposals of pupils who do not share a household yet, the likeliest first."""
    access.need(Right.EDIT_REGISTERS)
    rows = SiblingProposal.select().where(
        (SiblingProposal.unit == access.unit_id) & (SiblingProposal.state == "open")
    )
    open_pairs = {frozenset((row.first_id, row.second_id)): row for row in rows}
    lines = []
    for pair in propose_siblings(row.known for row in known.values()):
        first, second = known[pair.first], known[pair.second]
        row = open_pairs.get(frozenset((first.pupil.id, second.pupil.id)))
        if row and first.household_id != second.household_id:
            lines.append(_siblings(row, pair, first, second))
    return lines


def _siblings(row: SiblingProposal, pair: SiblingPair, first: KnownRow, second: KnownRow) -> WaitingSiblings:
    return WaitingSiblings(
        id=row.id,
        public_id=row.public_id,
        first=first.known.full_name,
        first_about=_about(first),
        second=second.known.full_name,
        second_about=_about(second),
        signs=pair.signs,
        doubts=pair.doubts,
    )


def _about(row: KnownRow) -> str:
    return " · ".join(filter(None, (row.known.class_name, str(row.known.birth or ""), row.known.village)))
