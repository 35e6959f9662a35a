"""Every child of the area once, who may write and read there, and the rates by name."""

from datetime import date
from fractions import Fraction

import pytest

from sisoho.errors import Conflict, NotAllowed, NotFound, RuleBroken
from sisoho.schools.actions.area import list_child, say_match, survey_child, survey_pupil, undo_match
from sisoho.schools.models import ChildEntry, Duty, Enrolment, Move, PupilPlace
from sisoho.schools.queries import area
from sisoho.schools.queries.area import AreaPerson
from sisoho.schools.rules.area import ChildState
from sisoho.vietnamese import BirthDate
from tests.factories import Commune, School, access_of, pupil
from tests.rollcall.sending import statements
from tests.schools.ending import on
from tests.schools.surveying import told

YEAR = "2026-2027"
S = ChildState


def people(access: object, year: str = YEAR) -> list[AreaPerson]:
    return area.area_people(access, area.area_scope(access), year)


def named(found: list[AreaPerson], name: str) -> AreaPerson:
    (one,) = [one for one in found if one.name == name]
    return one


def drop(school: School, place: int, kind: str = "dropped", **fields: object) -> None:
    gone = school.pupils[place]
    Enrolment.update(ends=date(2026, 10, 12)).where(
        (Enrolment.unit == school.unit) & (Enrolment.pupil == gone)
    ).execute()
    Move.create(
        unit=school.unit, pupil=gone, year=school.year, kind=kind, on=date(2026, 10, 12),
        recorded_at=Move.get(Move.unit == school.unit).recorded_at, **fields,
    )  # fmt: skip


def test_pupils_of_the_village_are_children_of_the_area_without_being_typed_again(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    found = people(clerk)
    bia = named(found, "Ksor H'Bia")
    assert (bia.state, bia.grade, bia.class_name, bia.age) == (S.STUDYING, 6, "6A", 11)
    assert bia.school == "Trường TH và THCS Mẫu Một"
    others = [one for one in found if not one.name]
    assert len(others) == 8  # the other school's pupils of this village: counted, their names stay there
    assert all(one.birth is not None and one.birth.precision == "year" for one in others)


def test_a_dropout_and_a_death_show_where_the_register_says_so_and_a_transfer_leaves(
    commune: Commune,
) -> None:
    school = commune.school
    drop(school, 0)
    drop(school, 1, "died")
    drop(school, 2, "transfer_out", other_name="Trường THCS Ia Dreh")
    found = people(access_of(school.clerk))
    assert named(found, "Ksor H'Bia").state is S.DROPPED
    assert named(found, "Ksor H'Bia").since == date(2026, 10, 12)
    assert named(found, "Siu Blơi").state is S.DIED
    assert "Rơ Châm Đức" not in {one.name for one in found}


def test_a_survey_line_is_added_beside_the_earlier_ones_and_the_latest_counts(commune: Commune) -> None:
    school = commune.school
    teacher = access_of(school.village_teacher)
    child = list_child(teacher, told(school))
    with on(date(2026, 11, 25)):
        later = access_of(school.village_teacher)
        data = told(school, state=S.STUDYING, at_school="Trường TH Ia Mlah", grade=1)
        survey_child(later, child.public_id, data)
        one = named(people(later), "Siu H'Lin")
        assert (one.state, one.school, one.grade) == (S.STUDYING, "Trường TH Ia Mlah", 1)
        history = area.child_page(later, child.public_id, YEAR).history
        assert [line.what for line in history] == [
            "đang học lớp 1, Trường TH Ia Mlah",
            "chưa đi học",
        ]
        assert history[0].by == "Ksor Buôn"
    with on(date(2027, 8, 20)):
        clerk = access_of(school.clerk)
        one = named(people(clerk, "2027-2028"), "Siu H'Lin")
        assert (one.state, one.age) == (S.UNKNOWN, 7)
        assert one.before == "đang học (năm học 2026-2027)"
        assert named(people(clerk, YEAR), "Siu H'Lin").state is S.STUDYING


def test_one_child_is_not_listed_twice_unless_a_person_says_it_is_another(commune: Commune) -> None:
    school = commune.school
    teacher = access_of(school.village_teacher)
    with pytest.raises(RuleBroken, match="là học sinh lớp 6A") as refused:
        list_child(teacher, told(school, "Ksor H'Bia", birth=BirthDate(date(2015, 1, 1), "year")))
    assert "another" in refused.value.fields
    list_child(teacher, told(school))
    with pytest.raises(RuleBroken, match="đã có trong danh sách"):
        list_child(teacher, told(school, "siu h’lin"))
    list_child(teacher, told(school), another=True)
    assert len([one for one in people(teacher) if one.name == "Siu H'Lin"]) == 2


def test_a_confirmed_match_leaves_one_line_that_follows_the_register(commune: Commune) -> None:
    school = commune.school
    clerk = access_of(school.clerk)
    birth = school.pupils[0].birth_date
    data = told(school, "Ksor H'Bia", birth=BirthDate(birth), state=S.UNABLE, head_name="Amí Bia")
    child = list_child(clerk, data, another=True)
    (proposed,) = area.matching(clerk, YEAR).open
    assert proposed.sure
    assert proposed.pupil.name == "Ksor H'Bia"
    say_match(clerk, child.public_id, proposed.pupil.pupil, same=True)
    one = named(people(clerk), "Ksor H'Bia")
    assert (one.state, one.class_name, one.head_name) == (S.STUDYING, "6A", "Amí Bia")
    assert area.matching(clerk, YEAR).open == ()
    with pytest.raises(Conflict):
        say_match(clerk, child.public_id, proposed.pupil.pupil, same=True)
    undo_match(clerk, child.public_id)
    assert len([one for one in people(clerk) if one.name == "Ksor H'Bia"]) == 2


def test_a_pupil_is_matched_wherever_the_pupil_lives(commune: Commune) -> None:
    school = commune.school
    away = pupil(school, "Nay Xa", school.class_6a, school.other_village)
    Duty.create(
        unit=commune.other_school.unit, staff=commune.other_school.teacher, kind="village",
        village=school.other_village, starts=date(2026, 8, 1),
    )  # fmt: skip
    data = told(school, "Nay Xa", birth=BirthDate(away.birth_date), village_id=school.other_village.id)
    child = list_child(access_of(commune.other_school.teacher), data)  # who cannot know the pupil
    clerk = access_of(school.clerk)
    (proposed,) = area.matching(clerk, YEAR).open
    assert proposed.child.child == child.public_id
    say_match(clerk, child.public_id, away.public_id, same=True)
    assert area.matching(clerk, YEAR).open == ()
    officer = access_of(commune.officer)
    line = next(line for line in area.overview(officer, YEAR).lines if line.name == "Buôn Ma Giai")
    assert line.living == 1


def test_two_told_apart_are_not_proposed_again_and_the_word_can_be_taken_back(commune: Commune) -> None:
    school = commune.school
    clerk = access_of(school.clerk)
    data = told(school, "Ksor H'Bia", birth=BirthDate(school.pupils[0].birth_date))
    child = list_child(clerk, data, another=True)
    pupil_id = school.pupils[0].public_id
    say_match(clerk, child.public_id, pupil_id, same=False)
    found = area.matching(clerk, YEAR)
    assert found.open == ()
    assert [pair.pupil.pupil for pair in found.apart] == [pupil_id]
    say_match(clerk, child.public_id, pupil_id, same=True)
    assert area.matching(clerk, YEAR).apart == ()


def test_what_the_surveyor_finds_of_a_dropout_is_newer_than_the_register(commune: Commune) -> None:
    school = commune.school
    drop(school, 0)
    teacher = access_of(school.village_teacher)
    data = told(school, "Ksor H'Bia", birth=BirthDate(school.pupils[0].birth_date), state=S.MOVED_AWAY)
    survey_pupil(teacher, school.pupils[0].public_id, data)
    assert named(people(teacher), "Ksor H'Bia").state is S.MOVED_AWAY
    survey_pupil(teacher, school.pupils[0].public_id, told(school, "Ksor H'Bia", state=S.NOT_YET))
    assert ChildEntry.select().where(ChildEntry.unit == commune.unit).count() == 2
    Enrolment.create(
        unit=school.unit, pupil=school.pupils[0], year=school.year, school_class=school.class_6a, grade=6,
        starts=date(2026, 11, 1),
    )  # fmt: skip
    assert named(people(teacher), "Ksor H'Bia").state is S.STUDYING  # in class again: newer than any word


def test_a_child_matched_by_one_school_is_one_line_for_the_other_too(commune: Commune) -> None:
    school, other = commune.school, commune.other_school
    clerk = access_of(school.clerk)
    data = told(school, "Ksor H'Bia", birth=BirthDate(school.pupils[0].birth_date))
    child = list_child(clerk, data, another=True)
    say_match(clerk, child.public_id, school.pupils[0].public_id, same=True)
    seen = [one for one in people(access_of(other.clerk)) if one.child]
    assert [(one.state, one.school, one.class_name) for one in seen] == [
        (S.STUDYING, "Trường TH và THCS Mẫu Một", "")
    ]
    with pytest.raises(NotFound):
        undo_match(access_of(other.clerk), child.public_id)


def test_a_teacher_reads_and_writes_only_the_own_villages(commune: Commune) -> None:
    school = commune.school
    clerk_only = pupil(school, "Nay Xa", school.class_6a, school.other_village)
    teacher = access_of(school.village_teacher)
    assert "Nay Xa" not in {one.name for one in people(teacher)}
    with pytest.raises(NotFound):
        list_child(teacher, told(school, village_id=school.other_village.id))
    with pytest.raises(NotFound):
        area.village_children(teacher, school.other_village.public_id, YEAR)
    with pytest.raises(NotFound):
        survey_pupil(teacher, clerk_only.public_id, told(school))
    with pytest.raises(NotAllowed):
        list_child(access_of(school.teacher), told(school))


def test_the_commune_counts_without_a_name(commune: Commune) -> None:
    school = commune.school
    list_child(access_of(school.clerk), told(school))
    officer = access_of(commune.officer)
    found = area.overview(officer, YEAR)
    assert not found.named
    assert found.total.out == 1
    assert len(found.lines) == 2  # every village of the commune
    with pytest.raises(NotFound):
        area.village_children(officer, school.village.public_id, YEAR)
    with pytest.raises(NotFound):
        area.behind(officer, YEAR, "lop-1", "mau-so")
    with pytest.raises(NotAllowed):
        list_child(officer, told(school))


def test_the_overview_counts_each_birth_year_and_what_is_open(commune: Commune) -> None:
    school = commune.school
    clerk = access_of(school.clerk)
    list_child(clerk, told(school))
    list_child(clerk, told(school, "Nay Đi", state=S.MOVED_AWAY))
    found = area.overview(clerk, YEAR)
    assert found.years == tuple(range(2021, 2011, -1))
    six = next(cell for cell in found.total.cells if cell.birth_year == 2020)
    assert (six.age, six.living, six.out) == (6, 3 + 3 + 1, 1)  # class 1A of both schools, and the girl


def test_mobilisation_names_who_stands_behind_each_figure(commune: Commune) -> None:
    school = commune.school
    clerk = access_of(school.clerk)
    list_child(clerk, told(school))
    list_child(clerk, told(school, "Nay Khó", state=S.UNABLE, disability=True))
    list_child(clerk, told(school, "Kpă Xa", state=S.STUDYING, at_school="Trường TH Ia Mlah"))
    found = area.mobilisation(clerk, YEAR)
    first = found.of("lop-1").all
    assert (first.due, first.mobilised, first.out, first.otherwise, first.excluded) == (8, 6, 1, 1, 1)
    assert first.rate == Fraction(6, 8)
    assert found.of("thcs").all.rate == 1

    def names(figure: str, part: str = "") -> list[str]:
        return [one.name for one in area.behind(clerk, YEAR, "lop-1", figure, part).people]

    assert names("chua-hoc") == ["Siu H'Lin"]
    assert names("ngoai") == ["Nay Khó"]
    assert names("lop-khac") == ["Kpă Xa"]
    assert names("chua-hoc", "nu") == ["Siu H'Lin"]
    of_first = area.behind(clerk, YEAR, "lop-1", "dang-hoc")
    assert (len(of_first.people), of_first.unnamed) == (3, 3)
    with pytest.raises(NotFound):
        area.behind(clerk, YEAR, "lop-2", "mau-so")


def test_a_school_without_teams_looks_after_the_whole_commune(commune: Commune) -> None:
    school = commune.school
    assert len(area.area_scope(access_of(school.clerk)).villages) == 1
    Duty.update(ends=date(2026, 11, 1)).where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
    assert len(area.area_scope(access_of(school.clerk)).villages) == 2


def test_the_statements_do_not_grow_with_the_children(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)

    def counted() -> int:
        with statements() as ran:
            area.mobilisation(clerk, YEAR)
        return len(ran)

    few = counted()
    for place in range(4):
        list_child(clerk, told(commune.school, f"Siu Em{place}"))
    assert counted() == few <= 11


def test_a_home_outside_the_area_takes_the_pupil_out_of_it(commune: Commune) -> None:
    school = commune.school
    PupilPlace.update(village=school.other_village).where(
        (PupilPlace.unit == school.unit) & (PupilPlace.pupil == school.pupils[0])
    ).execute()
    assert "Ksor H'Bia" not in {one.name for one in people(access_of(school.clerk))}
