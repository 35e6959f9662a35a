"""Trẻ trong địa bàn: what a surveyor writes down, and a person's word on who is which pupil."""

from peewee import IntegrityError

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.errors import Conflict, NotFound, RuleBroken
from sisoho.schools.forms.area import ChildData
from sisoho.schools.models import AreaChild, ChildEntry, ChildMatch
from sisoho.schools.queries.area import (
    AreaPerson,
    AreaScope,
    area_people,
    asked_year,
    need_writing,
    one_child,
    one_pupil,
    twins,
)
from sisoho.schools.rules.area import Person


def list_child(access: Access, data: ChildData, *, another: bool = False) -> AreaChild:
    """A child who is on no list yet. `another`: a person says it is another child than one of that name.

    Raises RuleBroken, its field "another", where a child or pupil of that name and birth is there already;
    NotFound for a village that is not the person's.
    """
    with db.write():
        scope, people = _area(access, data)
        alike = twins(people, Person(0, data.full_name, data.birth, data.village_id))
        if alike and not another:
            raise RuleBroken(_told(scope, alike), {"another": "Nếu là em khác, hãy đánh dấu ô này rồi lưu."})
        child = AreaChild.create(unit=access.commune_id)
        write_entry(access, child.id, data, "survey")
        record(access, "list_area_child", "area_child", child.id)
    return child


def _told(scope: AreaScope, alike: list[AreaPerson]) -> str:
    one = alike[0]
    where = f"là học sinh lớp {one.class_name}" if one.pupil and one.class_name else "đã có trong danh sách"
    return f"{one.name}, sinh {one.birth}, {scope.homes.get(one.village_id, '')}, {where}."


def survey_child(access: Access, public_id: str, data: ChildData) -> None:
    """What is known of a child now, as a line of its own beside all earlier ones. Raises NotFound."""
    with db.write():
        _scope, people = _area(access, data)
        child = one_child(people, public_id)
        assert child.child_id is not None
        write_entry(access, child.child_id, data, "survey")
        record(access, "survey_area_child", "area_child", child.child_id)


def survey_pupil(access: Access, pupil_public_id: str, data: ChildData) -> AreaChild:
    """A pupil who left school, as the surveyor finds the child: on the list, and joined to the pupil at once.

    Raises NotFound.
    """
    with db.write():
        _scope, people = _area(access, data)
        pupil = one_pupil(people, pupil_public_id)
        if pupil.child:
            survey_child(access, pupil.child, data)
            return AreaChild.get((AreaChild.unit == access.commune_id) & (AreaChild.id == pupil.child_id))
        child = AreaChild.create(unit=access.commune_id)
        write_entry(access, child.id, data, "survey")
        join_pupil(access, child.id, pupil)
        record(access, "list_area_child", "area_child", child.id, fields=["pupil"])
    return child


def _area(access: Access, data: ChildData) -> tuple[AreaScope, list[AreaPerson]]:
    scope = need_writing(access)
    if data.village_id not in {one.id for one in scope.villages}:
        raise NotFound("Không tìm thấy thôn, buôn này trong địa bàn của thầy cô.")
    return scope, area_people(access, scope, asked_year(access))


def write_entry(access: Access, child_id: int, data: ChildData, source: str) -> ChildEntry:
    """The caller has checked the rights, and audits."""
    return ChildEntry.create(
        unit=access.commune_id,
        child=child_id,
        school_year=asked_year(access),
        village=data.village_id,
        full_name=data.full_name,
        birth_date=data.birth.date,
        birth_precision=data.birth.precision,
        sex=data.sex,
        ethnic_group=data.ethnic_group,
        head_name=data.head_name,
        disability=data.disability,
        state=data.state.value,
        at_school=data.at_school,
        grade=data.grade,
        since=data.since,
        reason=data.reason,
        source=source,
        on=access.on,
        by=access.staff_id,
        by_unit=access.unit_id,
        recorded_at=clock.now(),
    )


def say_match(access: Access, child_public_id: str, pupil_public_id: str, *, same: bool) -> None:
    """A person's word: this child is that pupil, or is another child.

    A later word replaces an earlier one. Raises NotFound for one of another area or school, Conflict where
    the pupil is a child of the list already.
    """
    with db.write():
        people = area_people(access, need_writing(access, whole=True), asked_year(access))
        child, pupil = one_child(people, child_public_id), one_pupil(people, pupil_public_id)
        if pupil.child:
            raise Conflict("Học sinh này đã được ghép với một em trong danh sách. Hãy tải lại trang.")
        assert child.child_id is not None
        if same:
            join_pupil(access, child.child_id, pupil)
        else:
            _say(access, child.child_id, pupil, live=None)
        intent = "match_area_child" if same else "tell_area_child_apart"
        record(access, intent, "area_child", child.child_id, fields=["pupil"])


def join_pupil(access: Access, child_id: int, pupil: AreaPerson) -> None:
    """The caller has checked both. The unique key on the live match decides between two at the same moment:
    raises Conflict."""
    try:
        with db.write():
            _say(access, child_id, pupil, live=pupil.pupil_id)
    except IntegrityError:
        raise Conflict("Học sinh này vừa được ghép với một em khác. Hãy tải lại trang.") from None


def _say(access: Access, child_id: int, pupil: AreaPerson, *, live: int | None) -> None:
    ChildMatch.create(
        unit=access.commune_id,
        child=child_id,
        pupil=pupil.pupil_id,
        same=live is not None,
        live=live,
        by=access.staff_id,
        by_unit=access.unit_id,
        at=clock.now(),
    )


def undo_match(access: Access, child_public_id: str) -> None:
    """Takes back that the child is a pupil; what was said stays written. Raises NotFound."""
    with db.write():
        people = area_people(access, need_writing(access), asked_year(access))
        child = one_child(people, child_public_id)
        own = (ChildMatch.unit == access.commune_id) & (ChildMatch.child == child.child_id)
        mine = own & ChildMatch.live.is_null(False) & (ChildMatch.by_unit == access.unit_id)
        if not ChildMatch.update(live=None, undone_at=clock.now()).where(mine).execute():
            raise NotFound("Em này chưa được trường ghép với học sinh nào.")
        record(access, "undo_area_match", "area_child", child.child_id, fields=["pupil"])
