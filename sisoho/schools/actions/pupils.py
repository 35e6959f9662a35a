"""Pupils and where they live. Nobody is ever deleted."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.schools.actions.households import make_household
from sisoho.schools.actions.moves import record_move
from sisoho.schools.forms import GuardianData, MoveData, PupilData
from sisoho.schools.models import Pupil, PupilPlace
from sisoho.schools.queries.loading import check_campus, commune_village, held_row, own_row
from sisoho.schools.rules import MoveKind
from sisoho.vietnamese import search_text, sort_key

AT_START = "Vào học đầu năm"


def enrol_pupil(
    access: Access,
    data: PupilData,
    year_id: int,
    move: MoveData,
    *,
    kind: MoveKind = MoveKind.ENROLLED,
    village_id: int | None = None,
    campus_id: int | None = None,
    guardians: Iterable[GuardianData] = (),
    papers_follow: bool = False,
) -> Pupil:
    """A new pupil with place, an own household and an enrolment in `move.to_class_id` from `move.on` on.

    kind: enrolled, transfer_in or returned (a dropout of an earlier year). Raises RuleBroken when a
    pupil of the school has that ID number, or the move breaks a rule.
    """
    access.need(Right.EDIT_REGISTERS)
    if kind is MoveKind.ENROLLED and not move.reason:
        move = replace(move, reason=AT_START)
    with db.write():
        refuse_same_number(access, data)
        pupil = Pupil.create(unit=access.unit_id, **pupil_columns(data))
        place_pupil(access, pupil.id, village_id, campus_id, move.on)
        make_household(access, pupil.id, guardians, move.on)
        record(access, "enrol_pupil", "pupil", pupil.id, fields=["full_name", "birth_date", "sex"])
        record_move(access, pupil.id, year_id, kind, move, papers_follow=papers_follow)
    return pupil


def pupil_columns(data: PupilData) -> dict[str, Any]:
    """The columns of models.Pupil that the data decide, the derived ones included."""
    return {**asdict(data), "sort_key": sort_key(data.full_name), "folded": search_text(data.full_name)}


def refuse_same_number(
    access: Access, data: PupilData, but: int | None = None, field: str = "id_number"
) -> None:
    """Raise RuleBroken at `field` when another pupil (row id) of the school has that ID number."""
    if not data.id_number:
        return
    same = Pupil.get_or_none((Pupil.unit == access.unit_id) & (Pupil.id_number == data.id_number))
    if same is not None and same.id != but:
        raise RuleBroken(
            "Mã định danh này đã ghi cho một em khác của trường. Chưa có gì thay đổi.",
            {field: f"Đã ghi cho {same.full_name}."},
        )


def change_pupil(access: Access, pupil_id: int, data: PupilData) -> Pupil:
    """Correct the pupil's own data; the log keeps each value before and after."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        pupil = own_row(access, Pupil, pupil_id)
        refuse_same_number(access, data, but=pupil_id)
        changes = {
            name: (str(getattr(pupil, name) or ""), str(value or ""))
            for name, value in asdict(data).items()
            if getattr(pupil, name) != value
        }
        for column, value in pupil_columns(data).items():
            setattr(pupil, column, value)
        pupil.save()
        if changes:
            record(access, "change_pupil", "pupil", pupil_id, fields=changes, personal={pupil_id: changes})
    return pupil


def place_pupil(
    access: Access, pupil_id: int, village_id: int | None, campus_id: int | None, starts: date
) -> PupilPlace:
    """Village and campus of a pupil from `starts` on; the former place ends that day.

    Raises RuleBroken when a later place is known already.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        held_row(access, Pupil, pupil_id)
        if village_id is not None:
            commune_village(access, village_id)
        if campus_id is not None:
            check_campus(access, campus_id)
        own = (PupilPlace.unit == access.unit_id) & (PupilPlace.pupil == pupil_id)
        if PupilPlace.select().where(own & (PupilPlace.starts > starts)).exists():
            raise RuleBroken("Sau ngày này em đã có nơi ở khác.", {"starts": "Hãy chọn ngày muộn hơn."})
        PupilPlace.delete().where(own & (PupilPlace.starts == starts)).execute()
        PupilPlace.update(ends=starts).where(own & PupilPlace.ends.is_null()).execute()
        place = PupilPlace.create(
            unit=access.unit_id, pupil=pupil_id, village=village_id, campus=campus_id, starts=starts
        )
        record(access, "place_pupil", "pupil", pupil_id, fields=["village", "campus"])
    return place
