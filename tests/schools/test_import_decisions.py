"""Pure: what a person's word makes of a plan, and a list told in the school's own words."""

import datetime
from dataclasses import replace

import pytest

from sisoho.schools.import_rules import (
    Decision,
    KnownPlaces,
    KnownPupil,
    ListedPupil,
    RowVerdict,
    Standing,
    additions,
    decision_from_json,
    decision_to_json,
    imported_values,
    in_own_words,
    plan_import,
    row_from_json,
    row_to_json,
    settle,
    within_limits,
)
from sisoho.schools.rules.poverty import poverty_of
from sisoho.vietnamese import BirthDate
from tests.schools.lists import pupil, sample_rows

ON = datetime.date(2026, 11, 23)
SEEN = frozenset(ListedPupil.__dataclass_fields__) - {"row_number", "sheet", "problems"}
BIA = pupil("Ksor H'Bia", "6A", id_number="064315000001", mother="Ksor H'Mẹ")


def _known(row: ListedPupil, public_id: str = "bia", **fields: object) -> KnownPupil:
    names = set(KnownPupil.__dataclass_fields__) & set(ListedPupil.__dataclass_fields__) - {"status"}
    values = {name: getattr(row, name) for name in names}
    return replace(KnownPupil(public_id, **values), last_import=imported_values(row), **fields)  # type: ignore[arg-type]


def _settle(
    rows: list[ListedPupil], decisions: list[Decision], *known: KnownPupil, **standing: object
) -> tuple[RowVerdict, ...]:
    plan = plan_import(rows, known, fields_seen=SEEN, on=ON)
    usual = {"classes": {"6A": (6,), "7A": (7,)}, "fields_seen": SEEN}
    here = Standing(**{"known": {row.public_id: row for row in known}, **usual, **standing})  # type: ignore[arg-type]
    return settle(plan, decisions, here)


def _slip(row: ListedPupil) -> ListedPupil:
    """The same child with a birth that one typing slip makes of the other: doubtful."""
    return replace(row, birth=BirthDate(datetime.date(2015, 3, 21)), id_number="")


def test_without_a_word_a_doubt_stays_a_doubt() -> None:
    (verdict,) = _settle([_slip(BIA)], [Decision()], _known(BIA))
    assert (verdict.kind, verdict.candidates) == ("doubtful", ("bia",))


@pytest.mark.parametrize(
    ("decision", "kind", "matched"),
    [
        (Decision(word="is", pupil="bia"), "changed", "bia"),
        (Decision(word="new"), "new", None),
        (Decision(word="skip"), "refused", None),
        (Decision(word="is", pupil="stranger"), "doubtful", None),
    ],
)
def test_a_word_settles_a_doubt(decision: Decision, kind: str, matched: str | None) -> None:
    (verdict,) = _settle([_slip(BIA)], [decision], _known(BIA))
    assert (verdict.kind, verdict.matched) == (kind, matched)


def test_no_two_rows_come_to_mean_one_pupil() -> None:
    decisions = [Decision(), Decision(word="is", pupil="bia")]
    first, second = _settle([BIA, _slip(BIA)], decisions, _known(BIA))
    assert first.matched == "bia"
    assert (second.kind, second.matched) == ("doubtful", None)
    assert second.reason == "Một dòng khác của tệp đã là em này. Xin chọn lại."


def test_a_number_that_is_anothers_is_not_written() -> None:
    row = replace(BIA, full_name="Rmah Khác", birth=BirthDate(datetime.date(2014, 1, 2)))
    (verdict,) = _settle([row], [Decision(word="new")], _known(BIA))
    assert (verdict.kind, verdict.row.id_number) == ("new", "")
    assert verdict.row.problems == ("Mã định danh 064315000001 đang là của em khác nên chưa ghi cho em này.",)


def test_two_new_rows_do_not_share_a_number() -> None:
    rows = [BIA, replace(BIA, full_name="Rmah Khác")]
    first, second = _settle(rows, [Decision(word="new")] * 2)
    assert (first.row.id_number, second.row.id_number) == ("064315000001", "")


def test_taking_and_keeping_a_difference() -> None:
    known = _known(BIA, mother="Gõ Tay", edited_later=frozenset({"mother"}))
    row = replace(BIA, mother="Mẹ Mới")
    (open_,) = _settle([row], [Decision()], known)
    assert [kept.asked for kept in open_.kept] == [True]
    (taken,) = _settle([row], [Decision(take=frozenset({"mother"}))], known)
    assert (taken.kind, [change.listed for change in taken.changes]) == ("changed", ["Mẹ Mới"])
    (kept,) = _settle([row], [Decision(keep=frozenset({"mother"}))], known)
    assert (kept.kind, [difference.asked for difference in kept.kept]) == ("same", [False])


def test_a_pupil_of_last_year_is_enrolled_not_moved() -> None:
    known = _known(BIA, class_name="")
    (verdict,) = _settle(
        [replace(BIA, class_name="7A")], [Decision()], known, not_enrolled=frozenset({"bia"})
    )
    assert [(move.kind, move.to_class) for move in verdict.proposed_moves] == [("enrolled", "7A")]


def test_what_was_proposed_before_is_not_news() -> None:
    row, known = replace(BIA, class_name="7A"), _known(BIA)
    (fresh,) = _settle([row], [Decision()], known)
    assert fresh.kind == "changed"
    (again,) = _settle([row], [Decision()], known, proposed={("bia", "class_change", "7A")})
    assert again.kind == "same"


def test_rows_and_decisions_survive_being_stored() -> None:
    rows = [*sample_rows(), replace(BIA, birth=None, problems=("Một điều.",))]
    assert [row_from_json(row_to_json(row)) for row in rows] == rows
    for decision in (Decision(), Decision("is", "bia", "1+2", 2, frozenset({"phone"}), frozenset({"birth"}))):
        assert decision_from_json(decision_to_json(decision)) == decision


@pytest.mark.parametrize(
    ("written", "means"),
    [("6a", "6A"), ("6 A", "6A"), ("Lớp 6A", "6A"), ("1/2", "1/2"), ("1+2", "1+2"), ("7B", "7B")],
)
def test_classes_are_told_as_the_school_names_them(written: str, means: str) -> None:
    known = KnownPlaces({"6A": (6,), "1+2": (1, 2)})
    (row,) = in_own_words([pupil("A B", written)], known).rows
    assert row.class_name == means


def test_a_campus_is_known_with_and_without_its_kind() -> None:
    rows = [pupil("A B", campus="Phân hiệu Ma Giai"), pupil("C D", campus="ma giai")]
    known = KnownPlaces({}, campuses=("Điểm trường Ma Giai",))
    assert {row.campus for row in in_own_words(rows, known).rows} == {"Điểm trường Ma Giai"}


def test_two_new_villages_of_one_name_stay_two_where_the_kind_is_written() -> None:
    rows = [pupil("A B", village=name) for name in ("Buôn Tang", "Thôn Tang", "buôn tang")]
    assert [row.village for row in in_own_words(rows, KnownPlaces({})).rows] == [
        "Buôn Tang",
        "Thôn Tang",
        "Buôn Tang",
    ]


def test_only_what_is_written_is_made() -> None:
    new = RowVerdict(pupil("A B", "7A", village="Buôn Mới", campus="Điểm Mới"), "new")
    left_out = RowVerdict(pupil("C D", "8A", village="Thôn Khác"), "refused")
    made = additions([new, left_out], KnownPlaces({}))
    assert made.classes == (("7A", (7,)),)
    assert (made.campuses, made.villages) == (("Điểm Mới",), (("Buôn Mới", "buôn"),))


def test_a_text_too_long_to_store_is_cut_and_said() -> None:
    row = within_limits(pupil("A" * 300, ethnic_group="B" * 40))
    assert (len(row.full_name), len(row.ethnic_group), len(row.problems)) == (255, 32, 2)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Hộ nghèo", "poor"),
        ("hộ cận nghèo", "near_poor"),
        ("Con thương binh; hộ nghèo", "poor"),
        ("Hộ mới thoát nghèo", ""),
        ("Con liệt sĩ", ""),
        ("", ""),
    ],
)
def test_poverty_is_read_from_the_words_of_a_list(words: str, kind: str) -> None:
    assert poverty_of(words) == kind
