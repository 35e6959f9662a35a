"""How the school scores a week."""

from datetime import date
from typing import Any

from sisoho.access import Access
from sisoho.emulation.rules import PROPOSAL, WeekScheme, read_scheme
from sisoho.schools.queries import setting


def scheme_table(access: Access, on: date) -> dict[str, Any]:
    """The stored table in force on a day, as a form shows it; the proposal where none was stored."""
    return {**PROPOSAL, **setting(access, "week_scheme", on)}


def scheme_of(access: Access, on: date) -> WeekScheme:
    """The scheme of the week that begins on `on`; one statement."""
    return read_scheme(scheme_table(access, on))
