"""Sổ đăng ký văn bản đi of a calendar year, in the ten columns of NĐ 30/2020, Phụ lục IV."""

from collections.abc import Iterator
from datetime import date

from peewee import JOIN

from sisoho.access import Access
from sisoho.documents.content import DocumentContent
from sisoho.documents.lifecycle import STATUS_WORDS, Status
from sisoho.documents.models import Document, ReservedNumber
from sisoho.documents.queries.reading import content_of
from sisoho.documents.rules import TYPE_RULES, padded_number
from sisoho.schools.models import StaffMember

RegisterRow = tuple[str | date, ...]


def outgoing_register(access: Access, year: int) -> list[RegisterRow]:
    """Every number given, in order, also of papers that were withdrawn; the last four columns are for ink."""
    r, d = ReservedNumber, Document
    rows = (
        d.select(d, StaffMember, r.number.alias("reserved"), r.day)
        .join(r, on=(r.document == d.id) & (r.unit == d.unit))
        .join_from(
            d,
            StaffMember,
            JOIN.LEFT_OUTER,
            on=(d.signer == StaffMember.id) & (StaffMember.unit == d.unit),
            attr="signer",
        )
        .where((d.unit == access.unit_id) & (r.year == year))
        .order_by(r.series, r.number)
    )
    return [tuple(_cells(row)) for row in rows]


def _cells(row: Document) -> Iterator[str | date]:
    content: DocumentContent = content_of(row)
    status = Status(row.state)
    yield f"{padded_number(row.reservednumber.reserved)}/{row.symbol}"
    yield row.reservednumber.day
    yield f"{TYPE_RULES[content.type].name}: {row.abstract}"
    yield row.signer.full_name if row.signer_id else ""
    yield "; ".join(content.recipients)
    yield "Văn thư"
    yield from ("", "", "")
    yield "" if status is Status.ISSUED else STATUS_WORDS[status]
