"""What is typed about schemes, decisions, months, distance and boarding."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sisoho.school_calendar import Month
from sisoho.schools.forms.reading import FormReader
from sisoho.support.forms.typed import Typed, chosen
from sisoho.support.rules import GROUNDS
from sisoho.support.rules.proposed_schemes import SchemeData

BOARDING = {"weekly": "ở bán trú trong tuần", "lunch": "chỉ ăn trưa ở trường"}


@dataclass(frozen=True, slots=True)
class DecisionData:
    entitled: bool
    reason: str
    on: date
    paper: str = ""


@dataclass(frozen=True, slots=True)
class RecordData:
    """`boarding`: keys of BOARDING."""

    km: Decimal | None
    hard_terrain: bool
    boarding: tuple[str, ...]
    starts: date


def read_scheme(typed: Typed) -> SchemeData:
    """Raises RuleBroken with every fault."""
    reader = typed.reader
    name = reader.text("name", most=120, required="Hãy ghi tên chế độ.")
    source = reader.text("source", required="Hãy ghi văn bản quy định.")
    starts = reader.date("starts", required="Hãy ghi ngày áp dụng.")
    found = SchemeData(
        name=name,
        source=source,
        amount=reader.number("amount", 0, 10_000_000),
        starts=starts or date.min,
        rice_kg=reader.number("rice_kg", 0, 100),
        most_months=reader.number("most_months", 1, 12, required="Hãy ghi số tháng."),
        primary_km=_km(reader, "primary_km"),
        lower_km=_km(reader, "lower_km"),
        terrain_counts=reader.ticked("terrain_counts"),
        grounds=tuple(chosen(reader, typed, "grounds", GROUNDS)),
        needs_boarding=reader.ticked("needs_boarding"),
    )
    if not found.amount and not found.rice_kg:
        reader.errors.setdefault("amount", "Hãy ghi số tiền hoặc số gạo mỗi tháng.")
    reader.finish()
    return found


def read_decision(typed: Typed) -> DecisionData:
    reader = typed.reader
    said = reader.choice("entitled", ("yes", "no"), required="Hãy chọn đủ điều kiện hay chưa.")
    reason = reader.text("reason", required="Hãy ghi căn cứ, một dòng.")
    on, paper = reader.date("on", required="Hãy ghi ngày xét."), reader.text("paper")
    reader.finish()
    assert on is not None  # a missing day is a fault that `finish` has told
    return DecisionData(said == "yes", reason, on, paper)


def read_months(typed: Typed, offered: tuple[Month, ...]) -> frozenset[Month]:
    keys = {month.key: month for month in offered}
    return frozenset(keys[key] for key in typed.all("months") if key in keys)


def read_record(typed: Typed) -> RecordData:
    reader = typed.reader
    starts = reader.date("starts", required="Hãy ghi từ ngày nào.")
    found = RecordData(
        _km(reader, "km"),
        reader.ticked("hard_terrain"),
        tuple(chosen(reader, typed, "boarding", BOARDING)),
        starts or date.min,
    )
    reader.finish()
    return found


def _km(reader: FormReader, name: str) -> Decimal | None:
    """Kilometres with at most one decimal, comma or point; None when blank."""
    written = reader.text(name).replace(",", ".")
    if not written:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 200):
        reader.errors[name] = "Cần số ki-lô-mét từ 0 đến 200, ví dụ 7,5."
        return None
    return value.quantize(Decimal("0.1"))
