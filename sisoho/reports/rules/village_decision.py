"""Quyết định phân công giáo viên phụ trách thôn, buôn (NĐ 30/2020, Phụ lục III, mẫu 1.2; domain.md §3).

The annex is the list of duties as they stand; a person types none of it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sisoho.documents.content import (
    AgencyHeader,
    Align,
    Appendix,
    Column,
    DocumentContent,
    DocumentType,
    Marks,
    Note,
    Row,
    Signature,
    Table,
    plain,
)
from sisoho.documents.content_outline import parse_outline
from sisoho.reports.rules import plan_parts
from sisoho.reports.rules.plan_data import IncomingPaper
from sisoho.vietnamese import format_date, format_int

_TEXT = plan_parts.read_text("village_decision.txt")
_BASES = plan_parts.read_text("village_decision_bases.txt")
_VILLAGE, _TEACHER, _TERM = "Thôn, buôn", "Giáo viên phụ trách", "Từ ngày – đến ngày"
NOBODY = "(chưa phân công)"


@dataclass(frozen=True)
class AssignedTeacher:
    """A duty; `ends` is the first day after it, None for the rest of the school year."""

    name: str
    phone: str
    leads: bool
    starts: date
    ends: date | None


@dataclass(frozen=True)
class AssignedVillage:
    """`households` of the school's pupils; `teachers`, the lead first; `partner`: village head or elder."""

    name: str
    kind: str
    households: int
    pupils: int
    teachers: tuple[AssignedTeacher, ...]
    partner: str = ""


@dataclass(frozen=True)
class VillageDecisionData:
    """Everything the decision needs.

    `levels` are the values of the school's levels; `plan` is what the school carries out; `proposed_by`
    the post of who drafts, "" for the head; `replaced` the decision that gives way; `on` the day of the
    figures; `last_day` of the school year.
    """

    header: AgencyHeader
    on: date
    school_year: str
    last_day: date
    levels: Collection[str]
    villages: tuple[AssignedVillage, ...]
    signature: Signature
    plan: IncomingPaper | None = None
    replaced: IncomingPaper | None = None
    proposed_by: str = ""
    superior: str = ""
    with_phones: bool = False
    marks: Marks = field(default_factory=Marks)


def build_village_decision(data: VillageDecisionData) -> DocumentContent:
    """The decision as a draft: no number, no day. The same figures give an equal content."""
    teachers = {teacher.name for village in data.villages for teacher in village.teachers}
    text = _TEXT.substitute(
        school=data.header.name,
        school_year=data.school_year,
        villages=f"{len(data.villages):02d}",
        teachers=f"{len(teachers):02d}",
        last_day=format_date(data.last_day),
        replacing=f" và thay thế {data.replaced.reference}" if data.replaced else "",
    )
    return DocumentContent(
        type=DocumentType.DECISION,
        header=data.header,
        abstract=f"phân công giáo viên phụ trách thôn, buôn năm học {data.school_year}",
        body=parse_outline(text),
        year=data.on.year,
        authority=f"HIỆU TRƯỞNG {data.header.name.upper()}",
        legal_bases=tuple(_legal_bases(data)),
        appendices=(_annex(data),),
        signatures=(data.signature,),
        recipients=(
            "Như Điều 3",
            *([f"{data.superior} (báo cáo)"] if data.superior else []),
            "Trưởng các thôn, buôn (phối hợp)",
            "Lưu: VT",
        ),
        marks=data.marks,
    )


def _legal_bases(data: VillageDecisionData) -> Iterator[str]:
    for line in _BASES.template.splitlines():
        level, _, basis = line.partition(" | ")
        if level in data.levels:
            yield basis
    if data.plan:
        yield f"Căn cứ {data.plan.reference} về huy động và duy trì sĩ số học sinh"
    if data.proposed_by:
        yield f"Theo đề nghị của {data.proposed_by}"


def _annex(data: VillageDecisionData) -> Appendix:
    columns = [
        Column("TT", 3, Align.CENTER),
        Column(_VILLAGE, 11),
        Column("Loại", 4),
        Column("Số hộ", 4, Align.CENTER),
        Column("Số học sinh", 5, Align.CENTER),
        Column(_TEACHER, 17),
        *([Column("Điện thoại", 9, Align.CENTER)] if data.with_phones else []),
        Column(_TERM, 18, Align.CENTER),
        Column("Người phối hợp", 14),
    ]
    rows = [
        row
        for at, village in enumerate(data.villages, start=1)
        for row in _rows(at, village, data.with_phones)
    ]
    households, pupils = (
        format_int(sum(count))
        for count in zip(*((village.households, village.pupils) for village in data.villages), strict=True)
    )
    empty = ("",) * (len(columns) - 5)
    total = Row(("", "Tổng cộng", "", households, pupils, *empty), strong=True)
    note = Note(
        plain(
            f"Ghi chú: số hộ là số gia đình có học sinh của nhà trường; số liệu ngày {format_date(data.on)}. "
            "(chính): người phụ trách chính của thôn, buôn."
        )
    )
    return Appendix(
        "Danh sách giáo viên phụ trách thôn, buôn",
        (Table(tuple(columns), (*rows, total)), note),
        landscape=True,
    )


def _rows(at: int, village: AssignedVillage, with_phones: bool) -> Iterator[Row]:
    """A line each teacher; what is of the village stands on the first."""
    counts = format_int(village.households), format_int(village.pupils)
    head: tuple[str, ...] = (str(at), village.name, village.kind, *counts)
    partner = village.partner
    phone: tuple[str, ...]
    for teacher in village.teachers:
        phone = (teacher.phone or "–",) if with_phones else ()
        name = f"{teacher.name} (chính)" if teacher.leads else teacher.name
        yield Row((*head, name, *phone, _term(teacher), partner))
        head, partner = ("",) * len(head), ""
    if not village.teachers:
        yield Row((*head, NOBODY, *(("",) if with_phones else ()), "", partner))


def _term(teacher: AssignedTeacher) -> str:
    until = format_date(teacher.ends - timedelta(days=1)) if teacher.ends else "hết năm học"
    return f"{format_date(teacher.starts)} – {until}"


def changed_villages(issued: DocumentContent, now: DocumentContent) -> tuple[str, ...]:
    """The villages whose teachers or terms are no longer those of the decision in force."""
    before, after = _by_village(issued), _by_village(now)
    names = dict.fromkeys([*after, *before])
    return tuple(name for name in names if before.get(name) != after.get(name))


def _by_village(content: DocumentContent) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    tables = (block for part in content.appendices for block in part.blocks if isinstance(block, Table))
    for table in tables:
        titles = [column.title for column in table.columns]
        village, teacher, term = (titles.index(title) for title in (_VILLAGE, _TEACHER, _TERM))
        name = ""
        for row in table.rows:
            if row.strong:
                continue
            name = row.cells[village] or name
            found.setdefault(name, []).append((row.cells[teacher], row.cells[term]))
    return found
