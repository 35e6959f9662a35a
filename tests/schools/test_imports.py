"""Importing the real list into an empty school, and newer ones after it, through the actions."""

import time
from dataclasses import replace
from datetime import date

import pytest

from sisoho.audit.models import AuditEntry, PersonalValue
from sisoho.db import unscoped
from sisoho.errors import Conflict
from sisoho.files.models import StoredFile
from sisoho.schools import actions, queries
from sisoho.schools import models as m
from sisoho.schools.forms import GuardianData, MoveData
from sisoho.schools.import_rules import Decision
from sisoho.schools.queries import imports
from sisoho.schools.rules import MoveKind
from tests import factories
from tests.factories import Commune, School
from tests.schools.importing import (
    all_tables,
    clerk_access,
    counted_statements,
    decide,
    empty_school,
    import_list,
    line_of,
    lines_of,
    pupils_of,
    try_list,
)
from tests.schools.lists import SAMPLE, pupil, sample_rows, spreadsheet

ONLY_ONE = "Rơ Mah Thuân"  # nobody else in the sample is called so


@pytest.fixture
def empty(commune: Commune) -> School:
    return empty_school(commune)


# ---- the real list into an empty school --------------------------------------------------------------


def test_trying_a_list_stores_the_file_and_the_plan_and_nothing_else(empty: School) -> None:
    before = all_tables()
    run = try_list(empty, SAMPLE.read_bytes(), SAMPLE.name)
    assert all_tables() == before
    assert run.counts == {"new": 358, "written": 358, "skipped": 4}
    assert m.ImportedRow.select().where(m.ImportedRow.unit == empty.unit).count() == 362
    (stored,) = StoredFile.select().where(StoredFile.unit == empty.unit)
    assert bytes(stored.data) == SAMPLE.read_bytes()


def test_what_the_list_makes_beside_pupils_is_shown_beforehand(empty: School) -> None:
    made = try_list(empty, SAMPLE.read_bytes())
    run = imports.import_run(clerk_access(empty), made.public_id)
    assert [name for name, _ in run.additions["classes"]] == "1A 1B 2A 2B 3A 4A 5A 6A 6B 7A 8A 9A".split()
    assert run.additions["campuses"] == ["Điểm chính", "Điểm trường Buôn Chư Bang"]
    assert ["Thôn Mới", "thôn"] in run.additions["villages"]
    # Both exist in the commune already.
    assert not {"Buôn Chư Bang", "Buôn Ma Giai"} & {name for name, _ in run.additions["villages"]}


def test_the_real_list_fills_the_school(empty: School) -> None:
    access = clerk_access(empty)
    import_list(empty, SAMPLE.read_bytes())
    lines = queries.class_lines(access, empty.year.id)
    assert {line.name: line.pupils for line in lines}["6A"] == 34
    assert sum(line.pupils for line in lines) == 358
    assert sum(line.girls for line in lines) == 193
    (thuan,) = pupils_of(empty, ONLY_ONE)
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
    import_list(empty, spreadsheet([row]))
    guardians = m.Guardian.select().where(m.Guardian.unit == empty.unit)
    assert {person.relation: person.phone for person in guardians} == {"mẹ": row.phone, "cha": ""}


def test_a_class_stands_on_the_campus_all_its_pupils_share(empty: School) -> None:
    rows = [pupil("Siu Một", "1C", campus="Điểm lẻ Ma Giai"), pupil("Siu Hai", "6A")]
    import_list(empty, spreadsheet(rows))
    campuses = {line.name: line.campus for line in queries.class_lines(clerk_access(empty), empty.year.id)}
    assert campuses == {"1C": "Điểm lẻ Ma Giai", "6A": ""}


def test_every_pupil_of_the_list_is_found_by_any_spelling(empty: School) -> None:
    import_list(empty, SAMPLE.read_bytes())
    names = {found.name for found in queries.find_pupils(clerk_access(empty), "ro cham h bia")}
    assert any(name.startswith("Rơ Châm H'Bia") for name in names)


def test_applying_a_run_twice_does_nothing(empty: School) -> None:
    run = import_list(empty, SAMPLE.read_bytes())
    before = all_tables(but=set())
    again = actions.apply_list(clerk_access(empty), run.id)
    assert again.state == "applied"
    assert all_tables(but=set()) == before


def test_importing_the_same_file_twice_changes_nothing(empty: School) -> None:
    import_list(empty, SAMPLE.read_bytes())
    before = all_tables()
    run = import_list(empty, SAMPLE.read_bytes())
    assert run.counts == {"same": 358, "skipped": 4}
    assert all_tables() == before


def test_a_list_we_exported_ourselves_changes_nothing(empty: School) -> None:
    import_list(empty, SAMPLE.read_bytes())
    before = all_tables()
    run = import_list(empty, spreadsheet(sample_rows()))
    assert run.counts["same"] == 358
    assert all_tables() == before


def test_statements_do_not_grow_with_the_pupils(empty: School) -> None:
    rows = sample_rows()
    small = try_list(empty, spreadsheet(rows[:40]))
    with counted_statements() as few:
        actions.apply_list(clerk_access(empty), small.id)
    whole = try_list(empty, SAMPLE.read_bytes())
    started = time.perf_counter()
    with counted_statements() as many:
        actions.apply_list(clerk_access(empty), whole.id)
    assert len(pupils_of(empty)) == 358
    classes = 11  # the whole list brings more classes and villages, which are made one by one
    assert len(many) < len(few) + 6 * classes + 40, (len(few), len(many))
    assert time.perf_counter() - started < 5  # 0,4 s on two cores


# ---- a newer list ------------------------------------------------------------------------------------


@pytest.fixture
def filled(empty: School) -> School:
    import_list(empty, SAMPLE.read_bytes())
    return empty


def _newer(name: str, **changes: object) -> bytes:
    """The sample with something else said of one pupil."""
    rows = [replace(row, **changes) if row.full_name == name else row for row in sample_rows()]  # type: ignore[arg-type]
    return spreadsheet(rows)


def test_a_changed_value_is_written_and_remembered(filled: School) -> None:
    data = _newer(ONLY_ONE, phone="0987654321", policy="Hộ nghèo", village="Buôn Ma Giai")
    run = try_list(filled, data)
    changes = {said.field: said.listed for said in line_of(filled, run, ONLY_ONE).changes}
    assert changes == {"village": "Buôn Ma Giai", "phone": "0987654321", "policy": "Hộ nghèo"}
    actions.apply_list(clerk_access(filled), run.id)
    (thuan,) = pupils_of(filled, ONLY_ONE)
    page = queries.pupil_page(clerk_access(filled), thuan.public_id)
    assert (page.village, page.household and page.household.poverty) == ("Buôn Ma Giai", "Hộ nghèo")
    places = m.PupilPlace.select().where((m.PupilPlace.unit == filled.unit) & (m.PupilPlace.pupil == thuan))
    assert [(place.starts, place.ends) for place in places.order_by(m.PupilPlace.starts)] == [
        (factories.YEAR_STARTS, date(2026, 11, 23)),
        (date(2026, 11, 23), None),
    ]
    assert try_list(filled, data).counts == {"same": 358, "skipped": 2}


def test_a_changed_class_waits_for_date_reason_and_paper(filled: School) -> None:
    row = next(row for row in sample_rows() if row.class_name == "6A")
    data = _newer(row.full_name, class_name="6B", id_number=row.id_number, birth=row.birth)
    import_list(filled, data)
    assert class_of_number(filled, row.id_number) == "6A"
    access = clerk_access(filled)
    (waiting,) = imports.waiting_moves(access, imports.known_pupils(access, filled.year.id))
    assert (waiting.kind, waiting.now, waiting.to_class) == (MoveKind.CLASS_CHANGE, "6A", "6B")
    import_list(filled, data)  # is not proposed again
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
    assert class_of_number(filled, row.id_number) == "6B"
    assert imports.waiting_moves(access, imports.known_pupils(access, filled.year.id)) == []
    assert try_list(filled, data).counts == {"same": 358, "skipped": 2}


def class_of_number(school: School, id_number: str) -> str:
    known = imports.known_pupils(clerk_access(school), school.year.id).values()
    return next(row.known.class_name for row in known if row.known.id_number == id_number)


def test_a_dismissed_proposal_does_not_come_back(filled: School) -> None:
    data = _newer(ONLY_ONE, status="dropped")
    import_list(filled, data)
    (proposal,) = m.ProposedMove.select().where(m.ProposedMove.unit == filled.unit)
    assert proposal.kind == "dropped"
    actions.dismiss_move(clerk_access(filled), proposal.id)
    assert try_list(filled, data).counts == {"same": 358, "skipped": 2}
    with pytest.raises(Conflict):
        actions.dismiss_move(clerk_access(filled), proposal.id)


def test_a_value_typed_later_is_asked_about_and_kept_meanwhile(filled: School) -> None:
    (thuan,) = pupils_of(filled, ONLY_ONE)
    access = clerk_access(filled)
    household = m.PupilHousehold.get(
        (m.PupilHousehold.unit == filled.unit) & (m.PupilHousehold.pupil == thuan)
    ).household_id
    mother = m.Guardian.get((m.Guardian.unit == filled.unit) & (m.Guardian.household == household))
    actions.save_guardian(access, household, GuardianData("mẹ", "Rơ Mah Gõ Tay", "0912345678"), mother.id)
    assert try_list(filled, SAMPLE.read_bytes()).counts["same"] == 358  # the file only repeats its old word
    data = _newer(ONLY_ONE, mother="Rơ Mah H'Mlan Mới")
    run = try_list(filled, data)
    (asked,) = line_of(filled, run, ONLY_ONE).asked
    assert (asked.field, asked.ours, asked.listed) == ("mother", "Rơ Mah Gõ Tay", "Rơ Mah H'Mlan Mới")
    actions.apply_list(access, run.id)
    assert _mother(household) == "Rơ Mah Gõ Tay"
    assert try_list(filled, data).counts["asked"] == 1  # nobody said anything, so it is asked again


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
    (thuan,) = pupils_of(filled, ONLY_ONE)
    row = imports.known_pupils(clerk_access(filled), filled.year.id)[thuan.public_id]
    assert row.mother
    assert row.household_id
    data = GuardianData("mẹ", "Rơ Mah Gõ Tay")
    actions.save_guardian(clerk_access(filled), row.household_id, data, row.mother.id)
    newer = _newer(ONLY_ONE, mother="Mẹ Khác")
    run = try_list(filled, newer)
    decide(filled, run, ONLY_ONE, decision)
    actions.apply_list(clerk_access(filled), run.id)
    assert _mother(row.household_id) == kept
    assert try_list(filled, newer).counts == {"same": 358, "skipped": 2}


def test_who_is_missing_is_listed_and_moved_by_nobody(filled: School) -> None:
    rows = [row for row in sample_rows() if row.full_name != ONLY_ONE]
    before = all_tables()
    run = import_list(filled, spreadsheet(rows))
    (missing,) = lines_of(filled, run, "vang")
    assert missing.name == ONLY_ONE
    assert missing.pupil is not None
    assert missing.pupil.about == "1A · 24/01/2020 · Buôn Ji B"
    assert all_tables() == before


def test_the_log_names_the_run_and_keeps_values_apart(filled: School) -> None:
    import_list(filled, _newer(ONLY_ONE, ethnic_group="Kinh"))
    intents = [entry.intent for entry in AuditEntry.select().where(AuditEntry.unit_id == filled.unit.id)]
    assert intents.count("apply_pupil_list") == 2
    (value,) = PersonalValue.select().where(PersonalValue.field == "ethnic_group")
    assert (value.before, value.after) == ("Gia Rai", "Kinh")
