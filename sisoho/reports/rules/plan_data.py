"""The figures a plan is made of: plain, frozen, gathered by queries, stored with the issued paper."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sisoho.documents.content import AgencyHeader, Marks, Signature
from sisoho.vietnamese import day_in_document


@dataclass(frozen=True)
class IncomingPaper:
    """A paper referred to: type as in a sentence ("Kế hoạch"), full number, day, issuer in a sentence."""

    type_name: str
    number: str
    issued_on: date
    issuer: str

    @property
    def reference(self) -> str:
        """ "Kế hoạch số 12/KH-UBND ngày 05 tháng 10 năm 2026 của Ủy ban nhân dân xã Phú Túc"."""
        return f"{self.type_name} số {self.number} {day_in_document(self.issued_on)} của {self.issuer}"


@dataclass(frozen=True)
class SuperiorTarget:
    """A ceiling on the dropout rate set from above, in per cent, met strictly below ("dưới 0,025%").

    `subject` as in a sentence: "toàn ngành", "cấp Tiểu học".
    """

    subject: str
    below: Decimal


@dataclass(frozen=True)
class LevelTarget:
    """One level of the school: its frozen opening roll and what the school registers.

    `at_most` is the number of pupils registered ("không quá … em"); `resolution` the rate of the
    staff conference in per cent, None where it set none.
    """

    level: str
    opening_roll: int
    superior_below: Decimal
    at_most: int
    resolution: Decimal | None = None


@dataclass(frozen=True)
class OpeningFigures:
    """The school on the day the opening roll was frozen."""

    classes: int
    pupils: int
    girls: int
    minority: int
    campuses: int
    villages: int


@dataclass(frozen=True)
class VillageDuty:
    """A village and who goes there; the first teacher leads. `partner`: village head or elder."""

    village: str
    pupils: int
    teachers: tuple[str, ...]
    partner: str = ""


@dataclass(frozen=True)
class SeasonLine:
    """A stretch in which pupils stay away; `period` as printed: "tháng 9 đến tháng 11"."""

    name: str
    period: str
    measure: str


@dataclass(frozen=True)
class CriterionLine:
    """A criterion; a group heading has no parent points of its own and is printed bold."""

    code: str
    text: str
    points: str
    is_group: bool = False


@dataclass(frozen=True)
class SchoolPlanData:
    """Everything the school's plan needs.

    `entry_grades` as in a sentence ("lớp 1"). `attendance_at_least` is the registered attendance rate
    in per cent. `criteria_are_own`: no criteria were issued from above, so the school proposes its own.
    """

    header: AgencyHeader
    year: int
    school_year: str
    superior: str
    incoming: IncomingPaper
    opening: OpeningFigures
    superior_targets: tuple[SuperiorTarget, ...]
    levels: tuple[LevelTarget, ...]
    entry_grades: str
    villages: tuple[VillageDuty, ...]
    seasons: tuple[SeasonLine, ...]
    criteria: tuple[CriterionLine, ...]
    signature: Signature
    attendance_at_least: Decimal | None = None
    criteria_are_own: bool = True
    report_day: int = 25
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True)
class SchoolCeiling:
    """One level of one school against the commune's ceiling."""

    school: str
    level: str
    opening_roll: int
    below: Decimal


@dataclass(frozen=True)
class CommunePlanData:
    """Everything the commune's plan needs; `predecessor` is the plan of the office it succeeded."""

    header: AgencyHeader
    year: int
    school_year: str
    predecessor: IncomingPaper
    targets: tuple[SuperiorTarget, ...]
    schools: tuple[SchoolCeiling, ...]
    seasons: tuple[SeasonLine, ...]
    criteria: tuple[CriterionLine, ...]
    signature: Signature
    registration_on: date
    criteria_are_own: bool = True
    report_day: int = 25
    marks: Marks = field(default_factory=Marks)
