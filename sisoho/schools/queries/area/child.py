"""One child of the list: what is known today, everything ever said, and the pupil the child is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.schools.models import ChildEntry, StaffMember
from sisoho.schools.queries.area.people import AreaPerson, area_people
from sisoho.schools.queries.area.scope import AreaScope, area_scope
from sisoho.schools.rules.area import ChildState

SOURCES = {"survey": "điều tra tại thôn buôn", "import": "danh sách phổ cập", "": "danh sách của trường"}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line ever written of the child. `where`: the village; `what`: state, school, since, reason."""

    year: str
    what: str
    where: str
    head_name: str
    source: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class ChildPage:
    person: AreaPerson
    village: str
    village_id: str
    history: tuple[EntryLine, ...]


def child_page(access: Access, public_id: str, year: str) -> ChildPage:
    """Raises NotFound for a child of another area, and for who reads counts alone."""
    scope = area_scope(access)
    person = one_child(area_people(access, scope, year) if scope.named else [], public_id)
    village = next(one for one in scope.villages if one.id == person.village_id)
    return ChildPage(person, village.name, village.public_id, tuple(_history(access, scope, person)))


def one_child(people: Iterable[AreaPerson], public_id: str) -> AreaPerson:
    """Raises NotFound."""
    found = next((one for one in people if one.child and one.child == public_id), None)
    if found is None:
        raise NotFound("Không tìm thấy em này trong địa bàn của thầy cô.")
    return found


def one_pupil(people: Iterable[AreaPerson], public_id: str) -> AreaPerson:
    """A pupil of the acting school among the children of the area. Raises NotFound."""
    found = next((one for one in people if one.pupil and one.pupil == public_id), None)
    if found is None:
        raise NotFound("Không tìm thấy học sinh này trong địa bàn của thầy cô.")
    return found


def _history(access: Access, scope: AreaScope, person: AreaPerson) -> Iterable[EntryLine]:
    """The newest first."""
    e, s = ChildEntry, StaffMember
    rows = (
        e.select(e, s.full_name.alias("by_name"))
        .join(s, JOIN.LEFT_OUTER, on=(s.id == e.by) & (s.unit == e.by_unit))
        .where((e.unit == access.commune_id) & (e.child == person.child_id))
        .order_by(e.id.desc())
        .objects()
    )
    for row in rows:
        by = row.by_name if row.by_unit_id == access.unit_id else scope.schools.get(row.by_unit_id, "")
        yield EntryLine(
            row.school_year,
            state_words(ChildState(row.state), row.at_school, "", row.grade, row.since, row.reason),
            scope.homes.get(row.village_id, ""),
            row.head_name,
            SOURCES[row.source],
            row.on,
            by or "",
        )


def state_words(
    state: ChildState,
    school: str = "",
    class_name: str = "",
    grade: int | None = None,
    since: date | None = None,
    reason: str = "",
) -> str:
    """`đang học lớp 6A, Trường …`, `đã bỏ học từ 12/10/2026: theo mẹ lên rẫy`."""
    in_class = class_name or (str(grade) if grade else "")
    words = state.label
    if in_class and state is ChildState.STUDYING:
        words += f" lớp {in_class.removeprefix('Lớp ').removeprefix('lớp ')}"
    words += f", {school}" if school else ""
    words += f" từ {since:%d/%m/%Y}" if since else ""
    return words + (f": {reason}" if reason else "")


def person_words(one: AreaPerson) -> str:
    """The same of a child as today's page has it."""
    words = state_words(one.state, one.school, one.class_name, one.grade, one.since, one.reason)
    return f"{words}; trước đó {one.before}" if one.before else words
