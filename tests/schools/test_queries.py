"""Who sees what of classes and pupils, and how a pupil is found."""

import pytest

from sisoho.errors import NotAllowed, NotFound
from sisoho.schools import models as m
from sisoho.schools import queries
from tests import factories
from tests.factories import Commune, access_of


def names(commune: Commune, who: m.StaffMember, query: str) -> list[str]:
    return [found.name for found in queries.find_pupils(access_of(who), query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ro cham", ["Rơ Châm Đức"]),
        ("rchâm", ["Rơ Châm Đức"]),
        ("h bia", ["Ksor H'Bia"]),
        ("H’Bia", ["Ksor H'Bia"]),
        ("duc", ["Rơ Châm Đức"]),
        ("bao nguyen", ["Nguyễn Gia Bảo"]),
        ("h'", ["Ksor H'Bia", "Nay H'Đào", "Hiao H'Dim"]),
        ("%", []),
        ("  ", []),
    ],
)
def test_a_pupil_is_found_by_any_spelling(commune: Commune, query: str, found: list[str]) -> None:
    result = names(commune, commune.school.clerk, query)
    assert set(found) <= set(result) if query == "h'" else result == found


def test_search_stays_within_the_school(commune: Commune) -> None:
    factories.pupil(commune.other_school, "Kpă Xa Lạ", commune.other_school.class_6a)
    assert names(commune, commune.school.clerk, "kpa xa la") == []


def test_an_id_number_finds_a_pupil_for_who_keeps_the_registers_only(commune: Commune) -> None:
    school = commune.school
    factories.pupil(school, "Nay Y Tý", school.class_6a, id_number="064214000123")
    assert names(commune, school.clerk, "4000123") == ["Nay Y Tý"]
    assert names(commune, school.teacher, "4000123") == []


def test_a_search_tells_a_subject_teacher_names_and_classes_only(commune: Commune) -> None:
    (found,) = queries.find_pupils(access_of(commune.school.teacher), "ro cham")
    assert (found.class_name, found.birth, found.village, found.may_open) == ("6A", "", "", False)
    (found,) = queries.find_pupils(access_of(commune.school.teacher_6a), "ro cham")
    assert found.may_open
    assert found.village == "Buôn Chư Bang"


def test_a_class_list_goes_by_given_name_in_vietnamese_order(commune: Commune) -> None:
    listed = queries.class_list(access_of(commune.school.teacher_6a), commune.school.class_6a.public_id)
    assert [pupil.name for pupil in listed.pupils] == [
        "Nguyễn Gia Bảo",
        "Siu Blơi",
        "Rơ Châm Đức",
        "Ksor H'Bia",
        "Nay H'Đào",
    ]
    assert listed.full
    assert listed.pupils[0].birth == "12/03/2015"
    assert (listed.line.pupils, listed.line.homeroom) == (5, "Phạm Văn Sáu")


def test_a_subject_teacher_sees_names_only_in_a_class_list(commune: Commune) -> None:
    listed = queries.class_list(access_of(commune.school.teacher), commune.school.class_6a.public_id)
    assert not listed.full
    assert len(listed.pupils) == 5
    assert {(pupil.birth, pupil.village) for pupil in listed.pupils} == {("", "")}


def test_another_schools_class_is_not_found(commune: Commune) -> None:
    with pytest.raises(NotFound):
        queries.class_list(access_of(commune.other_school.clerk), commune.school.class_6a.public_id)


def test_a_pupils_page_opens_for_the_homeroom_teacher_leaders_and_the_clerk(commune: Commune) -> None:
    school = commune.school
    pupil = school.pupils[0]
    pupil.id_number = "064314000045"
    pupil.save()
    for who in (school.teacher_6a, school.principal, school.clerk):
        page = queries.pupil_page(access_of(who), pupil.public_id)
        assert page.household is not None
        assert page.household.guardians[0].phone == "0987000001"
        assert page.id_masked == "064•••••••45"
        assert page.now is not None
        assert page.now.class_name == "6A"
    for who in (school.teacher_1a, school.teacher, school.village_teacher):
        with pytest.raises(NotAllowed):
            queries.pupil_page(access_of(who), pupil.public_id)
    with pytest.raises(NotFound):
        queries.pupil_page(access_of(commune.other_school.principal), pupil.public_id)


def test_a_village_with_pupils_and_without_a_team_is_flagged(commune: Commune) -> None:
    school = commune.school
    factories.pupil(school, "Nay Y Tý", school.class_6a, school.other_village)
    lines = {line.name: line for line in queries.village_lines(access_of(school.clerk))}
    assert lines["Buôn Chư Bang"].team[0].lead
    assert (lines["Buôn Chư Bang"].pupils, lines["Buôn Ma Giai"].pupils) == (8, 1)
    assert not lines["Buôn Chư Bang"].is_unassigned
    assert lines["Buôn Ma Giai"].is_unassigned


def test_the_staff_list_names_posts_and_duties(commune: Commune) -> None:
    lines = {line.name: line for line in queries.staff_list(access_of(commune.school.principal))}
    assert (lines["Phạm Văn Sáu"].posts, lines["Phạm Văn Sáu"].tasks) == ("Giáo viên", "Chủ nhiệm 6A")
    assert lines["Ksor Buôn"].tasks == "Buôn Chư Bang (nhóm trưởng)"
    assert next(iter(lines)) == "Nguyễn Thị Hồng"
    with pytest.raises(NotAllowed):
        queries.staff_list(access_of(commune.school.teacher))


def test_a_register_line_names_both_parents_and_one_phone(commune: Commune) -> None:
    school = commune.school
    lines = queries.register_lines(access_of(school.clerk), school.year.id)
    assert [line.class_name for line in lines] == ["1A"] * 3 + ["6A"] * 5
    assert (lines[0].mother, lines[0].phone, lines[0].village) == (
        f"Mẹ {lines[0].name}",
        "0987000001",
        "Buôn Chư Bang",
    )
    own = queries.register_lines(access_of(school.teacher_6a), school.year.id, school.class_6a.id)
    assert len(own) == 5
    with pytest.raises(NotAllowed):
        queries.register_lines(access_of(school.teacher_6a), school.year.id)
