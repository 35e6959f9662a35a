"""What was done to a PDF that came back signed: only a signature, or also its pages?

A file that begins with our bytes and bears a valid signature may still show other pages: an update
before the signature can replace any object. Signature libraries look only at what follows a signature.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

_ROOT_MAY_GAIN = {"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version", "/Metadata"}


def declared_identifier(pdf: bytes) -> str:
    """The identifier of a paper made here, as the file's properties tell it; "" for any other file."""
    try:
        info: Any = PdfFileReader(BytesIO(pdf), strict=False).trailer["/Info"]
        return str(info.get("/Keywords", ""))
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""  # anybody may send anything here: what cannot be read is no paper of ours


def only_signed(original: bytes, signed: bytes) -> bool:
    """Whether `signed` is `original` followed by updates that touch nothing but signature fields."""
    if not signed.startswith(original):
        return False
    old, new = (PdfFileReader(BytesIO(pdf), strict=False) for pdf in (original, signed))
    try:
        return all(_unchanged(old, new))
    except (PdfError, ValueError, KeyError):
        return False


def _unchanged(old: PdfFileReader, new: PdfFileReader) -> Iterator[bool]:
    pages = list(zip(_pages(old), _pages(new), strict=True))
    yield _same(old.root, new.root, _ROOT_MAY_GAIN)
    may_change = {_reference(old.trailer.raw_get(name)) for name in ("/Root", "/Info")}
    may_change.add(_reference(old.root.raw_get("/Metadata")))
    for before, after in pages:
        yield _same(before.get_object(), after.get_object(), {"/Annots"})
        yield all(_is_signature(mark.get_object()) for mark in after.get_object().get("/Annots", ()))
        may_change.add(_reference(after))
    known = {_reference(reference) for reference in old.xrefs.explicit_refs_in_revision(0)}
    for revision in range(old.xrefs.total_revisions, new.xrefs.total_revisions):
        touched = {_reference(reference) for reference in new.xrefs.explicit_refs_in_revision(revision)}
        yield not (touched & known) - may_change


def _pages(reader: PdfFileReader) -> list[Any]:
    kids = reader.root["/Pages"]["/Kids"]
    return [kids.raw_get(at) for at in range(len(kids))]


def _same(before: Any, after: Any, besides: set[str]) -> bool:
    return all(
        repr(before.raw_get(key) if key in before else None)
        == repr(after.raw_get(key) if key in after else None)
        for key in (before.keys() | after.keys()) - besides
    )


def _reference(pointer: Any) -> tuple[int, int]:
    return pointer.idnum, pointer.generation


def _is_signature(mark: Any) -> bool:
    return bool(mark.get("/Subtype") == "/Widget" and mark.get("/FT") == "/Sig")
