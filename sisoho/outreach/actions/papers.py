"""Keep the family's word: the photo of a signed paper, or that it was read aloud before a witness."""

from dataclasses import dataclass

from peewee import IntegrityError

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.files.actions import store_file
from sisoho.files.photos import clean_photo
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.models import Commitment
from sisoho.outreach.queries import visit_papers
from sisoho.outreach.rules import GivenBy, PaperKind, check_given


@dataclass(frozen=True, slots=True)
class WordData:
    """`photo`: the bytes of a picture, b"" for none."""

    draft_id: str
    kind: PaperKind
    given: GivenBy
    witness: str = ""
    photo: bytes = b""


def keep_word(access: Access, visit_public_id: str, data: WordData) -> Commitment:
    """One word a draft, however often it is sent. Raises RuleBroken, NotFound, NotAllowed."""
    found, by_id = visit_papers(access, visit_public_id), author_id(access)
    own = (Commitment.unit == access.unit_id) & (Commitment.draft_id == data.draft_id)
    known = Commitment.get_or_none(own)
    if known is not None:
        return known
    if data.kind not in found.offered:
        raise RuleBroken("Lần đến nhà này chưa cần giấy ấy: trước hết là biên bản, rồi mới tới bản cam kết.")
    check_given(data.given, data.witness, has_photo=bool(data.photo))
    on_paper = data.given is GivenBy.PAPER
    photo = clean_photo(data.photo) if on_paper else b""
    try:
        with db.write():
            name = f"{data.kind.value}-{clock.today():%Y-%m-%d}.jpg"
            made = Commitment.create(
                unit=access.unit_id,
                draft_id=data.draft_id,
                visit=found.visit.id,
                kind=data.kind.value,
                given=data.given.value,
                witness=data.witness,
                photo=store_file(access.unit_id, photo, name, "image/jpeg") if on_paper else None,
                by=by_id,
                recorded_at=clock.now(),
            )
            record(access, "keep_word", "commitment", made.id, fields=["kind", "given", "witness", "photo"])
    except IntegrityError:  # the same draft came twice at once
        return Commitment.get(own)
    return made
