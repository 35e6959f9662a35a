"""A birth date as well as it is known, and the sex, as pages and lists say them."""

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
