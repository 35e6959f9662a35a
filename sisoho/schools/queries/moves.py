"""Moves as the rules read them, and the lists a clerk works from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from sisoho import db
from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.school_calendar import vietnam_date
from sisoho.schools.models import Move, Pupil, SchoolClass, SchoolYear
from sisoho.schools.queries.birth import birth_text, sex_text
from sisoho.schools.queries.units import unit_names
from sisoho.schools.rules import Move as RuleMove
from sisoho.schools.rules import MoveKind, MoveState, Paper

LATE_DAYS = 7


def year_moves(access: Access, pupil_id: int, year_id: int) -> list[Move]:
    """All moves of a pupil in a year, in time order."""
    return list(
        Move.select()
        .where((Move.unit == access.unit_id) & (Move.pupil == pupil_id) & (Move.year == year_id))
        .order_by(Move.on, Move.id)
    )


def rule_move(row: Move, other_school: str = "") -> RuleMove:
    """A stored move in the shape of the pure rules."""
    paper = None
    if row.paper_kind:
        paper = Paper(row.paper_kind, row.paper_on or row.on, row.paper_issuer, row.paper_number)
    return RuleMove(
        pupil_id=row.pupil_id,
        kind=MoveKind(row.kind),
        on=row.on,
        reason=row.reason,
        from_class_id=row.from_class_id,
        to_class_id=row.to_class_id,
        other_school=other_school,
        paper=paper,
        state=MoveState(row.state),
        row_id=row.id,
    )


def school_name(unit_id: int | None, on: date) -> str:
    """The name of a school on this server, "" for none."""
    return unit_names([unit_id], on).get(unit_id, "") if unit_id is not None else ""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move as a page tells it. `label` says "chờ xác nhận" while a transfer waits.

    `late`: days between what happened and its writing down.
    """

    id: int
    public_id: str
    pupil_id: int
    pupil_public_id: str
    pupil_name: str
    kind: str
    label: str
    state: str
    on: date
    reason: str
    from_class: str
    to_class: str
    other_school: str
    paper: str
    year: str
    late: int

    @property
    def waits(self) -> bool:
        return self.state == MoveState.PENDING

    @property
    def way(self) -> str:
        """`6A → 6B`, `6A → Trường …`, as far as it is known."""
        outgoing = self.kind == MoveKind.TRANSFER_OUT
        ends = (
            self.from_class or ("" if outgoing else self.other_school),
            self.to_class or (self.other_school if outgoing else ""),
        )
        return " → ".join(filter(None, ends))


_From, _To = SchoolClass.alias("from_class"), SchoolClass.alias("to_class")


def _lines(condition, on: date) -> list[MoveLine]:  # type: ignore[no-untyped-def]
    rows = list(
        Move.select(Move, Pupil, SchoolYear, _From, _To)
        .join(Pupil, on=(Move.pupil == Pupil.id) & (Pupil.unit == Move.unit))
        .switch(Move)
        .join(SchoolYear, on=(Move.year == SchoolYear.id) & (SchoolYear.unit == Move.unit))
        .switch(Move)
        .join(
            _From,
            JOIN.LEFT_OUTER,
            on=(Move.from_class == _From.id) & (_From.unit == Move.unit),
            attr="from_class",
        )
        .switch(Move)
        .join(_To, JOIN.LEFT_OUTER, on=(Move.to_class == _To.id) & (_To.unit == Move.unit), attr="to_class")
        .where(condition)
        .order_by(Move.on.desc(), Move.id.desc())
    )
    others = {row.other_unit_id for row in rows if row.other_unit_id is not None}
    names = unit_names(others, on) if others else {}
    return [_line(row, row.other_name or names.get(row.other_unit_id, "")) for row in rows]


def _line(row: Move, other_school: str) -> MoveLine:
    return MoveLine(
        id=row.id,
        public_id=row.public_id,
        pupil_id=row.pupil_id,
        pupil_public_id=row.pupil.public_id,
        pupil_name=row.pupil.full_name,
        kind=row.kind,
        label=rule_move(row).label,
        state=row.state,
        on=row.on,
        reason=row.reason,
        from_class=row.from_class.name if row.from_class_id else "",
        to_class=row.to_class.name if row.to_class_id else "",
        other_school=other_school,
        paper=" ".join(filter(None, (row.paper_kind, row.paper_number))),
        year=row.year.label,
        late=(vietnam_date(row.recorded_at) - row.on).days,
    )


def moves_of_pupil(access: Access, pupil_id: int) -> list[MoveLine]:
    """Everything that happened to the pupil in this school, newest first."""
    return _lines((Move.unit == access.unit_id) & (Move.pupil == pupil_id), access.on)


def moves_by_id(access: Access, ids: Collection[int]) -> list[MoveLine]:
    """Some moves of the school, the latest first; no statement for none."""
    access.need(Right.SEE_REGISTERS)
    return _lines((Move.unit == access.unit_id) & Move.id.in_(list(ids)), access.on) if ids else []


def late_moves(access: Access, year_id: int, since: date, until: date) -> list[int]:
    """Row ids of what happened after `since` and until `until` but was written down a week later or more.

    Marks made meanwhile are kept and count no more: whoever checks the figures wants to see these.
    """
    rows = Move.select(Move.id, Move.on, Move.recorded_at).where(
        (Move.unit == access.unit_id)
        & (Move.year == year_id)
        & (Move.on > since)
        & (Move.on <= until)
        & (Move.kind != MoveKind.ENROLLED.value)
        & (Move.state != MoveState.CANCELLED.value)
    )
    return [row.id for row in rows if (vietnam_date(row.recorded_at) - row.on).days >= LATE_DAYS]


def waiting_transfers(access: Access) -> list[MoveLine]:
    """Pupils who left and whom no school has confirmed yet."""
    access.need(Right.SEE_REGISTERS)
    waiting = (Move.unit == access.unit_id) & (Move.state == MoveState.PENDING.value)
    return _lines(waiting, access.on)


def moves_without_paper(access: Access, year_id: int) -> list[MoveLine]:
    """Moves whose proof has not come yet: families leave first, papers follow."""
    access.need(Right.SEE_REGISTERS)
    return _lines(
        (Move.unit == access.unit_id)
        & (Move.year == year_id)
        & (Move.paper_kind == "")
        & (Move.kind != MoveKind.ENROLLED.value)
        & (Move.kind != MoveKind.CLASS_CHANGE.value)
        & (Move.state == MoveState.DONE.value),
        access.on,
    )


@dataclass(frozen=True, slots=True)
class IncomingTransfer:
    """A child another school of this server says is coming here. Ids are row ids.

    `id_number` is to find the child among one's own pupils, not to be shown.
    """

    move_id: int
    public_id: str
    from_unit_id: int
    former_pupil_id: int
    pupil_name: str
    birth: str
    sex: str
    id_number: str
    from_school: str
    from_class: str
    on: date
    reason: str


def incoming_transfers(access: Access, public_id: str | None = None) -> list[IncomingTransfer]:
    """What waits for this school's confirmation; one of that public id, if given."""
    access.need(Right.CONFIRM_TRANSFER)
    condition = (
        (Move.other_unit == access.unit_id)
        & (Move.kind == MoveKind.TRANSFER_OUT.value)
        & (Move.state == MoveState.PENDING.value)
    )
    if public_id is not None:
        condition &= Move.public_id == public_id
    with db.unscoped("a transfer is read by the school it goes to"):
        rows = list(
            Move.select(Move, Pupil, _From)
            .join(Pupil)
            .switch(Move)
            .join(_From, JOIN.LEFT_OUTER, on=(Move.from_class == _From.id), attr="from_class")
            .where(condition)
            .order_by(Move.on, Move.id)
        )
    names = unit_names({row.unit_id for row in rows}, access.on) if rows else {}
    return [_incoming(row, names.get(row.unit_id, "")) for row in rows]


def _incoming(row: Move, from_school: str) -> IncomingTransfer:
    return IncomingTransfer(
        move_id=row.id,
        public_id=row.public_id,
        from_unit_id=row.unit_id,
        former_pupil_id=row.pupil_id,
        pupil_name=row.pupil.full_name,
        birth=birth_text(row.pupil.birth_date, row.pupil.birth_precision),
        sex=sex_text(row.pupil.sex),
        id_number=row.pupil.id_number,
        from_school=from_school,
        from_class=row.from_class.name if row.from_class_id else "",
        on=row.on,
        reason=row.reason,
    )


def incoming_transfer(access: Access, public_id: str) -> IncomingTransfer:
    """Raises NotFound when it does not wait for this school (any more)."""
    found = incoming_transfers(access, public_id)
    if not found:
        raise NotFound("Không có hồ sơ chuyển đến này đang chờ trường xác nhận.")
    return found[0]
