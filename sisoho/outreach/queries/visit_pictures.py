"""What a visit brought along, for those who may read the visit."""

from dataclasses import dataclass

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.files.models import StoredFile
from sisoho.files.queries import read_file
from sisoho.outreach.models import FamilyConsent, HomeVisit, VisitPhoto
from sisoho.outreach.queries.visits import VisitView, visit_view
from sisoho.outreach.rules import AgreedBy, PhotoKind


@dataclass(frozen=True, slots=True)
class ConsentView:
    given: AgreedBy
    signer: str
    signer_name: str
    witness: str
    drawing_id: int | None  # row id of the stored file

    @property
    def label(self) -> str:
        """`Mẹ (Rơ Châm H'Uyên) ký trên máy`, or that it was read aloud and who heard it."""
        if self.given is AgreedBy.READ_ALOUD:
            return f"{self.given.label}; người làm chứng: {self.witness}"
        name = f" ({self.signer_name})" if self.signer_name else ""
        return f"{self.signer[:1].upper()}{self.signer[1:]}{name} ký trên máy"


@dataclass(frozen=True, slots=True)
class VisitPictures:
    """`photos`: (public id, kind). `spot` is for leaders only, "" for everybody else."""

    photos: tuple[tuple[str, PhotoKind], ...]
    consent: ConsentView | None
    spot: str


def visit_pictures(access: Access, visit: VisitView) -> VisitPictures:
    """Of a visit that `visit_view` has given to this person."""
    p, v = VisitPhoto, HomeVisit
    mine = (p.unit == access.unit_id) & (p.visit == visit.id)
    photos = p.select(p.public_id, p.kind).where(mine).order_by(p.id).tuples()
    spot = ""
    if access.may(Right.SEE_SCHOOL):
        spot = v.select(v.spot).where((v.unit == access.unit_id) & (v.id == visit.id)).scalar() or ""
    return VisitPictures(
        tuple((public_id, PhotoKind(kind)) for public_id, kind in photos), visit_consent(access, visit), spot
    )


def visit_consent(access: Access, visit: VisitView) -> ConsentView | None:
    c = FamilyConsent
    found = c.get_or_none((c.unit == access.unit_id) & (c.visit == visit.id))
    if found is None:
        return None
    return ConsentView(
        AgreedBy(found.given), found.signer, found.signer_name, found.witness, found.drawing_id
    )


def visit_photo(access: Access, public_id: str) -> tuple[StoredFile, bytes]:
    """For those who may read the visit. Raises NotFound."""
    p, v = VisitPhoto, HomeVisit
    row = (
        p.select(p.file, v.public_id)
        .join(v, on=(v.id == p.visit) & (v.unit == p.unit))
        .where((p.unit == access.unit_id) & (p.public_id == public_id))
        .tuples()
        .first()
    )
    if row is None:
        raise NotFound("Không tìm thấy ảnh này trong nhiệm vụ của thầy cô.")
    visit_view(access, row[1])
    return read_file(access.unit_id, row[0])
