"""Households: who looks after the pupil, where, in what situation. A person joins siblings, no program."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotFound
from sisoho.schools.forms import GuardianData, HouseholdData, PovertyData
from sisoho.schools.models import Guardian, Household, PovertyDecision, Pupil, PupilHousehold
from sisoho.schools.queries.loading import held_row, own_row
from sisoho.vietnamese import search_text


def make_household(
    access: Access, pupil_id: int, guardians: Iterable[GuardianData], starts: date
) -> Household:
    """A household of the pupil's own, until a person says who the siblings are."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        household = Household.create(unit=access.unit_id)
        PupilHousehold.create(unit=access.unit_id, pupil=pupil_id, household=household, starts=starts)
        for guardian in guardians:
            Guardian.create(unit=access.unit_id, household=household, **_columns(guardian))
    return household


def join_household(access: Access, pupil_id: int, household_id: int, starts: date) -> None:
    """The pupil lives in that household from `starts` on: siblings, as a person confirmed.

    Guardians of the household left behind go along where the new one lacks that relation.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        held_row(access, Pupil, pupil_id)
        own_row(access, Household, household_id)
        own = (PupilHousehold.unit == access.unit_id) & (PupilHousehold.pupil == pupil_id)
        former = PupilHousehold.get_or_none(own & PupilHousehold.ends.is_null())
        if former is not None and former.household_id == household_id:
            return
        if former is not None:
            former.ends = starts
            former.save()
            _bring_guardians(access, former.household_id, household_id)
        PupilHousehold.create(unit=access.unit_id, pupil=pupil_id, household=household_id, starts=starts)
        record(access, "join_household", "pupil", pupil_id, fields=["household"])


def _bring_guardians(access: Access, from_id: int, to_id: int) -> None:
    rows = Guardian.select().where(
        (Guardian.unit == access.unit_id) & Guardian.household.in_([from_id, to_id])
    )
    known = {row.relation for row in rows if row.household_id == to_id}
    for row in rows:
        if row.household_id == from_id and row.relation not in known:
            data = GuardianData(row.relation, row.full_name, row.phone, row.other_names)
            Guardian.create(unit=access.unit_id, household=to_id, **_columns(data))


def change_household(access: Access, household_id: int, data: HouseholdData) -> Household:
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        household = own_row(access, Household, household_id)
        household.address, household.situation = data.address, data.situation
        household.save()
        record(access, "change_household", "household", household_id, fields=["address", "situation"])
    return household


def save_guardian(
    access: Access, household_id: int, data: GuardianData, guardian_id: int | None = None
) -> Guardian:
    """Add a guardian to a household, or change the one of that id."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        own_row(access, Household, household_id)
        if guardian_id is None:
            guardian = Guardian(unit=access.unit_id, household=household_id)
        else:
            guardian = own_row(access, Guardian, guardian_id)
            if guardian.household_id != household_id:
                raise NotFound
        for column, value in _columns(data).items():
            setattr(guardian, column, value)
        guardian.save()
        record(access, "save_guardian", "household", household_id, fields=["relation", "full_name", "phone"])
    return guardian


def _columns(data: GuardianData) -> dict[str, str]:
    return {**asdict(data), "folded": search_text(data.full_name)}


def record_poverty(access: Access, household_id: int, data: PovertyData) -> None:
    """The household is poor or near-poor from `data.starts` on, `kind` "" neither any more.

    Each decision of the commune ends the one before, and one written down late those after it
    (NĐ 07/2021/NĐ-CP: reviewed every year).
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        held_row(access, Household, household_id)
        own = (PovertyDecision.unit == access.unit_id) & (PovertyDecision.household == household_id)
        still = PovertyDecision.ends.is_null() | (PovertyDecision.ends > data.starts)
        for row in PovertyDecision.select().where(own & still):
            row.ends = max(row.starts, data.starts)
            row.save()
        if data.kind:
            PovertyDecision.create(
                unit=access.unit_id,
                household=household_id,
                kind=data.kind,
                paper=data.paper,
                starts=data.starts,
                ends=data.ends,
            )
        record(access, "record_poverty", "household", household_id, fields=["poverty", "paper", "starts"])
