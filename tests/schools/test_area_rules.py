"""Where a child of the area stands in a year, who may be one child, and the rates from it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sisoho.schools.rules.area import (
    ChildState,
    Person,
    age_in,
    is_school_year,
    propose_matches,
    school_year_of,
    state_in,
    successors,
)
from sisoho.schools.rules.mobilisation import (
    PARTS,
    CountedChild,
    bands,
    count,
    count_band,
    formula,
    is_mobilised,
)
from sisoho.vietnamese import BirthDate

FIRST, PRIMARY, SECONDARY = bands(6, 10, 14)
S = ChildState


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 6, 30), "2025-2026"),
        (date(2026, 7, 1), "2026-2027"),
        (date(2027, 1, 5), "2026-2027"),
    ],
)
def test_a_survey_from_july_on_is_about_the_coming_year(on: date, year: str) -> None:
    assert school_year_of(on) == year
    assert is_school_year(year)


@pytest.mark.parametrize("text", ["", "2026", "2026-2028", "2026-2027x", "abcd-efgh", "²026-2027"])
def test_what_is_no_school_year_is_told(text: str) -> None:
    assert not is_school_year(text)


def test_age_goes_by_the_year_of_birth_alone() -> None:
    assert age_in("2026-2027", date(2020, 12, 31)) == age_in("2026-2027", date(2020, 1, 1)) == 6


@pytest.mark.parametrize(
    ("entered", "next_year"),
    [
        (S.STUDYING, S.UNKNOWN),
        (S.NOT_YET, S.UNKNOWN),
        (S.DROPPED, S.DROPPED),
        (S.COMPLETED, S.COMPLETED),
        (S.MOVED_AWAY, S.MOVED_AWAY),
        (S.DIED, S.DIED),
        (S.UNABLE, S.UNABLE),
    ],
)
def test_only_what_lasts_is_believed_of_a_year_nobody_asked_about(entered: S, next_year: S) -> None:
    assert state_in("2026-2027", "2026-2027", entered) is entered
    assert state_in("2027-2028", "2026-2027", entered) is next_year


def person(id_: int, name: str, birth: BirthDate | None, village: int = 1) -> Person:
    return Person(id_, name, birth, village)


DAY = BirthDate(date(2018, 3, 12))
YEAR = BirthDate(date(2018, 1, 1), "year")


@pytest.mark.parametrize(
    ("child", "pupil", "sure"),
    [
        (person(1, "Rơ Châm Đức", DAY), person(2, "Rchâm Đức", DAY), True),
        (person(1, "Siu H'Lan", YEAR), person(2, "Siu H'Lan", DAY), False),
        (person(1, "Siu H'Lan", DAY), person(2, "Siu H'Lan", DAY, village=9), False),
        (person(1, "Siu H'Lan", DAY), person(2, "Siu H'Lan", None), False),
        (person(1, "Siu H'Lan", DAY), person(2, "Siu H'Lan", None, village=9), None),
        (person(1, "Siu H'Lan", DAY), person(2, "Siu H'Lan", BirthDate(date(2017, 3, 12))), None),
        (person(1, "Siu H'Lan", DAY), person(2, "Siu H'Len", DAY), None),
    ],
)
def test_one_name_and_births_that_agree_are_proposed_and_never_settled(
    child: Person, pupil: Person, sure: bool | None
) -> None:
    found = propose_matches([child], [pupil])
    assert [pair.sure for pair in found] == ([] if sure is None else [sure])
    assert propose_matches([child], [pupil], told_apart=[(1, 2)]) == []


def test_a_pupil_who_went_on_to_another_school_is_the_same_child_there() -> None:
    assert successors({1: 2, 2: 3}, [1]) == {1, 2, 3}
    assert successors({1: 2, 2: 1}, [1]) == {1, 2}


def test_the_example_of_a_village_counts_as_by_hand() -> None:
    children = [
        CountedChild(6, S.STUDYING, 1, is_girl=True, is_minority=True),
        CountedChild(6, S.STUDYING, 1),
        CountedChild(6, S.STUDYING, None),  # studies elsewhere, nobody knows which grade
        CountedChild(6, S.NOT_YET, is_minority=True),
        CountedChild(6, S.UNKNOWN),
        CountedChild(6, S.UNABLE, is_disabled=True),
        CountedChild(6, S.MOVED_AWAY),
        CountedChild(7, S.STUDYING, 2),
    ]
    found = count_band(children, FIRST)
    whole = found.all
    assert (whole.living, whole.excluded, whole.due) == (7, 2, 5)
    assert (whole.mobilised, whole.otherwise, whole.out, whole.unknown) == (2, 1, 1, 1)
    assert whole.rate == Fraction(2, 5)
    assert dict(found.parts)["Nữ"].rate == Fraction(1)
    assert dict(found.parts)["Dân tộc thiểu số"].rate == Fraction(1, 2)
    assert dict(found.parts)["Khuyết tật"].rate is None
    assert count(children, PRIMARY).mobilised == 4


def test_who_has_completed_lower_secondary_is_no_gap_in_its_band() -> None:
    done = [CountedChild(14, S.COMPLETED)]
    assert count(done, SECONDARY).rate == 1
    assert not is_mobilised(done[0], FIRST)


def test_the_formula_names_what_is_divided() -> None:
    assert formula(FIRST).startswith("Trẻ 6 tuổi vào lớp 1 = trẻ 6 tuổi đang học lớp 1 ÷ trẻ 6 tuổi sống")
    assert "trẻ 11–14 tuổi đang học hoặc đã học xong THCS" in formula(SECONDARY)


_CHILDREN = st.lists(
    st.builds(
        CountedChild,
        age=st.integers(0, 20),
        state=st.sampled_from(S),
        grade=st.none() | st.integers(1, 9),
        is_girl=st.booleans(),
        is_minority=st.booleans(),
        is_disabled=st.booleans(),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(_CHILDREN)
def test_every_child_of_a_band_is_counted_once(children: list[CountedChild]) -> None:
    for band in (FIRST, PRIMARY, SECONDARY):
        found = count_band(children, band)
        for one in (found.all, *(part for _, part in found.parts)):
            assert one.mobilised + one.out + one.unknown + one.otherwise == one.due
            assert 0 <= one.due <= one.living
            assert one.rate is None or 0 <= one.rate <= 1
        assert all(part.living <= found.all.living for _, part in found.parts)
        girls = [child for child in children if child.is_girl]
        rest = [child for child in children if not child.is_girl]
        assert count(girls, band).mobilised + count(rest, band).mobilised == found.all.mobilised
    assert [key for key, _, _ in PARTS] == ["nu", "dtts", "nu-dtts", "khuyet-tat"]


@settings(deadline=None)
@given(_CHILDREN, st.integers(6, 14))
def test_finding_a_child_who_is_out_of_school_never_raises_a_rate(
    children: list[CountedChild], age: int
) -> None:
    for band in (FIRST, PRIMARY, SECONDARY):
        before, after = count(children, band), count([*children, CountedChild(age, S.DROPPED)], band)
        assert after.rate is None or before.rate is None or after.rate <= before.rate
