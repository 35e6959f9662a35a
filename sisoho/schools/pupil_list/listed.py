"""What a pupil list says, after reading: the shapes handed to the import rules."""

from dataclasses import dataclass
from typing import Literal

from sisoho.vietnamese import BirthDate, Sex

Status = Literal["studying", "transferred_out", "dropped_out", "died"]


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


@dataclass(frozen=True)
class SeenColumn:
    """A column of the header: `field` is the ListedPupil field it fills, "" where it is not used."""

    sheet: str
    letter: str
    label: str
    field: str


@dataclass(frozen=True)
class SkippedRow:
    """A row with something in it that is no pupil, and why. Row 0 stands for a whole sheet."""

    sheet: str
    row_number: int
    text: str
    reason: str


@dataclass(frozen=True)
class PupilList:
    """The whole file. Every row with content is either in `rows` or in `skipped`.

    `notices` concern the file as a whole: converted fonts, hidden sheets, doubtful habits.
    """

    rows: tuple[ListedPupil, ...]
    columns_seen: tuple[SeenColumn, ...]
    sheets: tuple[str, ...]
    skipped: tuple[SkippedRow, ...]
    notices: tuple[str, ...] = ()

    @property
    def fields_seen(self) -> frozenset[str]:
        """The ListedPupil fields for which some column exists."""
        return frozenset(column.field for column in self.columns_seen if column.field)
