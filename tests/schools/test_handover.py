"""From grade 5 of one school into grade 6 of another, by name; the commune sees counts."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import load_workbook

from sisoho.audit.models import FileView
from sisoho.errors import Conflict
from sisoho.schools import actions
from sisoho.schools.models import Enrolment, Handover, Pupil, PupilLink, SchoolClass, SchoolYear, Unit
from sisoho.schools.queries.handover import arriving, completed_primary, completed_year, into_grade_six
from tests.factories import Commune, access_of, client_of, pupil
from tests.schools.ending import on

NEXT = date(2027, 9, 7)


@pytest.fixture
def leaving(commune: Commune) -> list[Pupil]:
    """Three of grade 5 complete primary in the first school; the second has its next year open."""
    school = commune.school
    fifth = school.make_class("5A", "5")
    pupils = [pupil(school, name, fifth) for name in ("Siu Khanh", "Nay H'Mơ", "Kpă Tuấn")]
    with on(date(2027, 5, 28)):
        actions.enter_results(access_of(school.principal), fifth.id, {}, rest_usual=True)
    other = commune.other_school
    SchoolYear.update(starts=date(2026, 9, 7)).where(SchoolYear.unit == other.unit).execute()
    other.year = SchoolYear.create(
        unit=other.unit, label="2027-2028", starts=date(2027, 9, 6), ends=date(2028, 6, 1),
        second_term_starts=date(2028, 1, 17), opening_roll_on=date(2027, 9, 15),
    )  # fmt: skip
    other.class_6a = other.make_class("6A", "6")
    return pupils


def _hand_over(commune: Commune, pupils: list[Pupil]) -> None:
    clerk = access_of(commune.school.clerk)
    actions.hand_over(clerk, completed_year(clerk), [p.id for p in pupils], commune.other_school.unit.id)


def test_the_new_school_receives_by_name_and_the_old_one_sees_who_is_missing(
    commune: Commune, leaving: list[Pupil]
) -> None:
    other = commune.other_school
    with on(NEXT):
        _hand_over(commune, leaving)
        clerk = access_of(other.clerk)
        coming = {one.name: one for one in arriving(clerk)}
        assert coming.keys() == {p.full_name for p in leaving}
        chosen = [coming["Siu Khanh"].public_id, coming["Nay H'Mơ"].public_id]
        assert actions.receive(clerk, chosen, other.class_6a.id, NEXT) == 2
        links = PupilLink.select().where(PupilLink.unit == other.unit)
        assert {link.former_id for link in links} == {leaving[0].id, leaving[1].id}
        grades = Enrolment.select(Enrolment.grade).where(
            (Enrolment.unit == other.unit) & (Enrolment.school_class == other.class_6a)
        )
        assert [grade for (grade,) in grades.tuples()] == [6, 6]
        old = access_of(commune.school.clerk)
        left = completed_primary(old, completed_year(old))
        assert [one.name for one in left if not one.has_arrived] == ["Kpă Tuấn"]
        sums = into_grade_six(left, "")
        assert (sums.completed, sums.arrived, sums.missing) == (3, 2, 1)


def test_a_child_the_new_school_has_listed_already_is_joined_not_doubled(
    commune: Commune, leaving: list[Pupil]
) -> None:
    other = commune.other_school
    twin = pupil(other, "Siu Khanh", other.class_6a)
    Pupil.update(birth_date=leaving[0].birth_date).where(
        (Pupil.unit == other.unit) & (Pupil.id == twin.id)
    ).execute()
    with on(NEXT):
        _hand_over(commune, leaving[:1])
        clerk = access_of(other.clerk)
        (one,) = arriving(clerk)
        assert one.same_id == twin.id
        before = Pupil.select().where(Pupil.unit == other.unit).count()
        actions.receive(clerk, [one.public_id], other.class_6a.id, NEXT)
        assert Pupil.select().where(Pupil.unit == other.unit).count() == before
        assert PupilLink.get(PupilLink.unit == other.unit).pupil_id == twin.id


def test_a_child_is_received_once_and_then_not_sent_elsewhere(commune: Commune, leaving: list[Pupil]) -> None:
    other = commune.other_school
    with on(NEXT):
        _hand_over(commune, leaving[:1])
        clerk = access_of(other.clerk)
        (one,) = arriving(clerk)
        actions.receive(clerk, [one.public_id], other.class_6a.id, NEXT)
        with pytest.raises(Conflict):
            actions.receive(clerk, [one.public_id], other.class_6a.id, NEXT)
        with pytest.raises(Conflict):
            _hand_over(commune, leaving[:1])


def test_a_later_word_on_where_the_child_goes_replaces_the_earlier(
    commune: Commune, leaving: list[Pupil]
) -> None:
    with on(NEXT):
        _hand_over(commune, leaving[:1])
        clerk = access_of(commune.school.clerk)
        actions.hand_over(clerk, completed_year(clerk), [leaving[0].id], None, "Trường THCS Ayun Pa")
        assert arriving(access_of(commune.other_school.clerk)) == []
        states = Handover.select(Handover.state).where(Handover.unit == commune.school.unit)
        assert sorted(state for (state,) in states.tuples()) == ["waiting", "withdrawn"]
        assert actions.hear_of_arrival(clerk, completed_year(clerk), [leaving[0].id]) == 1


def test_who_goes_on_inside_the_school_has_arrived(commune: Commune, leaving: list[Pupil]) -> None:
    school = commune.school
    year = SchoolYear.create(
        unit=school.unit, label="2027-2028", starts=date(2027, 9, 6), ends=date(2028, 6, 1),
        second_term_starts=date(2028, 1, 17), opening_roll_on=date(2027, 9, 15),
    )  # fmt: skip
    Enrolment.create(
        unit=school.unit, pupil=leaving[0], year=year, school_class=school.class_6a, grade=6,
        starts=year.starts,
    )  # fmt: skip
    with on(NEXT):
        clerk = access_of(school.clerk)
        states = {one.name: one.state for one in completed_primary(clerk, completed_year(clerk))}
        assert states == {"Siu Khanh": "inside", "Nay H'Mơ": "", "Kpă Tuấn": ""}


def test_the_pages_of_both_clerks_and_of_the_commune(
    app: Flask, commune: Commune, leaving: list[Pupil]
) -> None:
    other = commune.other_school
    to = Unit.get_by_id(other.unit.id).public_id
    with on(NEXT):
        old, new = client_of(app, commune.school.clerk), client_of(app, other.clerk)
        ids = [p.public_id for p in leaving]
        nowhere = old.post("/vao-lop-6/ban-giao", data={"em": ids, "viec": "giao"})
        assert nowhere.status_code == 422
        assert "Hãy chọn trường" in nowhere.get_data(as_text=True)
        assert (
            old.post("/vao-lop-6/ban-giao", data={"em": ids, "viec": "giao", "to_unit": to}).status_code
            == 303
        )
        page = new.get("/vao-lop-6").get_data(as_text=True)
        assert "Kpă Tuấn" in page
        seen = FileView.select().where(FileView.staff_id == other.clerk.id)  # and the log knows who looked
        assert {row.pupil_id for row in seen} == {p.id for p in leaving}
        chosen = arriving(access_of(other.clerk))[0].public_id
        wrong = new.post("/vao-lop-6/nhan", data={"em": chosen, "on": "2027-09-07"})
        assert wrong.status_code == 422
        data = {"em": chosen, "on": "2027-09-07", "to_class": other.class_6a.public_id}
        assert new.post("/vao-lop-6/nhan", data=data).status_code == 303
        counts = client_of(app, commune.officer).get("/xa/vao-lop-6").get_data(as_text=True)
        assert "33,3" in counts
        assert "Tuấn" not in counts
        sheet = old.get("/vao-lop-6/danh-sach.xlsx")
        rows = load_workbook(BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
        assert {"Siu Khanh", "Nay H'Mơ", "Kpă Tuấn"} <= {row[1] for row in rows}


def test_two_schools_hand_over_to_each_other_in_one_summer(commune: Commune, leaving: list[Pupil]) -> None:
    """Each sees whom it sends and whom it is sent; neither the other way round."""
    school, other = commune.school, commune.other_school
    last = SchoolYear.get((SchoolYear.unit == other.unit) & (SchoolYear.label == "2026-2027"))
    fifth = SchoolClass.create(unit=other.unit, year=last, name="5B", grades="5", position=9)
    child = pupil(other, "Alê H'Rin", fifth)
    Enrolment.update(year=last, starts=last.starts).where(
        (Enrolment.unit == other.unit) & (Enrolment.pupil == child)
    ).execute()
    with on(date(2027, 5, 28)):
        actions.enter_results(access_of(other.principal), fifth.id, {}, rest_usual=True)
    school.year = SchoolYear.create(
        unit=school.unit, label="2027-2028", starts=date(2027, 9, 6), ends=date(2028, 6, 1),
        second_term_starts=date(2028, 1, 17), opening_roll_on=date(2027, 9, 15),
    )  # fmt: skip
    sixth = school.make_class("6A", "6")
    with on(NEXT):
        here, there = access_of(school.clerk), access_of(other.clerk)
        _hand_over(commune, leaving)
        actions.hand_over(there, completed_year(there), [child.id], school.unit.id)
        assert {one.name for one in arriving(there)} == {p.full_name for p in leaving}
        (coming,) = arriving(here)
        assert (coming.name, coming.from_school) == ("Alê H'Rin", there.unit_name)
        actions.receive(here, [coming.public_id], sixth.id, NEXT)
        actions.receive(there, [one.public_id for one in arriving(there)], other.class_6a.id, NEXT)
        for clerk, count in ((here, 3), (there, 1)):
            left = completed_primary(clerk, completed_year(clerk))
            assert [one.state for one in left] == ["arrived"] * count
            assert into_grade_six(left, "").rate == 1


def test_a_school_is_not_shown_children_promised_to_another(commune: Commune, leaving: list[Pupil]) -> None:
    with on(NEXT):
        _hand_over(commune, leaving)
        assert arriving(access_of(commune.school.clerk)) == []
