"""A birth date as well as it is known, and the sex, as pages and lists say them."""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date
from typing import cast

from sisoho.schools.forms import SEXES
from sisoho.vietnamese import BirthDate, Precision


def birth_text(day: date | None, precision: str) -> str:
    """12/03/2014, 03/2014 or 2014; "" when unknown."""
    return str(BirthDate(day, cast(Precision, precision))) if day else ""


def sex_text(sex: str) -> str:
    """nam, nữ, or "" when it is not recorded."""
    return SEXES.get(sex, "")


def births_of_namesakes(people: Iterable[tuple[int, Hashable, str]]) -> dict[int, str]:
    """Row id → birth date of those whose name (second) another person of the list bears too.

    Two children of one name in one class are common; a list must say which is meant.
    """
    listed = list(people)
    times = Counter(name for _, name, _ in listed)
    return {row_id: birth for row_id, name, birth in listed if times[name] > 1}
