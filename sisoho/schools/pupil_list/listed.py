"""What a whole pupil list says, after reading."""

from dataclasses import dataclass

from sisoho.schools.import_rules import ListedPupil


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
