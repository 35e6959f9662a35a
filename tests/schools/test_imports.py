"""Importing lists: the real one, newer ones, and lists in doubt, through the actions."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sisoho import clock
from sisoho.access import Access
from sisoho.audit.models import AuditEntry, PersonalValue
from sisoho.db import database, unscoped
from sisoho.errors import Conflict, NotAllowed, NotFound, RuleBroken
from sisoho.files.models import StoredFile
from sisoho.migrations import all_models
from sisoho.schools import actions, queries
from sisoho.schools import models as m
from sisoho.schools.forms import GuardianData, MoveData
from sisoho.schools.import_rules import Decision
from sisoho.schools.queries import imports
from sisoho.schools.rules import MoveKind
from sisoho.vietnamese import BirthDate
from tests import factories
from tests.factories import Commune, School
from tests.schools.lists import SAMPLE, pupil, sample_rows, spreadsheet

ONLY_ONE = "Rơ Mah Thuân"  # nobody else in the sample is called so
# What an import may always add to: its own record, the log, the stored file.
RECORDS = {"import_run", "imported_row", "audit_entry", "personal_value", "stored_file"}


@pytest.fixture
def school(commune: Commune) -> School:
    """A school with 1A and 6A, whose pupils were typed by hand."""
    factories.account(commune.school.clerk)
    return commune.school


@pytest.fixture
def empty(commune: Commune) -> School:
    """A school on its first morning: a year, one village, no class, no pupil."""
    made = factories.unit("school", "Trường TH và THCS Mới", commune.unit)
    school = School(made, commune.unit, commune.school.village, commune.school.other_village)
    school.year = m.SchoolYear.create(
        unit=made,
        label="2026-2027",
        starts=factories.YEAR_STARTS,
        ends=date(2027, 6, 1),
        second_term_starts=date(2027, 1, 18),
        opening_roll_on=date(2026, 9, 15),
    )
    school.clerk = factories.staff(made, "Trần Thị Thư", "clerk")
    factories.account(school.clerk)
    return school


def _access(school: School) -> Access:
    return factories.access_of(school.clerk)


def _try(school: School, data: bytes, name: str = "ds.xlsx") -> m.ImportRun:
    return actions.try_list(_access(school), school.year.id, data, name)


def _import(school: School, data: bytes) -> m.ImportRun:
    return actions.apply_list(_access(school), _try(school, data).id)


def _lines(school: School, run: m.ImportRun, shown: str) -> tuple[imports.RowLine, ...]:
    access = _access(school)
    return imports.run_rows(access, imports.import_run(access, run.public_id), shown, size=1000).lines


def _line(school: School, run: m.ImportRun, name: str) -> imports.RowLine:
    shown = ("can-xem", "moi", "thay-doi", "giu-nguyen", "khong-nhan", "vang")
    return next(line for key in shown for line in _lines(school, run, key) if line.name == name)


def _decide(school: School, run: m.ImportRun, name: str, decision: Decision) -> None:
    actions.decide_row(_access(school), run.id, _line(school, run, name).place, decision)


def _pupils(school: School, name: str = "") -> list[m.Pupil]:
    own = m.Pupil.unit == school.unit
    return list(m.Pupil.select().where(own & (m.Pupil.full_name == name) if name else own))


def _class_of(school: School, name: str) -> str:
    (found,) = _pupils(school, name)
    access = _access(school)
    return imports.known_pupils(access, school.year.id)[found.public_id].known.class_name


def _everything(*, but: set[str] = RECORDS) -> dict[str, str]:
    """Table → hash of all its rows."""
    hashes = {}
    with unscoped("a test compares whole tables"):
        for model in all_models():
            table = model._meta.table_name
            if table not in but:
                rows = sorted(repr(row) for row in model.select().tuples())
                hashes[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return hashes


@contextmanager
def _counted() -> Iterator[list[str]]:
    statements: list[str] = []
    original = database.obj.execute_sql

    def counting(sql: str, *args: object, **kwargs: object) -> object:
        statements.append(sql)
        return original(sql, *args, **kwargs)

    database.obj.execute_sql = counting
    try:
        yield statements
    finally:
        database.obj.execute_sql = original


# ---- the real list into an empty school --------------------------------------------------------------


def test_trying_a_list_stores_the_file_and_the_plan_and_nothing_else(empty: School) -> None:
    before = _everything()
    run = _try(empty, SAMPLE.read_bytes(), SAMPLE.name)
    assert _everything() == before
    assert run.counts == {"new": 358, "written": 358, "skipped": 4}
    assert m.ImportedRow.select().where(m.ImportedRow.unit == empty.unit).count() == 362
    (stored,) = StoredFile.select().where(StoredFile.unit == empty.unit)
    assert bytes(stored.data) == SAMPLE.read_bytes()


def test_what_the_list_makes_beside_pupils_is_shown_beforehand(empty: School) -> None:
    made = _try(empty, SAMPLE.read_bytes())
    run = imports.import_run(_access(empty), made.public_id)
    assert [name for name, _ in run.additions["classes"]] == "1A 1B 2A 2B 3A 4A 5A 6A 6B 7A 8A 9A".split()
    assert run.additions["campuses"] == ["Điểm chính", "Điểm trường Buôn Chư Bang"]
    assert ["Thôn Mới", "thôn"] in run.additions["villages"]
    # Both exist in the commune already.
    assert not {"Buôn Chư Bang", "Buôn Ma Giai"} & {name for name, _ in run.additions["villages"]}


def test_the_real_list_fills_the_school(empty: School) -> None:
    access = _access(empty)
    _import(empty, SAMPLE.read_bytes())
    lines = queries.class_lines(access, empty.year.id)
    assert {line.name: line.pupils for line in lines}["6A"] == 34
    assert sum(line.pupils for line in lines) == 358
    assert sum(line.girls for line in lines) == 193
    (thuan,) = _pupils(empty, ONLY_ONE)
    page = queries.pupil_page(access, thuan.public_id)
    assert (page.birth, page.sex, page.village, page.campus) == (
        "24/01/2020", "nam", "Buôn Ji B", "Điểm chính",
    )  # fmt: skip
    assert page.household is not None
    assert page.household.poverty == "Hộ cận nghèo"
    assert {(line.relation, line.name) for line in page.household.guardians} == {
        ("mẹ", "Rơ Mah H'Mlan"),
        ("cha", "Siu Luân"),
    }
    (move,) = page.moves
    assert (move.kind, move.on, move.to_class) == ("enrolled", factories.YEAR_STARTS, "1A")


def test_the_phone_of_a_list_is_the_mothers(empty: School) -> None:
    row = next(row for row in sample_rows() if row.phone)
    _import(empty, spreadsheet([row]))
    guardians = m.Guardian.select().where(m.Guardian.unit == empty.unit)
    assert {person.relation: person.phone for person in guardians} == {"mẹ": row.phone, "cha": ""}


def test_a_class_stands_on_the_campus_all_its_pupils_share(empty: School) -> None:
    rows = [pupil("Siu Một", "1C", campus="Điểm lẻ Ma Giai"), pupil("Siu Hai", "6A")]
    _import(empty, spreadsheet(rows))
    campuses = {line.name: line.campus for line in queries.class_lines(_access(empty), empty.year.id)}
    assert campuses == {"1C": "Điểm lẻ Ma Giai", "6A": ""}


def test_every_pupil_of_the_list_is_found_by_any_spelling(empty: School) -> None:
    _import(empty, SAMPLE.read_bytes())
    names = {found.name for found in queries.find_pupils(_access(empty), "ro cham h bia")}
    assert any(name.startswith("Rơ Châm H'Bia") for name in names)


def test_applying_a_run_twice_does_nothing(empty: School) -> None:
    run = _import(empty, SAMPLE.read_bytes())
    before = _everything(but=set())
    again = actions.apply_list(_access(empty), run.id)
    assert again.state == "applied"
    assert _everything(but=set()) == before


def test_importing_the_same_file_twice_changes_nothing(empty: School) -> None:
    _import(empty, SAMPLE.read_bytes())
    before = _everything()
    run = _import(empty, SAMPLE.read_bytes())
    assert run.counts == {"same": 358, "skipped": 4}
    assert _everything() == before


def test_a_list_we_exported_ourselves_changes_nothing(empty: School) -> None:
    _import(empty, SAMPLE.read_bytes())
    before = _everything()
    run = _import(empty, spreadsheet(sample_rows()))
    assert run.counts["same"] == 358
    assert _everything() == before


def test_statements_do_not_grow_with_the_pupils(empty: School) -> None:
    rows = sample_rows()
    small = _try(empty, spreadsheet(rows[:40]))
    with _counted() as few:
        actions.apply_list(_access(empty), small.id)
    whole = _try(empty, SAMPLE.read_bytes())
    started = time.perf_counter()
    with _counted() as many:
        actions.apply_list(_access(empty), whole.id)
    assert len(_pupils(empty)) == 358
    classes = 11  # the whole list brings more classes and villages, which are made one by one
    assert len(many) < len(few) + 6 * classes + 40, (len(few), len(many))
    assert time.perf_counter() - started < 5  # 0,4 s on two cores


# ---- a newer list ------------------------------------------------------------------------------------


@pytest.fixture
def filled(empty: School) -> School:
    _import(empty, SAMPLE.read_bytes())
    return empty


def _newer(name: str, **changes: object) -> bytes:
    """The sample with something else said of one pupil."""
    rows = [replace(row, **changes) if row.full_name == name else row for row in sample_rows()]  # type: ignore[arg-type]
    return spreadsheet(rows)


def test_a_changed_value_is_written_and_remembered(filled: School) -> None:
    data = _newer(ONLY_ONE, phone="0987654321", policy="Hộ nghèo", village="Buôn Ma Giai")
    run = _try(filled, data)
    changes = {said.field: said.listed for said in _line(filled, run, ONLY_ONE).changes}
    assert changes == {"village": "Buôn Ma Giai", "phone": "0987654321", "policy": "Hộ nghèo"}
    actions.apply_list(_access(filled), run.id)
    (thuan,) = _pupils(filled, ONLY_ONE)
    page = queries.pupil_page(_access(filled), thuan.public_id)
    assert (page.village, page.household and page.household.poverty) == ("Buôn Ma Giai", "Hộ nghèo")
    places = m.PupilPlace.select().where((m.PupilPlace.unit == filled.unit) & (m.PupilPlace.pupil == thuan))
    assert [(place.starts, place.ends) for place in places.order_by(m.PupilPlace.starts)] == [
        (factories.YEAR_STARTS, date(2026, 11, 23)),
        (date(2026, 11, 23), None),
    ]
    assert _try(filled, data).counts == {"same": 358, "skipped": 2}


def test_a_changed_class_waits_for_date_reason_and_paper(filled: School) -> None:
    row = next(row for row in sample_rows() if row.class_name == "6A")
    data = _newer(row.full_name, class_name="6B", id_number=row.id_number, birth=row.birth)
    _import(filled, data)
    assert _class_of_row(filled, row.id_number) == "6A"
    access = _access(filled)
    (waiting,) = imports.waiting_moves(access, imports.known_pupils(access, filled.year.id))
    assert (waiting.kind, waiting.now, waiting.to_class) == (MoveKind.CLASS_CHANGE, "6A", "6B")
    _import(filled, data)  # is not proposed again
    assert m.ProposedMove.select().where(m.ProposedMove.unit == filled.unit).count() == 1
    to_class = m.SchoolClass.get((m.SchoolClass.unit == filled.unit) & (m.SchoolClass.name == "6B"))
    (moved,) = m.Pupil.select().where((m.Pupil.unit == filled.unit) & (m.Pupil.id_number == row.id_number))
    actions.record_move(
        access,
        moved.id,
        filled.year.id,
        MoveKind.CLASS_CHANGE,
        MoveData(on=date(2026, 11, 2), reason="Gần nhà", to_class_id=to_class.id),
        papers_follow=True,
    )
    assert _class_of_row(filled, row.id_number) == "6B"
    assert imports.waiting_moves(access, imports.known_pupils(access, filled.year.id)) == []
    assert _try(filled, data).counts == {"same": 358, "skipped": 2}


def _class_of_row(school: School, id_number: str) -> str:
    known = imports.known_pupils(_access(school), school.year.id).values()
    return next(row.known.class_name for row in known if row.known.id_number == id_number)


def test_a_dismissed_proposal_does_not_come_back(filled: School) -> None:
    data = _newer(ONLY_ONE, status="dropped")
    _import(filled, data)
    (proposal,) = m.ProposedMove.select().where(m.ProposedMove.unit == filled.unit)
    assert proposal.kind == "dropped"
    actions.dismiss_move(_access(filled), proposal.id)
    assert _try(filled, data).counts == {"same": 358, "skipped": 2}
    with pytest.raises(Conflict):
        actions.dismiss_move(_access(filled), proposal.id)


def test_a_value_typed_later_is_asked_about_and_kept_meanwhile(filled: School) -> None:
    (thuan,) = _pupils(filled, ONLY_ONE)
    access = _access(filled)
    household = m.PupilHousehold.get(
        (m.PupilHousehold.unit == filled.unit) & (m.PupilHousehold.pupil == thuan)
    ).household_id
    mother = m.Guardian.get((m.Guardian.unit == filled.unit) & (m.Guardian.household == household))
    actions.save_guardian(access, household, GuardianData("mẹ", "Rơ Mah Gõ Tay", "0912345678"), mother.id)
    assert _try(filled, SAMPLE.read_bytes()).counts["same"] == 358  # the file only repeats its old word
    data = _newer(ONLY_ONE, mother="Rơ Mah H'Mlan Mới")
    run = _try(filled, data)
    (asked,) = _line(filled, run, ONLY_ONE).asked
    assert (asked.field, asked.ours, asked.listed) == ("mother", "Rơ Mah Gõ Tay", "Rơ Mah H'Mlan Mới")
    actions.apply_list(access, run.id)
    assert _mother(household) == "Rơ Mah Gõ Tay"
    assert _try(filled, data).counts["asked"] == 1  # nobody said anything, so it is asked again


def _mother(household: int) -> str:
    with unscoped("a test reads one guardian"):
        person = m.Guardian.get((m.Guardian.household == household) & (m.Guardian.relation == "mẹ"))
    return str(person.full_name)


@pytest.mark.parametrize(
    ("decision", "kept"),
    [
        (Decision(take=frozenset({"mother"})), "Mẹ Khác"),
        (Decision(keep=frozenset({"mother"})), "Rơ Mah Gõ Tay"),
    ],
)
def test_a_persons_word_settles_a_difference_for_good(filled: School, decision: Decision, kept: str) -> None:
    (thuan,) = _pupils(filled, ONLY_ONE)
    row = imports.known_pupils(_access(filled), filled.year.id)[thuan.public_id]
    assert row.mother
    assert row.household_id
    data = GuardianData("mẹ", "Rơ Mah Gõ Tay")
    actions.save_guardian(_access(filled), row.household_id, data, row.mother.id)
    newer = _newer(ONLY_ONE, mother="Mẹ Khác")
    run = _try(filled, newer)
    _decide(filled, run, ONLY_ONE, decision)
    actions.apply_list(_access(filled), run.id)
    assert _mother(row.household_id) == kept
    assert _try(filled, newer).counts == {"same": 358, "skipped": 2}


def test_who_is_missing_is_listed_and_moved_by_nobody(filled: School) -> None:
    rows = [row for row in sample_rows() if row.full_name != ONLY_ONE]
    before = _everything()
    run = _import(filled, spreadsheet(rows))
    (missing,) = _lines(filled, run, "vang")
    assert missing.name == ONLY_ONE
    assert missing.pupil is not None
    assert missing.pupil.about == "1A · 24/01/2020 · Buôn Ji B"
    assert _everything() == before


# ---- doubts ------------------------------------------------------------------------------------------


def test_a_row_in_doubt_is_not_imported_until_a_person_says_who_it_is(school: School) -> None:
    row = pupil("Ksor H'Bia", "6A", birth=BirthDate(date(2015, 3, 21)), phone="0912000001")
    run = _try(school, spreadsheet([row]))
    assert run.counts["doubtful"] == 1
    (line,) = _lines(school, run, "can-xem")
    (candidate,) = line.candidates
    assert candidate.name == "Ksor H'Bia"
    applied = actions.apply_list(_access(school), run.id)
    assert (applied.state, len(_pupils(school, "Ksor H'Bia"))) == ("applied", 1)


def test_a_doubtful_row_can_be_the_known_pupil(school: School) -> None:
    row = pupil("Ksor H'Bia", "6A", birth=BirthDate(date(2015, 3, 21)), phone="0912000001")
    run = _try(school, spreadsheet([row]))
    (candidate,) = _line(school, run, "Ksor H'Bia").candidates
    _decide(school, run, "Ksor H'Bia", Decision(word="is", pupil=candidate.public_id))
    line = _line(school, run, "Ksor H'Bia")
    assert {said.field for said in line.asked} == {"birth", "phone"}  # typed by hand here, so asked
    _decide(
        school,
        run,
        "Ksor H'Bia",
        Decision(word="is", pupil=candidate.public_id, take=frozenset({"birth"}), keep=frozenset({"phone"})),
    )
    actions.apply_list(_access(school), run.id)
    (bia,) = _pupils(school, "Ksor H'Bia")
    assert bia.birth_date == date(2015, 3, 21)
    assert _try(school, spreadsheet([row])).counts["same"] == 1


def test_a_doubtful_row_can_be_somebody_new(school: School) -> None:
    row = pupil("Ksor H'Bia", "6A", birth=BirthDate(date(2015, 3, 21)))
    run = _try(school, spreadsheet([row]))
    _decide(school, run, "Ksor H'Bia", Decision(word="new"))
    actions.apply_list(_access(school), run.id)
    assert len(_pupils(school, "Ksor H'Bia")) == 2


def test_a_word_can_be_taken_back(school: School) -> None:
    run = _try(school, spreadsheet([pupil("Kpă Mới")]))
    _decide(school, run, "Kpă Mới", Decision(word="skip"))
    assert _line(school, run, "Kpă Mới").verdict == "refused"
    _decide(school, run, "Kpă Mới", Decision())
    assert _line(school, run, "Kpă Mới").verdict == "new"


def test_a_row_without_a_class_asks_for_one(school: School) -> None:
    run = _try(school, spreadsheet([pupil("Kpă Mới", "")]))
    line = _line(school, run, "Kpă Mới")
    assert (line.verdict, line.asks_class) == ("doubtful", True)
    _decide(school, run, "Kpă Mới", Decision(word="new", class_name="1A"))
    actions.apply_list(_access(school), run.id)
    assert _class_of(school, "Kpă Mới") == "1A"


def test_a_multigrade_class_asks_for_the_grade(school: School) -> None:
    run = _try(school, spreadsheet([pupil("Kpă Ghép", "1+2")]))
    assert "lớp ghép" in _line(school, run, "Kpă Ghép").reason
    _decide(school, run, "Kpă Ghép", Decision(word="new", class_name="1+2", grade=2))
    actions.apply_list(_access(school), run.id)
    (made,) = _pupils(school, "Kpă Ghép")
    enrolment = m.Enrolment.get((m.Enrolment.unit == school.unit) & (m.Enrolment.pupil == made))
    assert enrolment.grade == 2


def test_a_class_of_no_known_grade_is_asked_about(school: School) -> None:
    run = _try(school, spreadsheet([pupil("Kpă Lạ", "Chồi non")]))
    assert _line(school, run, "Kpă Lạ").reason == "Chưa rõ lớp “CHỒI NON” thuộc khối nào. Xin chọn lớp."
    assert run.additions["classes"] == ()


def test_someone_new_who_has_left_is_enrolled_and_the_leaving_waits(school: School) -> None:
    run = _try(school, spreadsheet([pupil("Kpă Nghỉ", status="dropped")]))
    assert run.counts["doubtful"] == 1
    _decide(school, run, "Kpă Nghỉ", Decision(word="new"))
    actions.apply_list(_access(school), run.id)
    assert _class_of(school, "Kpă Nghỉ") == "6A"
    (proposal,) = m.ProposedMove.select().where(m.ProposedMove.unit == school.unit)
    assert proposal.kind == "dropped"


# ---- the school's own words --------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["buon chu bang", "Chư Bang", "BUÔN CHƯ BANG", "Chư Băng cũ"])
def test_a_village_is_known_by_any_spelling_and_by_its_alias(school: School, written: str) -> None:
    school.village.aliases = "Chư Băng cũ"
    school.village.save()
    run = _try(school, spreadsheet([pupil("Kpă Mới", village=written)]))
    assert run.additions["villages"] == ()
    actions.apply_list(_access(school), run.id)
    (made,) = _pupils(school, "Kpă Mới")
    assert queries.pupil_page(_access(school), made.public_id).village == "Buôn Chư Bang"


def test_an_alias_is_told(school: School) -> None:
    school.village.aliases = "Plei Cũ"
    school.village.save()
    run = _try(school, spreadsheet([pupil("Kpă Mới", village="Plei Cũ")]))
    assert run.notices == ["Thôn buôn “Plei Cũ” trong tệp được hiểu là Buôn Chư Bang."]


def test_an_unknown_village_is_named_once_and_made_under_the_commune(school: School) -> None:
    rows = [pupil("Kpă Một", village="Thôn Đoàn Kết"), pupil("Kpă Hai", village="đoàn kết")]
    _import(school, spreadsheet(rows))
    (made,) = m.Village.select().where(
        (m.Village.unit == school.commune) & (m.Village.folded == "thon doan ket")
    )
    assert (made.name, made.kind) == ("Thôn Đoàn Kết", "thôn")


def test_a_word_for_two_villages_names_neither(school: School) -> None:
    m.Village.create(unit=school.commune, name="Thôn Ma Giai", folded="thon ma giai", kind="thôn")
    run = _try(school, spreadsheet([pupil("Kpă Mới", village="Ma Giai")]))
    (problem,) = _line(school, run, "Kpă Mới").problems
    assert problem.startswith("Có nhiều nơi tên “Ma Giai”.")


def test_a_tcvn3_csv_is_imported_in_unicode(school: School) -> None:
    text = "Hä vµ tªn;Ngµy sinh;Líp\nNguyÔn ThÞ Hång;12/03/2015;6A\nVâ V¨n Phó;13/03/2015;6A\n"
    actions.apply_list(_access(school), _try(school, text.encode("cp1252"), "ds.csv").id)
    assert _class_of(school, "Nguyễn Thị Hồng") == "6A"
    assert _class_of(school, "Võ Văn Phú") == "6A"


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
        access = replace(_access(school), on=date(2027, 8, 20))
        rows = [pupil("Ksor H'Bia", "7A")]
        run = actions.try_list(access, next_year.id, spreadsheet(rows), "ds.xlsx")
        assert run.counts["changed"] == 1
        assert "missing" not in run.counts  # nobody can be missed in a year that has not begun
        actions.apply_list(access, run.id)
        (bia,) = _pupils(school, "Ksor H'Bia")
        known = imports.known_pupils(access, next_year.id)[bia.public_id].known
        assert (known.class_name, known.status) == ("7A", "studying")
        assert m.ProposedMove.select().where(m.ProposedMove.unit == school.unit).count() == 0
        before = _everything()
        again = actions.try_list(access, next_year.id, spreadsheet(rows), "ds.xlsx")
        actions.apply_list(access, again.id)
        assert _everything() == before


def test_after_the_opening_roll_is_frozen_new_pupils_come_from_today(school: School) -> None:
    actions.freeze_opening_roll(_access(school), school.year.id)
    run = _try(school, spreadsheet([pupil("Kpă Mới")]))
    with pytest.raises(RuleBroken, match="sau ngày chốt"):
        actions.apply_list(_access(school), run.id, starts=date(2026, 9, 15))
    actions.apply_list(_access(school), run.id)
    (made,) = _pupils(school, "Kpă Mới")
    enrolment = m.Enrolment.get((m.Enrolment.unit == school.unit) & (m.Enrolment.pupil == made))
    assert enrolment.starts == date(2026, 11, 23)


def test_nobody_enters_a_class_outside_the_year(school: School) -> None:
    run = _try(school, spreadsheet([pupil("Kpă Mới")]))
    with pytest.raises(RuleBroken, match="ngoài năm học"):
        actions.apply_list(_access(school), run.id, starts=date(2026, 7, 1))
    assert _pupils(school, "Kpă Mới") == []


# ---- siblings ----------------------------------------------------------------------------------------


def test_siblings_are_proposed_and_join_one_household_by_a_persons_word(school: School) -> None:
    rows = [
        pupil("Siu Anh", "6A", mother="Siu H'Mẹ", phone="0912000001"),
        pupil("Siu Em", "1A", mother="Siu H'Mẹ", phone="0912000001", birth=BirthDate(date(2020, 5, 1))),
    ]
    _import(school, spreadsheet(rows))
    access = _access(school)
    (pair,) = imports.waiting_siblings(access, imports.known_pupils(access, school.year.id))
    assert pair.signs == ("cùng tên mẹ", "cùng thôn buôn", "cùng số điện thoại")
    actions.confirm_siblings(access, pair.id)
    known = imports.known_pupils(access, school.year.id)
    (elder,), (younger,) = _pupils(school, "Siu Anh"), _pupils(school, "Siu Em")
    assert known[elder.public_id].household_id == known[younger.public_id].household_id
    assert imports.waiting_siblings(access, known) == []
    with pytest.raises(Conflict):
        actions.dismiss_siblings(access, pair.id)
    before = _everything()
    _import(school, spreadsheet(rows))
    assert _everything() == before


# ---- who, where, and a school that changed meanwhile -------------------------------------------------


def test_a_run_stops_when_the_school_has_changed_since(school: School) -> None:
    data = spreadsheet([pupil("Kpă Mới", id_number="064215000777")])
    first, second = _try(school, data), _try(school, data)
    actions.apply_list(_access(school), first.id)
    before = _everything()
    with pytest.raises(Conflict, match="1 dòng nay khác"):
        actions.apply_list(_access(school), second.id)
    assert _everything() == before
    assert _line(school, second, "Kpă Mới").verdict == "same"  # planned anew, to be looked at
    actions.apply_list(_access(school), second.id)
    assert len(_pupils(school, "Kpă Mới")) == 1


def test_an_applied_run_takes_no_more_decisions(school: School) -> None:
    run = _import(school, spreadsheet([pupil("Kpă Mới")]))
    with pytest.raises(Conflict):
        actions.decide_row(_access(school), run.id, 1, Decision(word="skip"))


def test_another_schools_run_is_not_found(commune: Commune) -> None:
    run = _try(commune.school, spreadsheet([pupil("Kpă Mới")]))
    stranger = _access(commune.other_school)
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


def test_the_log_names_the_run_and_keeps_values_apart(filled: School) -> None:
    _import(filled, _newer(ONLY_ONE, ethnic_group="Kinh"))
    intents = [entry.intent for entry in AuditEntry.select().where(AuditEntry.unit_id == filled.unit.id)]
    assert intents.count("apply_pupil_list") == 2
    (value,) = PersonalValue.select().where(PersonalValue.field == "ethnic_group")
    assert (value.before, value.after) == ("Gia Rai", "Kinh")
