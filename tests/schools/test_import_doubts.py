"""Importing into a school that knows pupils: doubts, its own words, years, siblings, and who may."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sisoho import clock
from sisoho.errors import Conflict, NotAllowed, NotFound, RuleBroken
from sisoho.schools import actions, queries
from sisoho.schools import models as m
from sisoho.schools.import_rules import Decision
from sisoho.schools.queries import imports
from sisoho.vietnamese import BirthDate
from tests import factories
from tests.factories import Commune, School
from tests.schools.importing import (
    all_tables,
    class_of,
    clerk_access,
    decide,
    import_list,
    line_of,
    lines_of,
    pupils_of,
    try_list,
)
from tests.schools.lists import pupil, spreadsheet


@pytest.fixture
def school(commune: Commune) -> School:
    """A school with 1A and 6A, whose pupils were typed by hand."""
    factories.account(commune.school.clerk)
    return commune.school


# ---- doubts ------------------------------------------------------------------------------------------


def test_a_row_in_doubt_is_not_imported_until_a_person_says_who_it_is(school: School) -> None:
    row = pupil("Ksor H'Bia", "6A", birth=BirthDate(date(2015, 3, 21)), phone="0912000001")
    run = try_list(school, spreadsheet([row]))
    assert run.counts["doubtful"] == 1
    (line,) = lines_of(school, run, "can-xem")
    (candidate,) = line.candidates
    assert candidate.name == "Ksor H'Bia"
    applied = actions.apply_list(clerk_access(school), run.id)
    assert (applied.state, len(pupils_of(school, "Ksor H'Bia"))) == ("applied", 1)


def test_a_doubtful_row_can_be_the_known_pupil(school: School) -> None:
    row = pupil("Ksor H'Bia", "6A", birth=BirthDate(date(2015, 3, 21)), phone="0912000001")
    run = try_list(school, spreadsheet([row]))
    (candidate,) = line_of(school, run, "Ksor H'Bia").candidates
    decide(school, run, "Ksor H'Bia", Decision(word="is", pupil=candidate.public_id))
    line = line_of(school, run, "Ksor H'Bia")
    assert {said.field for said in line.asked} == {"birth", "phone"}  # typed by hand here, so asked
    decide(
        school,
        run,
        "Ksor H'Bia",
        Decision(word="is", pupil=candidate.public_id, take=frozenset({"birth"}), keep=frozenset({"phone"})),
    )
    actions.apply_list(clerk_access(school), run.id)
    (bia,) = pupils_of(school, "Ksor H'Bia")
    assert bia.birth_date == date(2015, 3, 21)
    assert try_list(school, spreadsheet([row])).counts["same"] == 1


def test_a_doubtful_row_can_be_somebody_new(school: School) -> None:
    row = pupil("Ksor H'Bia", "6A", birth=BirthDate(date(2015, 3, 21)))
    run = try_list(school, spreadsheet([row]))
    decide(school, run, "Ksor H'Bia", Decision(word="new"))
    actions.apply_list(clerk_access(school), run.id)
    assert len(pupils_of(school, "Ksor H'Bia")) == 2


def test_a_word_can_be_taken_back(school: School) -> None:
    run = try_list(school, spreadsheet([pupil("Kpă Mới")]))
    decide(school, run, "Kpă Mới", Decision(word="skip"))
    assert line_of(school, run, "Kpă Mới").verdict == "refused"
    decide(school, run, "Kpă Mới", Decision())
    assert line_of(school, run, "Kpă Mới").verdict == "new"


def test_a_row_without_a_class_asks_for_one(school: School) -> None:
    run = try_list(school, spreadsheet([pupil("Kpă Mới", "")]))
    line = line_of(school, run, "Kpă Mới")
    assert (line.verdict, line.asks_class) == ("doubtful", True)
    decide(school, run, "Kpă Mới", Decision(word="new", class_name="1A"))
    actions.apply_list(clerk_access(school), run.id)
    assert class_of(school, "Kpă Mới") == "1A"


def test_a_multigrade_class_asks_for_the_grade(school: School) -> None:
    run = try_list(school, spreadsheet([pupil("Kpă Ghép", "1+2")]))
    assert "lớp ghép" in line_of(school, run, "Kpă Ghép").reason
    decide(school, run, "Kpă Ghép", Decision(word="new", class_name="1+2", grade=2))
    actions.apply_list(clerk_access(school), run.id)
    (made,) = pupils_of(school, "Kpă Ghép")
    enrolment = m.Enrolment.get((m.Enrolment.unit == school.unit) & (m.Enrolment.pupil == made))
    assert enrolment.grade == 2


def test_a_class_of_no_known_grade_is_asked_about(school: School) -> None:
    run = try_list(school, spreadsheet([pupil("Kpă Lạ", "Chồi non")]))
    assert line_of(school, run, "Kpă Lạ").reason == "Chưa rõ lớp “CHỒI NON” thuộc khối nào. Xin chọn lớp."
    assert run.additions["classes"] == ()


def test_someone_new_who_has_left_is_enrolled_and_the_leaving_waits(school: School) -> None:
    run = try_list(school, spreadsheet([pupil("Kpă Nghỉ", status="dropped")]))
    assert run.counts["doubtful"] == 1
    decide(school, run, "Kpă Nghỉ", Decision(word="new"))
    actions.apply_list(clerk_access(school), run.id)
    assert class_of(school, "Kpă Nghỉ") == "6A"
    (proposal,) = m.ProposedMove.select().where(m.ProposedMove.unit == school.unit)
    assert proposal.kind == "dropped"


# ---- the school's own words --------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["buon chu bang", "Chư Bang", "BUÔN CHƯ BANG", "Chư Băng cũ"])
def test_a_village_is_known_by_any_spelling_and_by_its_alias(school: School, written: str) -> None:
    school.village.aliases = "Chư Băng cũ"
    school.village.save()
    run = try_list(school, spreadsheet([pupil("Kpă Mới", village=written)]))
    assert run.additions["villages"] == ()
    actions.apply_list(clerk_access(school), run.id)
    (made,) = pupils_of(school, "Kpă Mới")
    assert queries.pupil_page(clerk_access(school), made.public_id).village == "Buôn Chư Bang"


def test_an_alias_is_told(school: School) -> None:
    school.village.aliases = "Plei Cũ"
    school.village.save()
    run = try_list(school, spreadsheet([pupil("Kpă Mới", village="Plei Cũ")]))
    assert run.notices == ["Thôn buôn “Plei Cũ” trong tệp được hiểu là Buôn Chư Bang."]


def test_an_unknown_village_is_named_once_and_made_under_the_commune(school: School) -> None:
    rows = [pupil("Kpă Một", village="Thôn Đoàn Kết"), pupil("Kpă Hai", village="đoàn kết")]
    import_list(school, spreadsheet(rows))
    (made,) = m.Village.select().where(
        (m.Village.unit == school.commune) & (m.Village.folded == "thon doan ket")
    )
    assert (made.name, made.kind) == ("Thôn Đoàn Kết", "thôn")


def test_a_word_for_two_villages_names_neither(school: School) -> None:
    m.Village.create(unit=school.commune, name="Thôn Ma Giai", folded="thon ma giai", kind="thôn")
    run = try_list(school, spreadsheet([pupil("Kpă Mới", village="Ma Giai")]))
    (problem,) = line_of(school, run, "Kpă Mới").problems
    assert problem.startswith("Có nhiều nơi tên “Ma Giai”.")


def test_a_tcvn3_csv_is_imported_in_unicode(school: School) -> None:
    text = "Hä vµ tªn;Ngµy sinh;Líp\nNguyÔn ThÞ Hång;12/03/2015;6A\nVâ V¨n Phó;13/03/2015;6A\n"
    actions.apply_list(clerk_access(school), try_list(school, text.encode("cp1252"), "ds.csv").id)
    assert class_of(school, "Nguyễn Thị Hồng") == "6A"
    assert class_of(school, "Võ Văn Phú") == "6A"


# ---- years and days ----------------------------------------------------------------------------------


def test_pupils_of_last_year_enter_their_new_class_without_a_paper(school: School) -> None:
    next_year = m.SchoolYear.create(
        unit=school.unit,
        label="2027-2028",
        starts=date(2027, 9, 6),
        ends=date(2028, 6, 1),
        second_term_starts=date(2028, 1, 17),
        opening_roll_on=date(2027, 9, 15),
    )
    with clock.at(datetime(2027, 8, 20, 1, tzinfo=UTC)):
        access = replace(clerk_access(school), on=date(2027, 8, 20))
        rows = [pupil("Ksor H'Bia", "7A")]
        run = actions.try_list(access, next_year.id, spreadsheet(rows), "ds.xlsx")
        assert run.counts["changed"] == 1
        assert "missing" not in run.counts  # nobody can be missed in a year that has not begun
        actions.apply_list(access, run.id)
        (bia,) = pupils_of(school, "Ksor H'Bia")
        known = imports.known_pupils(access, next_year.id)[bia.public_id].known
        assert (known.class_name, known.status) == ("7A", "studying")
        assert m.ProposedMove.select().where(m.ProposedMove.unit == school.unit).count() == 0
        before = all_tables()
        again = actions.try_list(access, next_year.id, spreadsheet(rows), "ds.xlsx")
        actions.apply_list(access, again.id)
        assert all_tables() == before


def test_after_the_opening_roll_is_frozen_new_pupils_come_from_today(school: School) -> None:
    actions.freeze_opening_roll(clerk_access(school), school.year.id)
    run = try_list(school, spreadsheet([pupil("Kpă Mới")]))
    with pytest.raises(RuleBroken, match="sau ngày chốt"):
        actions.apply_list(clerk_access(school), run.id, starts=date(2026, 9, 15))
    actions.apply_list(clerk_access(school), run.id)
    (made,) = pupils_of(school, "Kpă Mới")
    enrolment = m.Enrolment.get((m.Enrolment.unit == school.unit) & (m.Enrolment.pupil == made))
    assert enrolment.starts == date(2026, 11, 23)


def test_nobody_enters_a_class_outside_the_year(school: School) -> None:
    run = try_list(school, spreadsheet([pupil("Kpă Mới")]))
    with pytest.raises(RuleBroken, match="ngoài năm học"):
        actions.apply_list(clerk_access(school), run.id, starts=date(2026, 7, 1))
    assert pupils_of(school, "Kpă Mới") == []


# ---- siblings ----------------------------------------------------------------------------------------


def test_siblings_are_proposed_and_join_one_household_by_a_persons_word(school: School) -> None:
    rows = [
        pupil("Siu Anh", "6A", mother="Siu H'Mẹ", phone="0912000001"),
        pupil("Siu Em", "1A", mother="Siu H'Mẹ", phone="0912000001", birth=BirthDate(date(2020, 5, 1))),
    ]
    import_list(school, spreadsheet(rows))
    access = clerk_access(school)
    (pair,) = imports.waiting_siblings(access, imports.known_pupils(access, school.year.id))
    assert pair.signs == ("cùng tên mẹ", "cùng thôn buôn", "cùng số điện thoại")
    actions.confirm_siblings(access, pair.id)
    known = imports.known_pupils(access, school.year.id)
    (elder,), (younger,) = pupils_of(school, "Siu Anh"), pupils_of(school, "Siu Em")
    assert known[elder.public_id].household_id == known[younger.public_id].household_id
    assert imports.waiting_siblings(access, known) == []
    with pytest.raises(Conflict):
        actions.dismiss_siblings(access, pair.id)
    before = all_tables()
    import_list(school, spreadsheet(rows))
    assert all_tables() == before


# ---- who, where, and a school that changed meanwhile -------------------------------------------------


def test_a_run_stops_when_the_school_has_changed_since(school: School) -> None:
    data = spreadsheet([pupil("Kpă Mới", id_number="064215000777")])
    first, second = try_list(school, data), try_list(school, data)
    actions.apply_list(clerk_access(school), first.id)
    before = all_tables()
    with pytest.raises(Conflict, match="1 dòng nay khác"):
        actions.apply_list(clerk_access(school), second.id)
    assert all_tables() == before
    assert line_of(school, second, "Kpă Mới").verdict == "same"  # planned anew, to be looked at
    actions.apply_list(clerk_access(school), second.id)
    assert len(pupils_of(school, "Kpă Mới")) == 1


def test_an_applied_run_takes_no_more_decisions(school: School) -> None:
    run = import_list(school, spreadsheet([pupil("Kpă Mới")]))
    with pytest.raises(Conflict):
        actions.decide_row(clerk_access(school), run.id, 1, Decision(word="skip"))


def test_another_schools_run_is_not_found(commune: Commune) -> None:
    run = try_list(commune.school, spreadsheet([pupil("Kpă Mới")]))
    stranger = clerk_access(commune.other_school)
    for call in (
        lambda: actions.apply_list(stranger, run.id),
        lambda: actions.decide_row(stranger, run.id, 1, Decision()),
        lambda: imports.import_run(stranger, run.public_id),
    ):
        with pytest.raises(NotFound):
            call()


def test_a_teacher_imports_nothing(school: School) -> None:
    with pytest.raises(NotAllowed):
        actions.try_list(factories.access_of(school.teacher), school.year.id, b"", "ds.xlsx")
