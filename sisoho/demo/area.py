"""Children of the villages who are on no school's list, as the teachers on duty find them."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from sisoho.demo.cast import Person
from sisoho.demo.stage import Stage
from sisoho.school_calendar import at_vietnam
from sisoho.schools.actions.area import list_child, say_match
from sisoho.schools.forms.area import ChildData
from sisoho.schools.queries import area
from sisoho.schools.rules.area import ChildState
from sisoho.vietnamese import BirthDate

_EVENING = time(17, 10)
_ELSEWHERE = "Trường THCS Dân tộc nội trú Krông Pa"


@dataclass(frozen=True, slots=True)
class _Found:
    """A child as the team of `village` finds one; `age` in the school year."""

    village: str
    name: str
    sex: str
    age: int
    head: str
    state: ChildState
    school: str = ""
    grade: int | None = None
    reason: str = ""
    disability: bool = False


_S = ChildState
_FOUND = (
    _Found("Buôn Ji A", "Rcom H'Nhiên", "female", 6, "Nay H'Bơ", _S.NOT_YET, reason="theo mẹ lên rẫy"),
    _Found("Buôn Ji A", "Ksor Y Thuân", "male", 13, "Ksor H'Đưm", _S.DROPPED, reason="đi làm thuê"),
    _Found("Buôn Ji A", "Nay Y Krang", "male", 12, "Nay H'Blin", _S.STUDYING, _ELSEWHERE, 7),
    _Found("Buôn Ji A", "Siu H'Yên", "female", 5, "Siu H'Tha", _S.STUDYING, "Trường Mầm non Hoa Pơ Lang"),
    _Found("Buôn Ji B", "Rahlan Y Duh", "male", 9, "Rahlan H'Mlô", _S.UNABLE, disability=True),
    _Found("Buôn Ji B", "Kpă H'Nương", "female", 14, "Kpă H'Lưi", _S.DROPPED, reason="nhà neo người"),
    _Found("Buôn Ji B", "Siu Y Sơn", "male", 11, "Siu H'Rin", _S.STUDYING, _ELSEWHERE, 6),
    _Found("Buôn Tang", "Nay H'Ngơi", "female", 6, "Nay H'Uên", _S.NOT_YET, reason="ở với bà, nhà xa"),
    _Found("Buôn Tang", "Ksor Y Blô", "male", 8, "Ksor H'Jen", _S.MOVED_AWAY, reason="theo cha mẹ đi xa"),
    _Found("Buôn Tang", "Rmah H'Sưi", "female", 5, "Rmah H'Bun", _S.NOT_YET),
)  # fmt: skip


def write_area(stage: Stage) -> None:
    """Each team goes through its village in the first weeks; one line repeats a pupil, and is matched."""
    day = stage.dates.first + timedelta(days=16)
    for number, found in enumerate(_FOUND):
        team = stage.cast.team(stage.village_id(found.village))
        if team:
            _at(stage, day + timedelta(days=number), partial(_write, stage, team[0], found))
    lead = next(iter(stage.cast.team(stage.village_id("Buôn Ma Giai"))), None)
    if lead:
        _at(stage, day, partial(_write_twice, stage, lead))


def _at(stage: Stage, day: date, deed: partial[None]) -> None:
    stage.diary.at(at_vietnam(day, _EVENING), deed)


def _write(stage: Stage, person: Person, found: _Found) -> None:
    access, village_id = stage.access(person), stage.village_id(found.village)
    assert village_id is not None
    birth = date(int(area.asked_year(access)[:4]) - found.age, 1 + len(found.name) % 12, 1 + len(found.head))
    data = ChildData(
        full_name=found.name,
        birth=BirthDate(birth),
        village_id=village_id,
        state=found.state,
        sex=found.sex,
        ethnic_group="Gia Rai",
        head_name=found.head,
        disability=found.disability,
        at_school=found.school,
        grade=found.grade,
        reason=found.reason,
    )
    list_child(access, data)


def _write_twice(stage: Stage, person: Person) -> None:
    """Two pupils of the village stood on the paper too: the clerk joins one, the other still waits."""
    access = stage.access(person)
    found = area.area_people(access, area.area_scope(access), area.asked_year(access))
    for pupil in [one for one in found if one.class_name][:2]:
        assert pupil.birth
        data = ChildData(pupil.name, pupil.birth, pupil.village_id, _S.STUDYING, at_school=pupil.school)
        list_child(access, data, another=True)
    clerk = stage.of_post("clerk")
    pair = area.matching(clerk, area.asked_year(clerk)).open[0]
    say_match(clerk, pair.child.child, pair.pupil.pupil, same=True)
