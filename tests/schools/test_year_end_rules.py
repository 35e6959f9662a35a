"""The next year proposed from this one."""

import pytest

from sisoho.schools.rules import (
    OUT,
    Leaver,
    OldClass,
    Result,
    is_over_absences,
    next_classes,
    next_grade,
    place_all,
    results_of,
    usual_result,
)

PRIMARY = (OldClass(1, "1A", (1,)), OldClass(2, "2A", (2,)), OldClass(5, "5A", (5,)))
BOTH = (OldClass(5, "5A", (5,)), OldClass(6, "Lớp 6A", (6,)), OldClass(9, "9A", (9,)))


def names(old: tuple[OldClass, ...]) -> list[str]:
    return [one.name for one in next_classes(old)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PRIMARY, ["1A", "2A", "3A"]),  # 5A goes on elsewhere
        (BOTH, ["6A", "Lớp 7A"]),  # grade 5 becomes grade 6 of the same school, 9A is done
        ((OldClass(6, "6A", (6,)), OldClass(7, "7B", (7,))), ["6A", "7A", "8B"]),
        ((OldClass(4, "Ghép Buôn Tang", (1, 2)),), ["Ghép Buôn Tang"]),
    ],
)
def test_each_class_goes_on_and_entry_grades_get_new_ones(old: tuple[OldClass, ...], new: list[str]) -> None:
    assert names(old) == new


@pytest.mark.parametrize(
    ("grade", "result", "after"),
    [
        (1, Result.PROMOTED, 2),
        (5, Result.COMPLETED_PRIMARY, 6),
        (9, Result.COMPLETED_LOWER_SECONDARY, None),
        (9, Result.REPEATS, 9),
        (7, Result.SUMMER_WORK, None),
    ],
)
def test_the_grade_follows_from_the_result(grade: int, result: Result, after: int | None) -> None:
    assert next_grade(grade, result) == after


def test_a_grade_offers_only_its_own_results() -> None:
    assert usual_result(5) is Result.COMPLETED_PRIMARY
    assert Result.PROMOTED not in results_of(9)
    assert Result.COMPLETED_PRIMARY not in results_of(4)


def test_forty_five_sessions_warn_in_lower_secondary_alone() -> None:
    assert not is_over_absences(6, 45)
    assert is_over_absences(6, 46)
    assert not is_over_absences(5, 60)


def test_pupils_are_proposed_by_result_class_and_campus() -> None:
    old = (OldClass(1, "1A", (1,)), OldClass(2, "2A", (2,)), OldClass(3, "Ghép", (1, 2), campus_id=7))
    new = next_classes(old)
    by_name = {one.name: one.key for one in new}
    leavers = [
        Leaver(10, 1, 1, Result.PROMOTED),
        Leaver(11, 1, 1, Result.REPEATS),
        Leaver(12, 3, 1, Result.PROMOTED),
        Leaver(13, 3, 2, Result.PROMOTED),
        Leaver(14, 2, 2, None),
    ]
    placed = place_all(leavers, old, new, {})
    assert placed == {
        10: by_name["2A"],
        11: by_name["1A"],
        12: by_name["Ghép"],  # the satellite class takes its own second grade
        13: by_name["3A"],
        14: None,  # nobody decided: the program does not either
    }


def test_what_a_person_said_stands_until_the_class_is_gone() -> None:
    new = next_classes(PRIMARY)
    leaver = Leaver(10, 1, 1, Result.PROMOTED)
    elsewhere = next(one.key for one in new if one.name == "3A")
    assert place_all([leaver], PRIMARY, new, {10: elsewhere})[10] == elsewhere
    gone = [one for one in new if one.key != elsewhere]
    assert place_all([leaver], PRIMARY, gone, {10: elsewhere})[10] == "c1"


def test_completed_primary_leaves_a_primary_school() -> None:
    leaver = Leaver(10, 5, 5, Result.COMPLETED_PRIMARY)
    assert place_all([leaver], PRIMARY, next_classes(PRIMARY), {})[10] == OUT
