"""From an empty server to a school with classes, people, villages and rules of its own."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from sisoho.access import Access, Role
from sisoho.audit.models import AuditEntry
from sisoho.errors import Conflict, NotAllowed, NotFound, RuleBroken
from sisoho.schools import actions, queries
from sisoho.schools import models as m
from sisoho.schools.forms import (
    PATTERNS,
    ClassData,
    ClosureData,
    DutyData,
    FoundingData,
    SeasonData,
    StaffData,
    UnitData,
    VillageData,
    YearData,
    read_classes,
    read_founding,
    read_staff_list,
    village_of_line,
)
from tests.at_once import at_once
from tests.factories import Commune, access_of

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 7)
TODAY = date(2026, 11, 23)
FORM = {
    "department": "Sở Giáo dục và Đào tạo Gia Lai",
    "commune": "Ủy ban nhân dân xã Phú Túc",
    "school": "Trường Tiểu học và THCS Mẫu",
    "symbol": "thmau",
    "place": "Phú Túc",
    "campuses": "Điểm Buôn Tang\nĐiểm Ji B",
    "founder_name": "Trần Văn Thư",
    "founder_phone": "0905 123 456",
    "founder_post": "clerk",
}


@pytest.fixture
def founding() -> FoundingData:
    return read_founding(FORM, ["primary", "lower_secondary"], AUGUST)


def test_an_empty_server_gets_its_first_school(store: Flask, founding: FoundingData) -> None:
    school = actions.found_school(None, founding, TODAY)
    card = queries.unit_card(school.id, TODAY)
    commune = queries.unit_card(card.commune_id or 0, TODAY)
    assert (card.name, card.symbol, card.levels) == (
        "Trường Tiểu học và THCS Mẫu",
        "THMAU",
        ("primary", "lower_secondary"),
    )
    assert commune.name == "Ủy ban nhân dân xã Phú Túc"
    founder = m.StaffMember.get(m.StaffMember.unit == school)
    duty = m.Duty.get((m.Duty.unit == school) & (m.Duty.staff == founder))
    assert (founder.full_name, founder.phone, duty.kind) == ("Trần Văn Thư", "0905123456", "clerk")
    assert {name for _, name in queries.campus_names(access(school)).values()} == {
        "Điểm Buôn Tang",
        "Điểm Ji B",
    }
    with pytest.raises(Conflict):
        actions.found_school(None, founding, TODAY)


def access(school: m.Unit) -> Access:
    card = queries.unit_card(school.id, TODAY)
    return Access(
        account_id=None,
        staff_id=None,
        unit_id=school.id,
        unit_kind="school",
        on=TODAY,
        roles=frozenset({Role.ADMINISTRATOR}),
        commune_id=card.commune_id,
    )


def test_founding_tells_every_empty_field_at_once() -> None:
    with pytest.raises(RuleBroken) as refused:
        read_founding({"founder_post": "clerk", "founder_phone": "12"}, [], AUGUST)
    assert set(refused.value.fields) == {
        "department",
        "commune",
        "school",
        "symbol",
        "place",
        "levels",
        "founder_name",
        "founder_phone",
    }


def test_a_renamed_school_keeps_its_old_name_for_the_old_days(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    data = UnitData("school", "Trường TH và THCS Tên Mới", date(2026, 12, 1), symbol="THMOI", place="Phú Túc")
    actions.change_profile(clerk, data)
    assert queries.unit_card(clerk.unit_id, TODAY).name == "Trường TH và THCS Mẫu Một"
    assert queries.unit_card(clerk.unit_id, date(2026, 12, 1)).name == "Trường TH và THCS Tên Mới"


def test_a_new_symbol_leaves_the_short_name_and_a_new_name_ends_it(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    m.UnitProfile.update(short_name="Mẫu Một").where(m.UnitProfile.unit == clerk.unit_id).execute()
    card = queries.unit_card(clerk.unit_id, TODAY)
    actions.change_profile(clerk, UnitData("school", card.name, TODAY, symbol="MAU1"))
    assert queries.unit_card(clerk.unit_id, TODAY).short_name == "Mẫu Một"
    actions.change_profile(clerk, UnitData("school", "Trường Tên Mới", TODAY))
    assert queries.unit_card(clerk.unit_id, TODAY).short_name == "Trường Tên Mới"


def test_only_an_administrator_adds_schools_but_a_school_adds_its_campus(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    campus = UnitData("campus", "Điểm Buôn Tang", SEPTEMBER)
    actions.add_unit(clerk, campus, clerk.unit_id)
    assert [name for _, name in queries.campus_names(clerk).values()] == ["Điểm Buôn Tang"]
    with pytest.raises(NotAllowed):
        actions.add_unit(clerk, campus, commune.other_school.unit.id)
    administrator = replace(clerk, roles=frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(RuleBroken):
        actions.add_unit(administrator, UnitData("school", "Trường dưới Sở", SEPTEMBER), clerk.unit_id)


def test_the_district_is_succeeded_and_ends(commune: Commune) -> None:
    administrator = replace(access_of(commune.school.clerk), roles=frozenset({Role.ADMINISTRATOR}))
    old = actions.add_unit(
        administrator, UnitData("district", "Phòng GDĐT Krông Pa", date(2010, 1, 1)), commune.department.id
    )
    actions.record_succession(administrator, old.id, commune.unit.id, date(2025, 7, 1))
    assert m.Unit.get_by_id(old.id).ends == date(2025, 7, 1)


def test_a_year_may_not_share_days_with_another(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    with pytest.raises(RuleBroken):
        actions.open_school_year(
            clerk,
            YearData("2027-2028", date(2027, 5, 1), date(2028, 5, 31), date(2028, 1, 15), date(2027, 9, 15)),
        )
    year = actions.open_school_year(
        clerk,
        YearData("2027-2028", date(2027, 9, 6), date(2028, 5, 31), date(2028, 1, 15), date(2027, 9, 15)),
    )
    assert year.ends == date(2028, 6, 1)
    for moved in (date(2027, 5, 3), date(2026, 9, 7)):  # into the year before; its label too
        data = YearData(f"{moved.year}-{moved.year + 1}", moved, year.ends, date(2028, 1, 15), moved)
        with pytest.raises(RuleBroken):
            actions.change_school_year(clerk, year.id, data)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1A, 1B\n6A", [("1A", (1,)), ("1B", (1,)), ("6A", (6,))]),
        ("Ghép Buôn Tang: 1, 2", [("Ghép Buôn Tang", (1, 2))]),
        ("Lớp 9C", [("Lớp 9C", (9,))]),
    ],
)
def test_classes_are_read_from_a_list(written: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    found = read_classes({"classes": written}, {})
    assert [(item.name, item.grades) for item in found] == expected


@pytest.mark.parametrize("written", ["", "Hoa Mai", "1A, 1A", "13A"])
def test_a_class_without_a_grade_is_asked_about(written: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_classes({"classes": written}, {})
    assert "classes" in refused.value.fields


def test_a_class_has_its_week_from_the_years_start(commune: Commune) -> None:
    clerk, school = access_of(commune.school.clerk), commune.school
    (made,) = actions.create_classes(clerk, school.year.id, [ClassData("2A", (2,), PATTERNS["two_a_day"][1])])
    week = queries.week_of_class(clerk, made.id, TODAY)
    assert len(week) == 10
    assert (week["w0S"], week["w4C"]) == ("chinh_khoa", "buoi_2")
    actions.set_week(clerk, made.id, [(0, "S", "chinh_khoa")], TODAY)
    assert queries.week_of_class(clerk, made.id, TODAY) == {"w0S": "chinh_khoa"}
    rows = m.WeeklyHalfDay.select().where(
        (m.WeeklyHalfDay.unit == school.unit) & (m.WeeklyHalfDay.school_class == made.id)
    )
    assert sorted({(row.starts, row.ends) for row in rows}) == [
        (SEPTEMBER, TODAY),
        (TODAY, None),
    ]
    with pytest.raises(RuleBroken):
        actions.create_classes(clerk, school.year.id, [ClassData("2A", (2,))])


def rows_of(school: m.Unit) -> tuple[int, int]:
    """How many people and duties the school has."""
    return (
        m.StaffMember.select().where(m.StaffMember.unit == school).count(),
        m.Duty.select().where(m.Duty.unit == school).count(),
    )


def test_a_pasted_list_of_staff_is_read_by_meaning_and_pasting_it_twice_changes_nothing(
    commune: Commune,
) -> None:
    clerk, school = access_of(commune.school.principal), commune.school
    names = queries.paste_names(clerk, queries.class_ids(clerk, school.year.id))
    text = "Siu Thị Hạnh\t0905 111 222\t1A\tBuôn Ma Giai\nNay Văn Thọ, Chư Bang, GVCN 6A\nRô H'Nhi; Văn thư"
    people = read_staff_list({"staff": text}, names)
    actions.add_staff_list(clerk, people, TODAY)
    before = rows_of(school.unit)
    actions.add_staff_list(clerk, people, TODAY)
    assert rows_of(school.unit) == before
    lines = {line.name: line for line in queries.staff_list(clerk)}
    assert lines["Siu Thị Hạnh"].tasks == "Chủ nhiệm 1A, Buôn Ma Giai (nhóm trưởng)"
    assert lines["Nay Văn Thọ"].tasks == "Chủ nhiệm 6A, Buôn Chư Bang"
    assert lines["Rô H'Nhi"].posts == "Văn thư"
    assert lines["Phạm Văn Sáu"].tasks == ""


def test_a_pasted_line_that_is_not_understood_is_named(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    names = queries.paste_names(clerk, {})
    with pytest.raises(RuleBroken) as refused:
        read_staff_list({"staff": "Siu Hạnh, 0905111222\nNay Thọ, 9Z"}, names)
    assert "Dòng 2: không hiểu “9Z”" in refused.value.fields["staff"]


def test_a_clerk_may_not_make_a_principal(commune: Commune) -> None:
    school = commune.school
    with pytest.raises(NotAllowed):
        actions.assign_duty(access_of(school.clerk), school.clerk.id, DutyData("principal", TODAY))
    with pytest.raises(RuleBroken, match="đang có hiệu trưởng"):
        actions.assign_duty(access_of(school.principal), school.teacher.id, DutyData("principal", TODAY))


@pytest.mark.parametrize("kind", ["homeroom", "village", "teacher"])
def test_a_clerk_gives_herself_no_duty_that_opens_what_families_said(commune: Commune, kind: str) -> None:
    """Domain.md §9: the clerk sees no case narrative; assignment is the leaders'."""
    school = commune.school
    class_id = school.class_6a.id if kind == "homeroom" else None
    village_id = school.village.id if kind == "village" else None
    data = DutyData(kind, TODAY, class_id=class_id, village_id=village_id)
    with pytest.raises(NotAllowed):
        actions.assign_duty(access_of(school.clerk), school.clerk.id, data)
    pasted = StaffData(school.clerk.full_name, school.clerk.phone, "", (school.class_6a.id,))
    with pytest.raises(NotAllowed):
        actions.add_staff(access_of(school.clerk), pasted, TODAY)
    actions.assign_duty(access_of(school.principal), school.clerk.id, data)


def test_who_teaches_which_class_and_goes_to_which_village_is_the_leaders_word(commune: Commune) -> None:
    """Domain.md §9: the clerk keeps lists and prints slips; a duty opens a class's families to its holder."""
    school, clerk = commune.school, access_of(commune.school.clerk)
    duties = [
        DutyData("homeroom", TODAY, class_id=school.class_6a.id),
        DutyData("village", TODAY, village_id=school.village.id),
    ]
    for data in duties:
        with pytest.raises(NotAllowed):
            actions.assign_duty(clerk, school.teacher.id, data)
    held = m.Duty.get((m.Duty.unit == school.unit) & (m.Duty.kind == "homeroom"))
    with pytest.raises(NotAllowed):
        actions.end_duty(clerk, held.id, TODAY)
    newcomer = actions.add_staff(clerk, StaffData("Siu Hạnh"), TODAY)
    assert access_of(newcomer).roles == {Role.TEACHER}
    for data in duties:
        actions.assign_duty(access_of(school.vice_principal), school.teacher.id, data)


def test_a_clerk_who_sets_up_a_school_without_leaders_gives_its_duties(commune: Commune) -> None:
    school = commune.school
    leading = (m.Duty.unit == school.unit) & m.Duty.kind.in_(("principal", "vice_principal"))
    m.Duty.update(ends=TODAY).where(leading).execute()
    data = DutyData("homeroom", TODAY, class_id=school.class_6a.id)
    actions.assign_duty(access_of(school.clerk), school.teacher.id, data)
    assert access_of(school.teacher).class_ids == {school.class_6a.id}


def test_the_name_of_a_village_is_changed_by_the_commune_or_leaders_whose_pupils_live_there(
    commune: Commune,
) -> None:
    school, other = commune.school, access_of(commune.other_school.principal)
    shared, named = school.village, VillageData("Buôn Chư Băng", "buôn")
    with pytest.raises(NotAllowed):
        actions.change_village(access_of(school.clerk), shared.id, named)
    for one in (access_of(school.principal), other, access_of(commune.officer)):
        assert actions.change_village(one, shared.id, named).name == "Buôn Chư Băng"
    m.PupilPlace.update(ends=TODAY).where(m.PupilPlace.unit == other.unit_id).execute()
    with pytest.raises(NotAllowed, match="không có học sinh"):
        actions.change_village(other, shared.id, named)
    nobodys = VillageData("Buôn Ma Giai II", "buôn")
    assert actions.change_village(other, school.other_village.id, nobodys).name == "Buôn Ma Giai II"


def test_a_season_of_the_commune_is_the_commune_s_that_of_a_village_its_schools(commune: Commune) -> None:
    school = commune.school
    whole = SeasonData("flood", TODAY, TODAY)
    here = replace(whole, village_id=school.village.id)
    for refused, data in ((school.clerk, here), (school.principal, whole)):
        with pytest.raises(NotAllowed):
            actions.declare_season(access_of(refused), data)
    assert actions.declare_season(access_of(school.principal), here).village_id == school.village.id
    assert actions.declare_season(access_of(commune.officer), whole).unit_id == commune.unit.id


def test_the_only_school_of_a_commune_declares_its_season(commune: Commune) -> None:
    m.UnitProfile.update(parent=commune.department).where(
        m.UnitProfile.unit == commune.other_school.unit
    ).execute()
    season = actions.declare_season(access_of(commune.school.principal), SeasonData("flood", TODAY, TODAY))
    assert season.village_id is None


def test_a_new_homeroom_teacher_ends_the_former_ones_duty(commune: Commune) -> None:
    school = commune.school
    principal = access_of(school.principal)
    actions.assign_duty(
        principal, school.teacher.id, DutyData("homeroom", TODAY, class_id=school.class_6a.id)
    )
    assert access_of(school.teacher).class_ids == {school.class_6a.id}
    assert access_of(school.teacher_6a).class_ids == frozenset()


def test_an_ended_duty_ends_access(commune: Commune) -> None:
    school = commune.school
    principal = access_of(school.principal)
    duty = m.Duty.get((m.Duty.unit == school.unit) & (m.Duty.kind == "village"))
    actions.end_duty(principal, duty.id, TODAY)
    assert access_of(school.village_teacher).village_ids == frozenset()
    with pytest.raises(Conflict):
        actions.end_duty(principal, duty.id, TODAY)
    with pytest.raises(NotFound):
        actions.end_duty(access_of(commune.other_school.principal), duty.id, TODAY)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Buôn Chư Bang = Chu Bang, Chư Băng",
            VillageData("Buôn Chư Bang", "buôn", ("Chu Bang", "Chư Băng")),
        ),
        ("thôn Thắng Lợi", VillageData("Thôn Thắng Lợi", "thôn")),
        ("Tổ dân phố 5", VillageData("Tổ dân phố 5", "tổ dân phố")),
        ("Ma Giai", VillageData("Buôn Ma Giai", "buôn")),
    ],
)
def test_a_village_line_tells_its_kind_and_aliases(line: str, expected: VillageData) -> None:
    assert village_of_line(line) == expected


def test_a_village_known_by_an_alias_is_not_made_twice(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    made = actions.add_village(clerk, VillageData("Buôn Tang", "buôn", ("Bôn Tăng",)))
    assert actions.add_village(clerk, VillageData("Bôn Tăng", "buôn")).id == made.id
    assert queries.village_words(clerk)["tang"] == made.id


def test_a_closure_of_another_schools_campus_is_refused(commune: Commune) -> None:
    administrator = replace(access_of(commune.other_school.clerk), roles=frozenset({Role.ADMINISTRATOR}))
    campus = actions.add_unit(
        administrator, UnitData("campus", "Điểm lẻ", SEPTEMBER), commune.other_school.unit.id
    )
    with pytest.raises(NotFound):
        actions.declare_closure(
            access_of(commune.school.clerk), ClosureData(TODAY, TODAY, "Lũ", campus_id=campus.id)
        )


def test_settings_are_dated_and_several_cost_one_statement(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    actions.change_settings(clerk, {"visit_after": 2, "report_by_morning": "07:15"}, date(2026, 12, 1))
    keys = ["visit_after", "report_by_morning", "late_letter"]
    assert queries.settings_of(clerk, keys, TODAY) == {
        "visit_after": 3,
        "report_by_morning": "07:30",
        "late_letter": "T",
    }
    assert queries.settings_of(clerk, keys, date(2026, 12, 1))["visit_after"] == 2
    assert queries.setting(access_of(commune.other_school.clerk), "visit_after", date(2026, 12, 1)) == 3
    with pytest.raises(RuleBroken):
        actions.change_settings(clerk, {"visit_after": 0}, TODAY)


def test_every_action_leaves_its_intent_in_the_log(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    actions.add_village(clerk, VillageData("Buôn Tang", "buôn"))
    actions.add_staff(clerk, StaffData("Siu Hạnh"), TODAY)
    intents = [
        entry.intent
        for entry in AuditEntry.select().where(AuditEntry.staff_id == clerk.staff_id).order_by(AuditEntry.id)
    ]
    assert intents == ["add_village", "add_staff", "assign_duty"]


def test_two_principals_named_at_the_same_moment_are_one_and_a_clear_word(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    school, access = commune.school, access_of(commune.school.principal)
    held = m.Duty.get((m.Duty.unit == school.unit) & (m.Duty.kind == "principal"))
    actions.end_duty(access, held.id, TODAY)
    naming = [
        lambda one=one: actions.assign_duty(access, one.id, DutyData("principal", TODAY))
        for one in (school.vice_principal, school.teacher)
    ]
    made, refused = at_once(monkeypatch, "sisoho.schools.actions.staff", "_check_appointment", *naming)
    assert len(made) == 1
    assert [problem.message for problem in refused] == [
        "Trường đang có hiệu trưởng. Hãy kết thúc nhiệm vụ đó trước."
    ]


def test_a_person_added_twice_by_a_double_tap_is_one(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = access_of(commune.school.clerk)
    adding = [lambda: actions.add_staff(clerk, StaffData("Rmah Thuật", "0905111222"), TODAY)] * 2
    made, _ = at_once(monkeypatch, "sisoho.schools.actions.staff", "_same_person", *adding)
    assert len({person.id for person in made}) == 1
