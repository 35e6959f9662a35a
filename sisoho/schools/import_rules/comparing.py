"""When two writings mean the same, field by field."""

import re

from sisoho.schools.import_rules.listed import ListedPupil
from sisoho.schools.import_rules.plan import Difference, KnownPupil
from sisoho.vietnamese import BirthDate, sort_key, unaccented

# Class and status are not here: they change by moves only.
FIELDS = (
    "id_number", "full_name", "birth", "sex", "ethnic_group", "village", "campus", "father", "mother",
    "phone", "policy", "disability",
)  # fmt: skip


def value_of(pupil: ListedPupil | KnownPupil, field: str) -> str:
    """A field as text: births as BirthDate writes them, sex male or female, disability Có; "" for none."""
    if field == "disability":
        return "Có" if pupil.disability else ""
    return str(getattr(pupil, field) or "")


def imported_values(row: ListedPupil) -> dict[str, str]:
    """What to remember as `KnownPupil.last_import` once `row` has been imported."""
    return {field: value_of(row, field) for field in FIELDS}


def name_key(name: str) -> str:
    """Equal for one name however its case, apostrophes and tone places are typed; another letter or tone
    is another name."""
    return sort_key(name)


def place_key(village: str) -> str:
    """Equal for "Buôn Ji A", "buon Ji A" and "Ji A"."""
    return re.sub(r"^(?:thon|buon|lang|bon|plei|to dan pho|tdp) (?=\S)", "", unaccented(village))


def same_class_or_village(one: ListedPupil | KnownPupil, other: ListedPupil | KnownPupil) -> bool:
    same_class = bool(one.class_name) and one.class_name.casefold() == other.class_name.casefold()
    return same_class or (bool(one.village) and place_key(one.village) == place_key(other.village))


def one_slip_apart(one: BirthDate, other: BirthDate) -> bool:
    """Two births that one typing slip turns into each other: one part differs, or day and month swapped."""
    first = (one.date.day, one.date.month, one.date.year)
    second = (other.date.day, other.date.month, other.date.year)
    differing = sum(a != b for a, b in zip(first, second, strict=True))
    return differing == 1 or (first[1], first[0], first[2]) == second


def compare(
    row: ListedPupil, known: KnownPupil, fields_seen: frozenset[str]
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """(changes to write, differences kept). Three-way, with the last import as the common ground:

    what the file says anew replaces what it said before; what a person typed later stays and is asked
    about if the file says something new; a cell gone blank empties nothing and is asked about.
    """
    changes, kept = [], []
    for field in FIELDS:
        ours, listed = value_of(known, field), value_of(row, field)
        base = known.last_import.get(field, "")
        if same_value(field, ours, listed) or (not listed and field not in fields_seen):
            continue
        news = not same_value(field, base, listed)
        if not listed or field in known.edited_later:
            kept.append(Difference(field, ours, listed, asked=news))
        else:
            changes.append(Difference(field, ours, listed))
    return tuple(changes), tuple(kept)


def same_value(field: str, one: str, other: str) -> bool:
    """Whether two texts of `field` say the same."""
    if field == "village":
        return place_key(one) == place_key(other)
    return one.casefold() == other.casefold()
