"""The papers of a unit by where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.documents.content import DocumentType
from sisoho.documents.lifecycle import EDITABLE, STATUS_WORDS, Status
from sisoho.documents.models import Document
from sisoho.documents.queries.reading import PUBLISHED, visible
from sisoho.documents.rules import TYPE_RULES, padded_number
from sisoho.schools.queries import unit_names

_MOST = 200  # the register and its export hold the rest


@dataclass(frozen=True, slots=True)
class PaperLine:
    """`number`: "05/KH-THNT", "" before it has one. `issuer`: "" for the unit's own."""

    public_id: str
    type_name: str
    abstract: str
    number: str
    day: date | None
    status: Status
    words: str
    issuer: str


@dataclass(frozen=True, slots=True)
class PaperList:
    """`drafts`: to be written; `waiting`: for somebody's step; `incoming`: of others, newest first."""

    drafts: tuple[PaperLine, ...]
    waiting: tuple[PaperLine, ...]
    issued: tuple[PaperLine, ...]
    incoming: tuple[PaperLine, ...]


def paper_list(access: Access) -> PaperList:
    """What the person may read; two statements, contents left in the database."""
    d = Document
    columns = (d.id, d.unit, d.public_id, d.type_code, d.abstract, d.state, d.incoming)
    rows = list(
        d.select(*columns, d.number, d.symbol, d.document_on, d.content["header"]["name"].alias("issuer"))
        .where(visible(access))
        .order_by(d.changed_at.desc(), d.id.desc())
        .limit(_MOST)
        .objects()
    )
    others = unit_names({row.unit_id for row in rows} - {access.unit_id}, access.on)
    lines = [(row, _line(row, others)) for row in rows]
    own = [(row, line) for row, line in lines if not row.incoming and row.unit_id == access.unit_id]
    return PaperList(
        drafts=tuple(line for _, line in own if line.status in EDITABLE),
        waiting=tuple(line for _, line in own if not (line.status in EDITABLE or line.status in PUBLISHED)),
        issued=_by_day(line for _, line in own if line.status in PUBLISHED),
        incoming=_by_day(line for row, line in lines if row.incoming or row.unit_id != access.unit_id),
    )


def _by_day(lines: Iterable[PaperLine]) -> tuple[PaperLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.day or date.min, line.number), reverse=True))


def _line(row: Document, others: dict[int, str]) -> PaperLine:
    status = Status(row.state)
    return PaperLine(
        row.public_id,
        TYPE_RULES[DocumentType(row.type_code)].name,
        row.abstract,
        f"{padded_number(row.number)}/{row.symbol}" if row.number is not None else "",
        row.document_on,
        status,
        STATUS_WORDS[status] if not row.incoming else "văn bản đến",
        row.issuer if row.incoming else others.get(row.unit_id, ""),
    )
