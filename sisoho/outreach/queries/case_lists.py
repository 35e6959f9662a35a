"""The list of cases: whose, how old, what is late; and who holds how many."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import fn

from sisoho.access import Access, Right
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.case_lines import CaseLine, case_lines
from sisoho.outreach.rules.case_words import CaseEnd, CaseState, Priority

SCOPES = {"cua-toi": "Tôi giữ", "lop": "Lớp tôi", "tat-ca": "Tất cả"}
NOBODY = "chua-giao"
AGES = {"0-7": range(8), "8-14": range(8, 15), "15-30": range(15, 31), "tren-30": range(31, 10_000)}
"""Days since the opening, by the word an address has for them."""
AGE_WORDS = {"0-7": "0–7 ngày", "8-14": "8–14 ngày", "15-30": "15–30 ngày", "tren-30": "trên 30 ngày"}
ONLY = {
    "qua-han": "quá hạn",
    "theo-doi": "đã trở lại, đang theo dõi",
    "tro-lai": "trở lại lớp trong tháng",
}


@dataclass(frozen=True, slots=True)
class HolderCount:
    """`value` filters the list; `name` is "" for the cases nobody holds."""

    value: str
    name: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class CaseList:
    """`groups`: (heading, cases) in the order of the page; `by_age`: (words, number) of the open ones.

    `narrowed`: what the list was narrowed to besides the holder, in words.
    """

    scope: str
    holder: str
    narrowed: tuple[str, ...]
    groups: tuple[tuple[str, tuple[CaseLine, ...]], ...]
    holders: tuple[HolderCount, ...]
    by_age: tuple[tuple[str, int], ...]
    sees_school: bool

    @property
    def lines(self) -> list[CaseLine]:
        return [line for _, lines in self.groups for line in lines]


def case_list(
    access: Access, scope: str, holder: str = "", *, closed: bool = False, age: str = "", only: str = ""
) -> CaseList:
    """`scope`: a key of SCOPES; `holder`: a value of HolderCount, "" for everybody's. Raises NotAllowed.

    `age` and `only`: a key of AGES and ONLY; any other word narrows nothing.
    """
    access.need(Right.LOG_VISIT)
    c = OutreachCase
    wanted = (c.state == CaseState.CLOSED.value) if closed else c.live.is_null(False)
    if only == "tro-lai":
        wanted = c.back_on >= access.on.replace(day=1)
    own = [line for line in case_lines(access, wanted) if _in_scope(access, line, scope)]
    shown = [line for line in own if not holder or _value(line) == holder]
    shown = [line for line in shown if _is_meant(line, age, only)]
    return CaseList(
        scope=scope,
        holder=holder,
        narrowed=tuple(words for words in (AGE_WORDS.get(age), ONLY.get(only)) if words),
        groups=tuple((head, tuple(lines)) for head, lines in _groups(shown) if lines),
        holders=tuple(holder_counts(own)),
        by_age=tuple((AGE_WORDS[key], count) for key, count in counts_by_age(shown).items() if count),
        sees_school=access.may(Right.SEE_SCHOOL),
    )


def _is_meant(line: CaseLine, age: str, only: str) -> bool:
    if age in AGES and not is_of_age(line, age):
        return False
    if only == "qua-han":
        return line.is_overdue
    if only == "theo-doi":
        return line.case.state is CaseState.WATCHING
    return only != "tro-lai" or came_back(line, line.on.replace(day=1))


def is_of_age(line: CaseLine, age: str) -> bool:
    """Whether the case is open and as old as a key of AGES says."""
    return line.case.state is CaseState.OPEN and line.age in AGES[age]


def came_back(line: CaseLine, since: date) -> bool:
    """Back in class since a day, and not away again; who then left school did not come back."""
    case = line.case
    return case.back_on is not None and case.back_on >= since and case.end is not CaseEnd.DROPPED


def live_or_back(access: Access, since: date) -> list[CaseLine]:
    """The live cases, and those whose pupil came back since a day; two statements."""
    c = OutreachCase
    return case_lines(access, c.live.is_null(False) | (c.back_on >= since))


def live_count(access: Access) -> int:
    """How many cases of the school are open; for the leader's home. One statement."""
    c = OutreachCase
    row = c.select(fn.COUNT(c.id)).where((c.unit == access.unit_id) & (c.state == CaseState.OPEN.value))
    return int(row.scalar())


def _in_scope(access: Access, line: CaseLine, scope: str) -> bool:
    if scope == "cua-toi":
        return line.case.staff_id == access.staff_id and not line.lapsed
    return scope != "lop" or line.class_id in access.class_ids


def _value(line: CaseLine) -> str:
    return line.holder or NOBODY


def _groups(lines: list[CaseLine]) -> Iterable[tuple[str, list[CaseLine]]]:
    """Overdue first, then what nobody holds, then by urgency and due day."""

    def pressing(line: CaseLine) -> tuple[bool, str, str]:
        due = line.case.due_on
        return line.case.priority is not Priority.URGENT, due.isoformat() if due else "9", line.name

    opened = sorted((line for line in lines if line.case.state is CaseState.OPEN), key=pressing)
    is_open = [line for line in opened if not line.case.reason_gone]
    yield "Quá hạn", [line for line in is_open if line.is_overdue]
    yield "Chưa có người giữ", [line for line in is_open if not line.is_overdue and not line.holder]
    yield "Đang vận động", [line for line in is_open if not line.is_overdue and line.holder]
    yield "Lý do không còn, đề nghị đóng", [line for line in opened if line.case.reason_gone]
    yield "Đã trở lại – theo dõi", [line for line in lines if line.case.state is CaseState.WATCHING]
    done = [line for line in lines if line.case.state is CaseState.CLOSED]
    yield "Đã đóng", sorted(done, key=lambda line: (line.case.ended_on or line.on, line.id), reverse=True)


def holder_counts(lines: Iterable[CaseLine]) -> list[HolderCount]:
    """Who holds how many live cases: first those nobody holds, then whoever holds most."""
    live = [line for line in lines if line.case.is_live]
    counts, late = Counter(map(_value, live)), Counter(_value(line) for line in live if line.is_overdue)
    found = [
        HolderCount(value, "" if value == NOBODY else value, count, late[value])
        for value, count in counts.items()
    ]
    return sorted(found, key=lambda one: (one.value != NOBODY, -one.count, one.name))


def counts_by_age(lines: Iterable[CaseLine]) -> dict[str, int]:
    """Key of AGES → open cases, in their order."""
    found = list(lines)
    return {age: sum(is_of_age(line, age) for line in found) for age in AGES}
