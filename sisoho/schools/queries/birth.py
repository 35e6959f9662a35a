"""A birth date as well as it is known."""

from datetime import date
from typing import cast

from sisoho.vietnamese import BirthDate, Precision


def birth_text(day: date | None, precision: str) -> str:
    """12/03/2014, 03/2014 or 2014; "" when unknown."""
    return str(BirthDate(day, cast(Precision, precision))) if day else ""
