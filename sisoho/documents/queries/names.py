"""What files of papers are called when they are saved on a phone."""

from sisoho.documents.content import DocumentType
from sisoho.documents.rules import TYPE_RULES
from sisoho.vietnamese import unaccented


def file_name(type_code: str, number: int | None, year: int | None) -> str:
    """ "ke-hoach-05-2026.pdf": type, number, year of the number."""
    name = unaccented(TYPE_RULES[DocumentType(type_code)].name).lower().replace(" ", "-")
    return f"{name}-{number:02d}-{year}.pdf" if number is not None else f"{name}-du-thao.pdf"
