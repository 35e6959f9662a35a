"""What importing a phổ cập list would do to the children of the area, row by row; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sisoho.schools.import_rules.comparing import name_key, place_key
from sisoho.schools.import_rules.decisions import Decision
from sisoho.schools.import_rules.duplicates import find_duplicates
from sisoho.schools.import_rules.listed import ListedPupil
from sisoho.schools.import_rules.matching import Register
from sisoho.schools.import_rules.plan import Difference, KnownPupil, RowVerdict
from sisoho.schools.rules.area import ChildState
from sisoho.schools.rules.classes import grades_of

_OLDEST = 25  # years, as on the form


@dataclass(frozen=True)
class ListedChild(ListedPupil):
    """A child as a phổ cập list has one; `state` UNKNOWN where the list does not say it."""

    household_head: str = ""
    school: str = ""
    reason: str = ""
    state: str = ChildState.UNKNOWN.value

    @property
    def grade(self) -> int | None:
        grades = grades_of(self.class_name)
        return grades[0] if len(grades) == 1 else None


@dataclass(frozen=True)
class KnownChild:
    """A child of the area as known now; `words`: what is known, said.

    standing: "standing" (in class, by a register that says more than any list) | "left" (gone, by that
    register) | "asked" (a person wrote it down this year) | "open"
    """

    as_pupil: KnownPupil
    standing: str
    words: str
    state: str
    school: str
    head_name: str


def plan_children(
    rows: Sequence[ListedChild],
    known: Mapping[str, KnownChild],
    villages: Mapping[str, str],
    decisions: Sequence[Decision],
    on: date,
) -> tuple[RowVerdict, ...]:
    """One verdict a row. `known`: public id → child; `villages`: `place_key` → name, of the own area.

    No two rows come to mean one child.
    """
    register = Register(child.as_pupil for child in known.values())
    own = [replace(row, village=villages.get(place_key(row.village), "")) for row in rows]
    duplicates = find_duplicates(own)
    taken: set[str] = set()
    verdicts = []
    for place, (row, listed, decision) in enumerate(zip(own, rows, decisions, strict=True)):
        verdict = _hindered(row, listed, on)
        if verdict is None and (duplicate := duplicates.get(place)) and duplicate.kind == "refused":
            verdict = RowVerdict(row, "refused", reason=duplicate.reason)
        if verdict is None:
            doubt = duplicate.reason if duplicate and duplicate.kind == "doubtful" else ""
            verdict = _judge(row, register, known, decision, doubt, taken)
        taken |= {verdict.matched} - {None}  # type: ignore[arg-type]
        verdicts.append(verdict)
    return tuple(verdicts)


def _hindered(row: ListedChild, listed: ListedChild, on: date) -> RowVerdict | None:
    """What no choice can mend: where and how old the child is."""
    if not row.village:
        where = f"“{listed.village}”" if listed.village else "để trống"
        reason = (
            f"Thôn, buôn {where} không thuộc địa bàn của trường. Xin ghi ở trang Thôn buôn rồi đọc lại tệp."
        )
        return RowVerdict(listed, "refused", reason=reason)
    if row.birth is None:
        return RowVerdict(row, "refused", reason="Không có năm sinh. Xin ghi vào tệp rồi đọc lại.")
    if not on.year - _OLDEST <= row.birth.date.year <= on.year:
        return RowVerdict(row, "refused", reason=f"Năm sinh {row.birth.date.year} không phải của trẻ em.")
    return None


def _judge(
    row: ListedChild,
    register: Register,
    known: Mapping[str, KnownChild],
    decision: Decision,
    doubt: str,
    taken: set[str],
) -> RowVerdict:
    if decision.word == "skip":
        return RowVerdict(row, "refused", reason="Người nhập chọn bỏ qua dòng này.")
    if decision.word == "new":
        return RowVerdict(row, "new", reason="Người nhập chọn: em mới.")
    match = register.find(row)
    found = (match.pupil,) if match.pupil else match.candidates
    likely = match.pupil or _only_likely(row, match.candidates, known)
    meant = decision.pupil if decision.word == "is" else likely.public_id if likely else ""
    if meant in taken:
        doubt = "Một dòng khác của tệp đã là em này. Xin chọn lại."
    elif meant in known and (decision.word == "is" or not doubt):
        return _judge_known(row, known[meant])
    elif match.doubt or meant:
        doubt = doubt or "Có em gần giống trong địa bàn. Xin chọn: là em đó hay em mới."
    if doubt:
        return RowVerdict(row, "doubtful", reason=doubt, candidates=tuple(one.public_id for one in found))
    return RowVerdict(row, "new")


def _only_likely(
    row: ListedChild, candidates: Sequence[KnownPupil], known: Mapping[str, KnownChild]
) -> KnownPupil | None:
    """The one candidate of the same village, and class or household head, where births agree as far as known.

    Most such lists say the year of birth alone: asking about each of 300 pupils would be asking nobody.
    """
    if len(candidates) != 1 or row.birth is None:
        return None
    (one,) = candidates
    agrees = one.birth is not None and row.birth.agrees_with(one.birth)
    same_name = name_key(row.full_name) == name_key(one.full_name)
    at_home = place_key(row.village) == place_key(one.village)
    same_class = bool(row.class_name) and row.class_name.casefold() == one.class_name.casefold()
    head = known[one.public_id].head_name.casefold()
    same_head = bool(head) and row.household_head.casefold() == head
    return one if agrees and same_name and at_home and (same_class or same_head) else None


def _judge_known(row: ListedChild, child: KnownChild) -> RowVerdict:
    """A register and a person's word of this year stay; else what the list says anew is written."""
    news = _news(row, child)
    matched = child.as_pupil.public_id
    if child.standing == "standing" or (child.standing == "left" and _is_stale(row, child)):
        return RowVerdict(row, "same", matched, reason=f"Theo hồ sơ của trường: {child.words}.")
    if child.standing == "asked" and news:
        reason = f"Thầy cô đã ghi năm nay: {child.words}. Giữ nguyên, không ghi đè."
        return RowVerdict(row, "same", matched, kept=news, reason=reason)
    return RowVerdict(row, "changed" if news else "same", matched, changes=news)


def _is_stale(row: ListedChild, child: KnownChild) -> bool:
    """Whether the list still has the child in the school whose register says that the child left."""
    in_class = row.state == ChildState.STUDYING
    return in_class and (not row.school or row.school.casefold() == child.school.casefold())


def _news(row: ListedChild, child: KnownChild) -> tuple[Difference, ...]:
    """What the list says otherwise; a blank cell says nothing."""
    told = {
        "status": (child.state, row.state if row.state != ChildState.UNKNOWN else ""),
        "school": (child.school, row.school),
        "household_head": (child.head_name, row.household_head),
        "village": (child.as_pupil.village, row.village),
    }
    return tuple(
        Difference(field, ours, listed)
        for field, (ours, listed) in told.items()
        if listed and listed.casefold() != ours.casefold()
    )
