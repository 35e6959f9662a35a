"""The Vietnamese language of the app, pure: names and their order, search, old encodings, numbers and
dates in words, and what people type for phones, birth dates and ID numbers."""

from sisoho.vietnamese.inputs import (
    BirthDate,
    Precision,
    Sex,
    id_number_warnings,
    normalise_id_number,
    normalise_phone,
    parse_birth_date,
)
from sisoho.vietnamese.legacy import Legacy, detect_legacy, from_tcvn3, from_vni, is_ambiguous
from sisoho.vietnamese.names import fold, nfc, search_terms, search_text, sort_key, tidy, unaccented
from sisoho.vietnamese.numbers import (
    day_in_document,
    format_beside,
    format_date,
    format_decimal,
    format_int,
    number_in_words,
    roman,
    vietnamese_letter,
)
from sisoho.vietnamese.syllables import is_syllable

__all__ = [
    "BirthDate",
    "Legacy",
    "Precision",
    "Sex",
    "day_in_document",
    "detect_legacy",
    "fold",
    "format_beside",
    "format_date",
    "format_decimal",
    "format_int",
    "from_tcvn3",
    "from_vni",
    "id_number_warnings",
    "is_ambiguous",
    "is_syllable",
    "nfc",
    "normalise_id_number",
    "normalise_phone",
    "number_in_words",
    "parse_birth_date",
    "roman",
    "search_terms",
    "search_text",
    "sort_key",
    "tidy",
    "unaccented",
    "vietnamese_letter",
]
