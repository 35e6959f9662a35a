"""A pupil as a file has them: what the reader hands to the rules."""

from dataclasses import dataclass
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
