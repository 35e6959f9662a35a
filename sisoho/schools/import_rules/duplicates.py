"""Rows of one file that mean, or may mean, the same pupil."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sisoho.schools.import_rules.comparing import name_key, place_key
from sisoho.schools.import_rules.listed import ListedPupil


@dataclass(frozen=True)
class Duplicate:
    """`refused`: an exact repetition, imported once. `doubtful`: a person chooses. `noted`: two children
    with their own ID numbers who share name, birth and village; both are imported."""

    kind: Literal["refused", "doubtful", "noted"]
    reason: str


def find_duplicates(rows: Sequence[ListedPupil]) -> dict[int, Duplicate]:
    """Place in `rows` → what is wrong with it. The first of exact repetitions stands."""
    found: dict[int, Duplicate] = {}
    for places in _groups(rows, by_id=True):
        found |= _judge(rows, places, "cùng mã định danh")
    for places in _groups(rows, by_id=False):
        ids = {rows[place].id_number for place in places}
        if "" in ids:
            found = _judge(rows, places, "cùng họ tên và ngày sinh") | found
        elif len(ids) == len(places) and len({place_key(rows[place].village) for place in places}) == 1:
            found = {place: _two_children(rows, place, places) for place in places} | found
    return found


def _two_children(rows: Sequence[ListedPupil], place: int, places: list[int]) -> Duplicate:
    others = _others(rows, place, places)
    return Duplicate(
        "noted", f"Cùng họ tên, ngày sinh, thôn buôn với {others}, nhưng mã định danh khác: coi là hai em."
    )


def _groups(rows: Sequence[ListedPupil], *, by_id: bool) -> list[list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if by_id and row.id_number:
            groups[row.id_number].append(place)
        elif not by_id and row.birth:
            groups[name_key(row.full_name), row.birth].append(place)
    return [places for places in groups.values() if len(places) > 1]


def _judge(rows: Sequence[ListedPupil], places: list[int], shared: str) -> dict[int, Duplicate]:
    first = places[0]
    distinct = [place for place in places if place == first or not _identical(rows[place], rows[first])]
    verdicts = {
        place: Duplicate("refused", f"Lặp lại y hệt {_name_rows(rows, [first])}. Chỉ nhập một lần.")
        for place in places
        if place not in distinct
    }
    if len(distinct) > 1:
        for place in distinct:
            others = _others(rows, place, distinct)
            reason = f"Dòng này {shared} với {others}, nhưng nội dung khác. Xin chọn dòng đúng."
            verdicts[place] = Duplicate("doubtful", reason)
    return verdicts


def _identical(one: ListedPupil, other: ListedPupil) -> bool:
    return replace(one, row_number=0, sheet="", problems=()) == replace(
        other, row_number=0, sheet="", problems=()
    )


def _others(rows: Sequence[ListedPupil], place: int, places: list[int]) -> str:
    return _name_rows(rows, [other for other in places if other != place])


def _name_rows(rows: Sequence[ListedPupil], places: list[int]) -> str:
    return ", ".join(f"dòng {rows[place].row_number} trang “{rows[place].sheet}”" for place in places)
