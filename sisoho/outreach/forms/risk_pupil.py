"""The small forms about one pupil's circumstances."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.outreach.rules.risk_rules import CircumstanceKind
from sisoho.schools.forms.reading import FormReader


@dataclass(frozen=True, slots=True)
class CircumstanceData:
    kind: CircumstanceKind
    starts: date
    note: str


def read_circumstance(data: Mapping[str, str]) -> CircumstanceData:
    """Raises RuleBroken."""
    reader = FormReader(data)
    kind = reader.choice("kind", list(CircumstanceKind), required="Hãy chọn điều thầy cô biết.")
    starts, note = reader.date("starts", required="Hãy chọn từ ngày nào."), reader.text("note")
    reader.finish()
    assert starts is not None
    return CircumstanceData(CircumstanceKind(kind), starts, note)


def read_end(data: Mapping[str, str]) -> date:
    """Raises RuleBroken."""
    reader = FormReader(data)
    ends = reader.date("ends", required="Hãy chọn hết từ ngày nào.")
    reader.finish()
    assert ends is not None
    return ends
