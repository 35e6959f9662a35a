"""Which papers a person may read or work on, and their content."""

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.documents.content import DocumentContent
from sisoho.documents.content_json import from_json
from sisoho.documents.lifecycle import Status
from sisoho.documents.models import Document
from sisoho.errors import NotFound
from sisoho.schools.models import StaffMember

INCOMING = "incoming"  # the kind of every paper that came in
PUBLISHED = (Status.ISSUED.value, Status.REPLACED.value, Status.WITHDRAWN.value)


def visible(access: Access):  # type: ignore[no-untyped-def]
    """Those who make papers see all of their unit's, and what commune and schools have issued;
    a teacher what the school has issued.
    """
    d = Document
    issued = d.state.in_(PUBLISHED) & ~d.incoming
    own = d.unit == access.unit_id
    if not access.may(Right.DRAFT_DOCUMENT):
        own &= issued
    if not (access.may(Right.DRAFT_DOCUMENT) or access.may(Right.SEE_COMMUNE)):
        return own
    others = [*access.school_ids, *([access.commune_id] if access.commune_id else [])]
    return own | (d.unit.in_(others) & issued)


def readable_document(access: Access, public_id: str) -> Document:
    """With its signer joined. Raises NotFound, also for another's draft."""
    d = Document
    rows = (
        d.select(d, StaffMember)
        .join(
            StaffMember,
            JOIN.LEFT_OUTER,
            on=(d.signer == StaffMember.id) & (StaffMember.unit == d.unit),
            attr="signer",
        )
        .where(visible(access) & (d.public_id == public_id))
    )
    found: Document | None = rows.first()
    if found is None:
        raise NotFound("Không tìm thấy văn bản này trong đơn vị của thầy cô.")
    return found


def own_document(access: Access, public_id: str) -> Document:
    """A paper the acting unit makes. Raises NotFound."""
    found = readable_document(access, public_id)
    if found.unit_id != access.unit_id:
        raise NotFound("Không tìm thấy văn bản này trong đơn vị của thầy cô.")
    return found


def content_of(document: Document) -> DocumentContent:
    return from_json(document.content)


def latest_issued(unit_id: int, kind: str, year_label: str = "") -> Document | None:
    """The paper of a kind in force in a unit, of a school year if given."""
    d = Document
    where = (d.unit == unit_id) & (d.kind == kind) & (d.state == Status.ISSUED.value)
    if year_label:
        where &= d.year_label == year_label
    return d.select().where(where).order_by(d.document_on.desc(), d.id.desc()).first()


def open_paper(access: Access, kind: str, year_label: str) -> Document | None:
    """The paper of a kind and year that is still on its way, if there is one."""
    d = Document
    where = (d.unit == access.unit_id) & (d.kind == kind) & (d.year_label == year_label)
    return d.select().where(where & d.state.not_in(PUBLISHED)).order_by(d.id.desc()).first()
