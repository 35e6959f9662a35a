"""The receiving school confirms: the child gets a record there, joined to the one left behind."""

from dataclasses import replace
from datetime import date

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.schools.actions.households import make_household
from sisoho.schools.actions.moves import record_move, settle_pending
from sisoho.schools.actions.pupils import pupil_columns, refuse_same_number
from sisoho.schools.forms import GuardianData, MoveData, PupilData
from sisoho.schools.models import (
    Enrolment,
    Guardian,
    Move,
    Pupil,
    PupilHousehold,
    PupilLink,
    PupilPlace,
    Village,
)
from sisoho.schools.queries.loading import own_row
from sisoho.schools.queries.moves import IncomingTransfer
from sisoho.schools.rules import MoveKind, MoveState


def confirm_transfer(
    access: Access, waiting: IncomingTransfer, year_id: int, data: MoveData, existing_id: int | None = None
) -> Pupil:
    """The child of `waiting` is here, in `data.to_class_id` from `data.on` on.

    `existing_id`: the pupil of this school who is that child (entered by hand or import before the
    papers came); such a pupil who already has a class keeps it. A child who was here earlier gets
    the former record back. Otherwise name, birth date, guardians and village come along.
    Raises Conflict when the transfer no longer waits, RuleBroken as `record_move`, and (field `same`)
    when another pupil of this school has the child's ID number.
    """
    access.need(Right.CONFIRM_TRANSFER)
    with db.write():
        move = Move.get((Move.unit == waiting.from_unit_id) & (Move.id == waiting.move_id))
        settle_pending(move, MoveState.DONE)
        earlier = earlier_record(access, move.pupil_id)
        known = own_row(access, Pupil, existing_id) if existing_id else earlier
        pupil = known or copy_child(access, waiting.from_unit_id, waiting.former_pupil_id, data.on)
        if not has_class(access, pupil.id, year_id):
            arrival = replace(data, other_unit_id=waiting.from_unit_id, reason=data.reason or move.reason)
            record_move(access, pupil.id, year_id, MoveKind.TRANSFER_IN, arrival, papers_follow=True)
        if pupil != earlier:  # who comes back to an earlier record is joined already: two links make a circle
            join_records(access, pupil, move.pupil_id, move.id)
        record(access, "confirm_transfer", "pupil", pupil.id, fields=["pupil_link"])
        sender = replace(access, unit_id=waiting.from_unit_id, staff_id=None, account_id=None)
        record(sender, "transfer_was_confirmed", "pupil", move.pupil_id, fields=["state"])
    return pupil


def earlier_record(access: Access, pupil_id: int) -> Pupil | None:
    """The record of this school that the child's chain of links leads back to."""
    seen: set[int] = set()
    with db.unscoped("links join the same child across schools"):
        while pupil_id not in seen and (link := PupilLink.get_or_none(PupilLink.pupil == pupil_id)):
            seen.add(pupil_id)
            former = Pupil.get_by_id(link.former_id)
            if former.unit_id == access.unit_id:
                return former
            pupil_id = former.id
    return None


def has_class(access: Access, pupil_id: int, year_id: int) -> bool:
    return bool(
        Enrolment.select()
        .where(
            (Enrolment.unit == access.unit_id)
            & (Enrolment.pupil == pupil_id)
            & (Enrolment.year == year_id)
            & Enrolment.ends.is_null()
        )
        .exists()
    )


def join_records(access: Access, pupil: Pupil, former_id: int, move_id: int) -> None:
    """The child here and there (row ids) become one, by the move that brought the child; once."""
    if PupilLink.select().where((PupilLink.unit == access.unit_id) & (PupilLink.pupil == pupil.id)).exists():
        return
    PupilLink.create(
        unit=access.unit_id,
        pupil=pupil.id,
        former=former_id,
        move=move_id,
        confirmed_by=access.staff_id,
        confirmed_at=clock.now(),
    )


def copy_child(access: Access, unit: int, former_id: int, on: date) -> Pupil:
    """The child's own data, guardians and village; the former school's notes on the family stay there."""
    former = Pupil.get((Pupil.unit == unit) & (Pupil.id == former_id))
    data = PupilData(
        full_name=former.full_name,
        birth_date=former.birth_date,
        birth_precision=former.birth_precision,
        sex=former.sex,
        ethnic_group=former.ethnic_group,
        id_number=former.id_number,
        disability=former.disability,
    )
    refuse_same_number(access, data, field="same")
    pupil = Pupil.create(unit=access.unit_id, **pupil_columns(data))
    PupilPlace.create(unit=access.unit_id, pupil=pupil, village=_village(access, unit, former.id), starts=on)
    make_household(access, pupil.id, _guardians(unit, former.id), on)
    return pupil


def _village(access: Access, unit_id: int, pupil_id: int) -> int | None:
    """The child's village, where it lies in this school's commune too."""
    place = (
        PupilPlace.select()
        .where((PupilPlace.unit == unit_id) & (PupilPlace.pupil == pupil_id) & PupilPlace.ends.is_null())
        .first()
    )
    if place is None or place.village_id is None:
        return None
    own = Village.select().where((Village.unit == access.commune_id) & (Village.id == place.village_id))
    return place.village_id if own.exists() else None


def _guardians(unit_id: int, pupil_id: int) -> list[GuardianData]:
    rows = (
        Guardian.select()
        .join(
            PupilHousehold,
            on=(PupilHousehold.household == Guardian.household) & (PupilHousehold.unit == Guardian.unit),
        )
        .where(
            (Guardian.unit == unit_id) & (PupilHousehold.pupil == pupil_id) & PupilHousehold.ends.is_null()
        )
    )
    return [GuardianData(row.relation, row.full_name, row.phone, row.other_names) for row in rows]
