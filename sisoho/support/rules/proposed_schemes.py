"""What a school is offered to write down as its schemes. The rows it keeps are its own: amounts and
conditions change with decrees, and a person checks them against the text before anybody is paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SchemeData:
    """As `models.BenefitScheme`; money in đồng and rice in kilograms, both a month."""

    name: str
    source: str
    amount: int
    starts: date
    rice_kg: int = 0
    most_months: int = 9
    primary_km: Decimal | None = None
    lower_km: Decimal | None = None
    terrain_counts: bool = False
    grounds: tuple[str, ...] = ()
    needs_boarding: bool = False


_FAR = {
    "primary_km": Decimal(4),
    "lower_km": Decimal(7),
    "terrain_counts": True,
    "grounds": ("hard_village",),
}
_BOARDING = "Nghị định 66/2025/NĐ-CP"

PROPOSED: tuple[SchemeData, ...] = (
    SchemeData("Hỗ trợ học sinh bán trú: tiền ăn và gạo", _BOARDING, 936_000, date(2025, 5, 1), 15, **_FAR),  # type: ignore[arg-type]
    SchemeData(
        "Hỗ trợ học sinh bán trú: tiền ở (tự lo chỗ ở)",
        _BOARDING,
        360_000,
        date(2025, 5, 1),
        needs_boarding=True,
        **_FAR,  # type: ignore[arg-type]
    ),
    SchemeData(
        "Hỗ trợ chi phí học tập",
        "Nghị định 238/2025/NĐ-CP",
        150_000,
        date(2025, 9, 3),
        grounds=("poor", "disability"),
    ),
)
