"""Bàn giao lớp 5: the old school says where each child goes, the new one that the child has come."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools.actions.moves import record_move
from sisoho.schools.actions.transfers import copy_child, earlier_record, has_class, join_records
from sisoho.schools.forms import MoveData
from sisoho.schools.models import Handover, Move, Pupil, SchoolClass, SchoolYear
from sisoho.schools.queries.handover import Arriving, Completed, arriving, completed_primary
from sisoho.schools.queries.loading import held_row, own_row
from sisoho.schools.rules import FIRST_OF_SECONDARY, MoveKind

REASON = "Hoàn thành chương trình tiểu học, vào lớp 6"


def hand_over(
    access: Access, year: SchoolYear, pupil_ids: Collection[int], to_unit_id: int | None, to_name: str = ""
) -> int:
    """Several children to one school, on this server or elsewhere; a later word replaces an earlier one.

    Raises RuleBroken without a school, Conflict for a child who has arrived somewhere meanwhile.
    """
    access.need(Right.EDIT_REGISTERS)
    if to_unit_id is None and not to_name:
        raise RuleBroken("Hãy chọn trường nhận.", {"to_unit": "Hãy chọn trường, hoặc ghi tên trường."})
    with db.write():
        held_row(access, SchoolYear, year.id)
        chosen = _chosen(access, year, pupil_ids)
        if any(one.has_arrived for one in chosen):
            raise Conflict("Có em đã được trường mới nhận. Hãy tải lại trang.")
        for one in chosen:
            _withdraw(access, one)
            Handover.create(
                unit=access.unit_id,
                year=year,
                pupil=one.id,
                to_unit=to_unit_id,
                to_name="" if to_unit_id else to_name,
                by=access.staff_id,
                recorded_at=clock.now(),
            )
            record(access, "hand_over", "pupil", one.id, fields=["to_unit"])
    return len(chosen)


def _chosen(access: Access, year: SchoolYear, pupil_ids: Collection[int]) -> list[Completed]:
    chosen = [one for one in completed_primary(access, year) if one.id in pupil_ids]
    if not chosen:
        raise RuleBroken("Chưa chọn em nào.", {"pupils": "Hãy chọn ít nhất một em."})
    return chosen


def _withdraw(access: Access, one: Completed) -> None:
    if one.handover_id is not None:
        own = (Handover.unit == access.unit_id) & (Handover.id == one.handover_id)
        Handover.update(state="withdrawn").where(own & (Handover.state == "waiting")).execute()


def hear_of_arrival(access: Access, year: SchoolYear, pupil_ids: Collection[int]) -> int:
    """A school that is not on this server has confirmed on paper that the children came."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        held_row(access, SchoolYear, year.id)
        chosen = _chosen(access, year, pupil_ids)
        own = (Handover.unit == access.unit_id) & Handover.id.in_([one.handover_id for one in chosen])
        waits = own & (Handover.state == "waiting") & Handover.to_unit.is_null()
        changed = int(Handover.update(state="arrived", arrived_on=access.on).where(waits).execute())
        if changed != len(chosen):
            raise RuleBroken(
                "Chỉ ghi được em đã bàn giao cho trường ngoài hệ thống; trường trong hệ thống tự xác nhận.",
                {"pupils": "Hãy xem lại các em đã chọn."},
            )
        for one in chosen:
            record(access, "hear_of_arrival", "pupil", one.id, fields=["state"])
    return changed


def receive(access: Access, handover_ids: Collection[str], class_id: int, on: date) -> int:
    """Several children into one class of grade 6, each joined to the record of the old school.

    handover_ids: public ids. Who is in a class here already keeps it. Raises RuleBroken for another
    grade's class or as `record_move`, Conflict for a child another person received meanwhile.
    """
    access.need(Right.CONFIRM_TRANSFER)
    with db.write():
        school_class = own_row(access, SchoolClass, class_id)
        if str(FIRST_OF_SECONDARY) not in school_class.grades.split(","):
            raise RuleBroken(f"{school_class.name} không phải lớp 6.", {"to_class": "Hãy chọn lớp 6."})
        waiting = [one for one in arriving(access) if one.public_id in handover_ids]
        if not waiting:
            raise RuleBroken("Chưa chọn em nào.", {"pupils": "Hãy chọn ít nhất một em."})
        for one in waiting:
            _receive(access, one, school_class, on)
    return len(waiting)


def _receive(access: Access, one: Arriving, school_class: SchoolClass, on: date) -> None:
    waits = (Handover.unit == one.from_unit_id) & (Handover.id == one.id) & (Handover.state == "waiting")
    if Handover.update(state="arrived", arrived_on=on).where(waits).execute() != 1:
        raise Conflict("Có em vừa được nhận hoặc trường cũ đã rút lại. Hãy tải lại trang.")
    earlier = earlier_record(access, one.former_id)
    known = own_row(access, Pupil, one.same_id) if one.same_id else earlier
    pupil = known or copy_child(access, one.from_unit_id, one.former_id, on)
    year_id = school_class.year_id
    if not has_class(access, pupil.id, year_id):
        data = MoveData(on, REASON, to_class_id=school_class.id, grade=FIRST_OF_SECONDARY)
        record_move(access, pupil.id, year_id, MoveKind.ENROLLED, data)
    if pupil != earlier:
        move = Move.select().where((Move.unit == access.unit_id) & (Move.pupil == pupil.id))
        join_records(access, pupil, one.former_id, move.order_by(Move.id.desc()).first().id)
    record(access, "receive_into_grade_six", "pupil", pupil.id, fields=["pupil_link"])
    sender = replace(access, unit_id=one.from_unit_id, staff_id=None, account_id=None)
    record(sender, "handover_was_confirmed", "pupil", one.former_id, fields=["state"])
