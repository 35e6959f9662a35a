"""What an import would do to each pupil, and what it must ask."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.schools.import_rules import (
    Difference,
    ImportPlan,
    KnownPupil,
    ListedPupil,
    ProposedMove,
    RowVerdict,
    imported_values,
    plan_import,
    propose_siblings,
)
from sisoho.schools.pupil_list import read_pupil_list
from sisoho.schools.rules.moves import MoveKind
from sisoho.vietnamese import BirthDate

SAMPLE = Path(__file__).parents[2] / "sisoho" / "demo" / "inputs" / "danh-sach-hoc-sinh.xlsx"
TODAY = datetime.date(2026, 11, 23)
EVERY_COLUMN = frozenset(ListedPupil.__dataclass_fields__) - {"row_number", "sheet", "problems"}


def _born(day: int, month: int, year: int) -> BirthDate:
    return BirthDate(datetime.date(year, month, day))


BIA = ListedPupil(
    row_number=7, sheet="DS", full_name="Rơ Châm H'Bia", birth=_born(12, 3, 2014), sex="female",
    ethnic_group="Gia Rai", class_name="6A", campus="Điểm chính", village="Buôn Tang", commune="Phú Túc",
    father="Siu Tư", mother="Rơ Châm H'Nhi", phone="0987158203", policy="Hộ nghèo", status="studying",
    id_number="064314000001",
)  # fmt: skip
KHOI = replace(
    BIA, row_number=8, full_name="Siu Khôi", birth=_born(5, 9, 2014), sex="male", mother="Siu H'Đào",
    id_number="064214000002", phone="",
)  # fmt: skip


def _known(row: ListedPupil, public_id: str = "p1", **later: Any) -> KnownPupil:
    """The pupil as a first import of `row` left it, then with fields typed by a person."""
    names = set(KnownPupil.__dataclass_fields__) & set(ListedPupil.__dataclass_fields__)
    values = {name: getattr(row, name) for name in names} | {"status": row.status or "studying"}
    imported = KnownPupil(public_id=public_id, last_import=imported_values(row), **values)
    return replace(imported, **later, edited_later=frozenset(later) & imported.last_import.keys())


def _plan(
    rows: Iterable[ListedPupil], known: Iterable[KnownPupil], seen: frozenset[str] = EVERY_COLUMN
) -> ImportPlan:
    return plan_import(list(rows), list(known), fields_seen=seen, on=TODAY)


def _verdict(row: ListedPupil, *known: KnownPupil, seen: frozenset[str] = EVERY_COLUMN) -> RowVerdict:
    return _plan([row], known, seen).verdicts[0]


def test_the_real_list_into_an_empty_school_is_all_new() -> None:
    pupils = read_pupil_list(SAMPLE.read_bytes(), SAMPLE.name)
    plan = _plan(pupils.rows, [], pupils.fields_seen)
    assert plan.counts == {"new": 358}
    assert plan.missing == ()


def test_importing_the_same_file_twice_changes_nothing() -> None:
    pupils = read_pupil_list(SAMPLE.read_bytes(), SAMPLE.name)
    known = [_known(row, f"p{row.row_number}") for row in pupils.rows]
    plan = _plan(pupils.rows, known, pupils.fields_seen)
    assert plan.counts == {"same": 358}
    assert [v.matched for v in plan.verdicts] == [pupil.public_id for pupil in known]
    assert not any(v.changes or v.kept or v.proposed_moves for v in plan.verdicts)
    assert plan.missing == ()


def test_the_same_list_without_its_id_numbers_still_finds_every_pupil() -> None:
    pupils = read_pupil_list(SAMPLE.read_bytes(), SAMPLE.name)
    known = [_known(row, f"p{row.row_number}") for row in pupils.rows]
    rows = [replace(row, id_number="") for row in pupils.rows]
    plan = _plan(rows, known, pupils.fields_seen - {"id_number"})
    assert plan.counts == {"same": 358}


def test_an_id_number_finds_the_pupil_though_name_class_and_village_are_written_anew() -> None:
    moved = replace(BIA, full_name="Rcom H'Bia", class_name="6B", village="Buôn Ji A")
    verdict = _verdict(moved, _known(BIA))
    assert verdict.matched == "p1"
    assert verdict.changes == (
        Difference("full_name", "Rơ Châm H'Bia", "Rcom H'Bia"),
        Difference("village", "Buôn Tang", "Buôn Ji A"),
    )
    assert verdict.proposed_moves == (ProposedMove(MoveKind.CLASS_CHANGE, "6A", "6B"),)
    assert verdict.kind == "changed"


def test_an_id_number_on_another_name_and_birth_is_doubted() -> None:
    verdict = _verdict(replace(KHOI, id_number=BIA.id_number), _known(BIA))
    assert (verdict.kind, verdict.candidates) == ("doubtful", ("p1",))
    assert "Xin xem lại mã" in verdict.reason


@pytest.mark.parametrize(
    "change",
    [{}, {"village": "Buôn Ji A"}, {"class_name": "6B"}, {"full_name": "RƠ CHÂM H’BIA"}, {"village": "tang"}],
)
def test_without_id_name_and_birth_with_class_or_village_are_enough(change: dict[str, str]) -> None:
    verdict = _verdict(replace(BIA, id_number="", **change), _known(BIA))
    assert (verdict.matched, verdict.kind in ("same", "changed")) == ("p1", True)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"class_name": "6B", "village": "Buôn Ji A"}, "class and village both differ"),
        ({"birth": None}, "no birth date to be sure"),
        ({"birth": _born(3, 12, 2014)}, "day and month may be swapped"),
        ({"birth": _born(12, 3, 2013)}, "one slip in the year"),
        ({"birth": BirthDate(datetime.date(2014, 1, 1), "year")}, "only the year is known"),
        ({"full_name": "Ro Cham HBia"}, "another spelling"),
    ],
)
def test_a_resemblance_is_asked_about_and_never_guessed(change: dict[str, Any], why: str) -> None:
    verdict = _verdict(replace(BIA, id_number="", **change), _known(BIA))
    assert (verdict.kind, verdict.matched, verdict.candidates) == ("doubtful", None, ("p1",)), why
    assert verdict.reason


@pytest.mark.parametrize(
    "change", [{"birth": _born(30, 11, 2013)}, {"full_name": "Rơ Châm H'Bía Nhi"}, {"full_name": "Siu Bia"}]
)
def test_a_namesake_with_another_birth_or_another_name_is_new(change: dict[str, Any]) -> None:
    assert _verdict(replace(BIA, id_number="", **change), _known(BIA)).kind == "new"


def test_two_id_numbers_tell_two_children_apart_unless_everything_else_agrees() -> None:
    other_id = replace(BIA, id_number="064314000009")
    assert _verdict(other_id, _known(BIA)).kind == "doubtful"
    assert _verdict(replace(other_id, birth=_born(13, 3, 2014)), _known(BIA)).kind == "new"


def test_two_known_pupils_alike_make_a_doubt_with_both_as_candidates() -> None:
    nameless = replace(BIA, id_number="")
    verdict = _verdict(nameless, _known(nameless, "p1"), _known(nameless, "p2"))
    assert (verdict.kind, verdict.candidates) == ("doubtful", ("p1", "p2"))


def test_an_id_number_missing_so_far_is_filled_in() -> None:
    verdict = _verdict(BIA, _known(replace(BIA, id_number="")))
    assert verdict.changes == (Difference("id_number", "", BIA.id_number),)


def test_what_was_typed_later_is_kept_and_asked_about_when_the_file_says_something_new() -> None:
    known = _known(BIA, phone="0324388314")
    verdict = _verdict(replace(BIA, phone="0351112223"), known)
    assert verdict.kind == "changed"
    assert verdict.changes == ()
    assert verdict.kept == (Difference("phone", "0324388314", "0351112223", asked=True),)


def test_what_was_typed_later_stands_quietly_when_the_file_only_repeats_itself() -> None:
    verdict = _verdict(BIA, _known(BIA, phone="0324388314"))
    assert verdict.kind == "same"
    assert verdict.kept == (Difference("phone", "0324388314", BIA.phone, asked=False),)


_TYPED = {
    "phone": "0324388314", "village": "Buôn Ji A", "father": "Nay Đức", "policy": "Hộ cận nghèo",
    "full_name": "Rcom H'Bia", "mother": "",
}  # fmt: skip


@given(
    st.sets(st.sampled_from(sorted(_TYPED))),
    st.dictionaries(st.sampled_from(sorted(_TYPED)), st.sampled_from(["", "0351112223", "Buôn Ma Giai"])),
)
def test_no_file_ever_overwrites_or_empties_what_a_person_typed(
    typed: set[str], listed: dict[str, str]
) -> None:
    known = _known(BIA, **{field: _TYPED[field] for field in typed})
    verdict = _verdict(replace(BIA, **listed), known)
    assert not {change.field for change in verdict.changes} & typed
    assert all(change.listed for change in verdict.changes)
    told = {d.field for d in (*verdict.changes, *verdict.kept)}
    assert told == {f for f in _TYPED if getattr(known, f) != listed.get(f, getattr(BIA, f))}


def test_a_value_the_last_import_wrote_follows_the_newer_file() -> None:
    verdict = _verdict(replace(BIA, phone="0351112223"), _known(BIA))
    assert verdict.changes == (Difference("phone", BIA.phone, "0351112223"),)


def test_a_blank_cell_empties_nothing_and_is_asked_about_only_where_there_is_a_column() -> None:
    blank = replace(BIA, policy="")
    assert _verdict(blank, _known(BIA)).kept == (Difference("policy", "Hộ nghèo", "", asked=True),)
    assert _verdict(blank, _known(BIA)).changes == ()
    assert _verdict(blank, _known(BIA), seen=EVERY_COLUMN - {"policy"}).kind == "same"


def test_a_value_typed_where_the_file_was_always_blank_is_left_in_peace() -> None:
    verdict = _verdict(KHOI, _known(KHOI, phone="0324388314"))
    assert (verdict.kind, verdict.changes) == ("same", ())


@pytest.mark.parametrize(
    ("before", "listed", "kind"),
    [
        ("studying", "transfer_out", MoveKind.TRANSFER_OUT), ("studying", "dropped", MoveKind.DROPPED),
        ("studying", "died", MoveKind.DIED), ("dropped", "studying", MoveKind.RETURNED),
        ("transfer_out", "studying", MoveKind.TRANSFER_IN),
    ],
)  # fmt: skip
def test_a_changed_status_becomes_a_proposed_move_and_no_change(
    before: Any, listed: Any, kind: MoveKind
) -> None:
    verdict = _verdict(replace(BIA, status=listed), _known(BIA, status=before))
    assert [move.kind for move in verdict.proposed_moves] == [kind]
    assert (verdict.kind, verdict.changes) == ("changed", ())


def test_a_list_without_a_status_column_says_that_its_pupils_attend() -> None:
    row, gone = replace(BIA, status=None), _known(BIA, status="dropped")
    assert _verdict(row, gone, seen=EVERY_COLUMN - {"status"}).proposed_moves[0].kind == MoveKind.RETURNED
    assert _verdict(row, gone).proposed_moves == ()


def test_a_pupil_recorded_as_died_is_asked_about() -> None:
    assert _verdict(BIA, _known(BIA, status="died")).kind == "doubtful"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "dropped"}, "đã rời trường"), ({"class_name": ""}, "lớp nào"),
        ({"birth": _born(12, 3, 2041)}, "tuổi đi học"), ({"birth": _born(12, 3, 1941)}, "tuổi đi học"),
    ],
)  # fmt: skip
def test_a_new_pupil_that_makes_no_sense_is_asked_about(change: dict[str, Any], said: str) -> None:
    verdict = _verdict(replace(BIA, **change))
    assert verdict.kind == "doubtful"
    assert said in verdict.reason


def test_a_new_pupil_without_a_birth_date_is_simply_new() -> None:
    assert _verdict(replace(BIA, birth=None)).kind == "new"


def test_an_exact_repetition_is_imported_once() -> None:
    plan = _plan([BIA, replace(BIA, row_number=40, sheet="Tổng hợp")], [])
    assert [verdict.kind for verdict in plan.verdicts] == ["new", "refused"]
    assert plan.verdicts[1].reason == "Lặp lại y hệt dòng 7 trang “DS”. Chỉ nhập một lần."


def test_rows_sharing_an_id_number_but_not_the_rest_are_all_doubtful() -> None:
    plan = _plan([BIA, replace(KHOI, id_number=BIA.id_number)], [_known(BIA)])
    assert [verdict.kind for verdict in plan.verdicts] == ["doubtful", "doubtful"]
    assert "dòng 8" in plan.verdicts[0].reason
    assert plan.missing == ()


def test_rows_sharing_name_and_birth_are_doubtful_unless_both_have_their_own_id() -> None:
    without = replace(BIA, row_number=9, id_number="", phone="")
    assert {v.kind for v in _plan([BIA, without], []).verdicts} == {"doubtful"}
    twin = replace(without, id_number="064314000009")
    plan = _plan([BIA, twin], [])
    assert {v.kind for v in plan.verdicts} == {"new"}
    assert "coi là hai em" in plan.verdicts[0].reason


def test_two_rows_that_fit_one_pupil_are_both_asked_about() -> None:
    in_6b = replace(
        BIA, row_number=9, id_number="", birth=BIA.birth, full_name="Rơ Châm H'Bia", class_name="6B"
    )
    plan = _plan([replace(BIA, birth=None), in_6b], [_known(BIA)])
    assert {v.kind for v in plan.verdicts} == {"doubtful"}


def test_the_missing_are_those_who_attend_and_are_in_no_row_not_even_doubtfully() -> None:
    known = [
        _known(BIA, "here"),
        _known(replace(KHOI, id_number=""), "perhaps"),
        _known(replace(KHOI, full_name="Nay Phi", id_number=""), "gone"),
        _known(replace(KHOI, full_name="Kpă Thiên", id_number=""), "left", status="dropped"),
    ]
    plan = _plan([BIA, replace(KHOI, id_number="", birth=None)], known)
    assert plan.missing == ("gone",)


def test_siblings_are_proposed_by_mother_and_village_the_likeliest_first() -> None:
    elder = replace(BIA, full_name="Rơ Châm Tư", birth=_born(1, 2, 2011), phone="0351112223")
    stranger = replace(BIA, full_name="Rơ Châm Phi", birth=_born(1, 2, 2009), father="Nay Đức", phone="")
    elsewhere = replace(BIA, full_name="Rơ Châm Luân", village="Buôn Ji A")
    named = {"s": stranger, "b": BIA, "e": elder, "x": elsewhere, "k": KHOI}
    pairs = propose_siblings(_known(row, public_id) for public_id, row in named.items())
    assert (pairs[0].first, pairs[0].second) == ("b", "e")
    assert pairs[0].doubts == ("khác số điện thoại",)
    assert {pair.first + pair.second for pair in pairs} == {"be", "sb", "se"}
    assert all("khác tên cha" in pair.doubts for pair in pairs[1:])


def test_births_too_close_for_one_mother_are_not_proposed_but_twins_are() -> None:
    twin = replace(BIA, full_name="Rơ Châm H'Loan")
    too_close = replace(twin, birth=_born(1, 6, 2014))
    by_year = replace(twin, birth=BirthDate(datetime.date(2014, 1, 1), "year"))
    assert len(propose_siblings([_known(BIA, "a"), _known(twin, "b")])) == 1
    assert propose_siblings([_known(BIA, "a"), _known(too_close, "b")]) == ()
    assert len(propose_siblings([_known(BIA, "a"), _known(by_year, "b")])) == 1


def test_no_mother_or_no_village_proposes_nobody() -> None:
    for blank in ({"mother": ""}, {"village": ""}):
        rows = [replace(BIA, **blank), replace(BIA, full_name="Rơ Châm Tư", **blank)]
        assert propose_siblings([_known(row, row.full_name) for row in rows]) == ()
