"""A pupil as a file has them: what the reader hands to the rules."""

from dataclasses import dataclass, replace
from typing import Literal

from sisoho.vietnamese import BirthDate, Sex

# Leaving states carry the name of the move that leads there.
Status = Literal["studying", "transfer_out", "dropped", "died"]


@dataclass(frozen=True)
class ListedPupil:
    """One pupil as the file has them. Blank text is "", an unknown value None; nothing is corrected.

    `problems` are sentences for the clerk: what was wrong, what was kept, what to do.
    """

    row_number: int
    sheet: str
    full_name: str
    birth: BirthDate | None = None
    sex: Sex | None = None
    ethnic_group: str = ""
    class_name: str = ""
    campus: str = ""
    village: str = ""
    commune: str = ""
    father: str = ""
    mother: str = ""
    phone: str = ""
    policy: str = ""
    disability: str = ""
    status: Status | None = None
    id_number: str = ""
    problems: tuple[str, ...] = ()


_LONGEST = {
    "full_name": 255, "ethnic_group": 32, "class_name": 32, "campus": 255, "village": 255, "commune": 255,
    "father": 255, "mother": 255, "policy": 255,
}  # fmt: skip


def within_limits(row: ListedPupil) -> ListedPupil:
    """The row with texts cut to what can be stored; each cut is one of its problems."""
    long = {name: most for name, most in _LONGEST.items() if len(getattr(row, name)) > most}
    problems = tuple(f"Ô “{getattr(row, name)[:20]}…” dài quá nên đã cắt bớt." for name in long)
    cut = {name: getattr(row, name)[:most].strip() for name, most in long.items()}
    return replace(row, **cut, problems=row.problems + problems)
