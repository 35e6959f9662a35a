"""Give a paper its number and day, and print it as it will be signed.

The number is reserved in a transaction of its own and kept through every retry: rendering may fail,
and a gap or a double number in the register cannot be mended (NĐ 30/2020, Điều 15).
"""

from dataclasses import replace
from datetime import date

from peewee import IntegrityError, fn

from sisoho import clock
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.db import new_public_id, write
from sisoho.documents import queries
from sisoho.documents.actions.drafting import with_demo_mark
from sisoho.documents.actions.moving import check_step, is_done, take_step
from sisoho.documents.content import DocumentContent, Verification
from sisoho.documents.content_json import to_json
from sisoho.documents.lifecycle import Step
from sisoho.documents.models import Document, ReservedNumber
from sisoho.documents.pdf import render_pdf
from sisoho.documents.press import Press
from sisoho.documents.verification import address_of, spoken_code
from sisoho.errors import Conflict, RuleBroken
from sisoho.files.actions import store_file

PDF = "application/pdf"
_TRIES = 5


def number_document(access: Access, public_id: str, press: Press, number: int | None = None) -> Document:
    """Reserve the next number (or `number`, for an office that began the year in a paper register),
    date the paper today and archive it unsigned.

    Raises NotFound, NotAllowed, RuleBroken (wrong order, number taken), Conflict.
    """
    document = queries.own_document(access, public_id)
    if is_done(access, document, Step.NUMBER):
        return document
    check_step(access, document, Step.NUMBER)
    reserved = reserve_number(access, document, number)
    code = document.verification_code or (new_public_id() if press.public_url else None)
    content = _numbered(document, reserved, code, press.public_url)
    pdf = render_pdf(content, fonts_dir=press.fonts)  # up to seconds: outside the transaction
    with write():
        name = queries.file_name(document.type_code, reserved.number, reserved.year)
        return take_step(
            access,
            document,
            Step.NUMBER,
            content=to_json(content),
            number=reserved.number,
            number_year=reserved.year,
            document_on=reserved.day,
            verification_code=code,
            unsigned_file=store_file(access.unit_id, pdf, name, PDF).id,
        )


def reserve_number(access: Access, document: Document, number: int | None = None) -> ReservedNumber:
    """The paper's number of this calendar year, one series a type; the one it already has, if any."""
    for _ in range(_TRIES):
        try:
            with write():
                return _kept(access, document) or _reserve(access, document, number)
        except IntegrityError:  # another thread took the number, or reserved for the same paper
            if number is not None and _is_taken(access, document, number):
                raise RuleBroken(
                    "Chưa cấp số; văn bản giữ nguyên.",
                    {"number": f"Số {number:02d} năm {access.on.year} đã cấp cho văn bản khác."},
                ) from None
    raise Conflict("Nhiều người đang lấy số cùng lúc nên chưa cấp được. Thử lại sau giây lát.")


def _kept(access: Access, document: Document) -> ReservedNumber | None:
    r = ReservedNumber
    found: ReservedNumber | None = r.get_or_none((r.unit == access.unit_id) & (r.document == document.id))
    if found is not None and found.day != access.on and found.year == access.on.year:
        found.day = access.on  # never printed so far: the paper bears the day on which it gets its number
        found.save()
    return found


def _reserve(access: Access, document: Document, number: int | None) -> ReservedNumber:
    made = ReservedNumber.create(
        unit=access.unit_id,
        year=access.on.year,
        series=document.type_code,
        number=number or next_number(access, document.type_code, access.on),
        document=document.id,
        day=access.on,
        at=clock.now(),
    )
    record(access, "reserve_number", "document", document.id, fields=["number"])
    return made


def next_number(access: Access, series: str, on: date) -> int:
    """The number after the highest one given this year, 1 in January."""
    r = ReservedNumber
    where = (r.unit == access.unit_id) & (r.year == on.year) & (r.series == series)
    return int(r.select(fn.MAX(r.number)).where(where).scalar() or 0) + 1


def _is_taken(access: Access, document: Document, number: int) -> bool:
    r = ReservedNumber
    series = (r.unit == access.unit_id) & (r.year == access.on.year) & (r.series == document.type_code)
    return bool(r.select().where(series & (r.number == number) & (r.document != document.id)).exists())


def _numbered(
    document: Document, reserved: ReservedNumber, code: str | None, public_url: str
) -> DocumentContent:
    content = with_demo_mark(queries.content_of(document))
    return replace(
        content,
        number=reserved.number,
        issued_on=reserved.day,
        year=reserved.day.year,
        verification=Verification(address_of(public_url, code), spoken_code(code)) if code else None,
        identifier=document.public_id,
    )
