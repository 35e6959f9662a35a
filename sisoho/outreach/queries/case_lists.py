"""The list of cases: whose, how old, what is late; and who holds how many."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from peewee import fn

from sisoho.access import Access, Right
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.case_lines import CaseLine, case_lines
from sisoho.outreach.rules.case_words import CaseState, Priority

SCOPES = {"cua-toi": "Tôi giữ", "lop": "Lớp tôi", "tat-ca": "Tất cả"}
NOBODY = "chua-giao"


@dataclass(frozen=True, slots=True)
class HolderCount:
    """`value` filters the list; `name` is "" for the cases nobody holds."""

    value: str
    name: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class CaseList:
    """`groups`: (heading, cases) in the order of the page; `by_age`: (words, number) of the open ones."""

    scope: str
    holder: str
    groups: tuple[tuple[str, tuple[CaseLine, ...]], ...]
    holders: tuple[HolderCount, ...]
    by_age: tuple[tuple[str, int], ...]
    sees_school: bool

    @property
    def lines(self) -> list[CaseLine]:
        return [line for _, lines in self.groups for line in lines]


def case_list(access: Access, scope: str, holder: str = "", *, closed: bool = False) -> CaseList:
    """`scope`: a key of SCOPES; `holder`: a value of HolderCount, "" for everybody's. Raises NotAllowed."""
    access.need(Right.LOG_VISIT)
    c = OutreachCase
    wanted = (c.state == CaseState.CLOSED.value) if closed else c.live.is_null(False)
    own = [line for line in case_lines(access, wanted) if _in_scope(access, line, scope)]
    shown = [line for line in own if not holder or _value(line) == holder]
    return CaseList(
        scope=scope,
        holder=holder,
        groups=tuple((head, tuple(lines)) for head, lines in _groups(shown) if lines),
        holders=tuple(_holders(own)),
        by_age=_by_age(shown),
        sees_school=access.may(Right.SEE_SCHOOL),
    )


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


def _holders(lines: list[CaseLine]) -> list[HolderCount]:
    live = [line for line in lines if line.case.is_live]
    counts, late = Counter(map(_value, live)), Counter(_value(line) for line in live if line.is_overdue)
    found = [
        HolderCount(value, "" if value == NOBODY else value, count, late[value])
        for value, count in counts.items()
    ]
    return sorted(found, key=lambda one: (one.value != NOBODY, -one.count, one.name))


_AGES = (("trong 7 ngày", 7), ("8–30 ngày", 30), ("trên 30 ngày", 10_000))


def _by_age(lines: list[CaseLine]) -> tuple[tuple[str, int], ...]:
    ages, found, below = [line.age for line in lines if line.case.state is CaseState.OPEN], [], -1
    for words, most in _AGES:
        found.append((words, sum(below < age <= most for age in ages)))
        below = most
    return tuple(one for one in found if one[1])
