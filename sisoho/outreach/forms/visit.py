"""The visit form. It is read twice: as typed, to be shown again, and as the report it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sisoho.outreach.rules import FamilyPlace, MeetingPlace, Met, VisitReport, read_causes
from sisoho.school_calendar import VIETNAM, read_date
from sisoho.schools.forms.reading import FormReader

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class VisitTyped:
    """Every field as text, so that a refused form loses nothing.

    Names are those of the form's fields; `causes` holds its `parts` too.
    """

    draft_id: str = ""
    pupils: tuple[str, ...] = ()  # public ids
    at: str = ""  # 2026-11-23T16:20, on a Vietnamese clock
    companions: str = ""
    place: str = ""
    met: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    wishes: str = ""
    agreed: str = ""
    look_again_on: str = ""
    family_place: str = ""


@dataclass(frozen=True, slots=True)
class VisitData:
    """A visit to be recorded. `report.pupil_ids` is filled in once the pupils are loaded."""

    draft_id: str
    pupils: tuple[str, ...]
    report: VisitReport
    family_place: FamilyPlace | None = None


def typed_visit(fields: Mapping[str, Sequence[str]]) -> VisitTyped:
    """Field name → all its values, as a posted form has them."""

    def one(name: str) -> str:
        values = fields.get(name) or ("",)
        return values[0]

    return VisitTyped(
        draft_id=one("draft_id"),
        pupils=tuple(dict.fromkeys(fields.get("pupils", ()))),
        at=one("at"),
        companions=one("companions"),
        place=one("place"),
        met=tuple(fields.get("met", ())),
        causes=(*fields.get("causes", ()), *fields.get("parts", ())),
        wishes=one("wishes"),
        agreed=one("agreed"),
        look_again_on=one("look_again_on"),
        family_place=one("family_place"),
    )


def read_visit(typed: VisitTyped) -> VisitData:
    """Raises RuleBroken with every fault of form; whether the visit can be true is asked by the action."""
    reader = FormReader(
        {
            "draft_id": typed.draft_id,
            "companions": typed.companions,
            "place": typed.place,
            "wishes": typed.wishes,
            "agreed": typed.agreed,
            "look_again_on": typed.look_again_on,
            "family_place": typed.family_place,
        }
    )
    draft_id = reader.text("draft_id", most=40, required="Trang này đã cũ: hãy mở lại rồi ghi.")
    place = reader.choice("place", list(MeetingPlace), required="Hãy chọn đã gặp ở đâu, hoặc “chưa gặp”.")
    family_place = reader.choice("family_place", list(FamilyPlace))
    companions = reader.text("companions")
    wishes, agreed = reader.text("wishes", most=_LONGEST), reader.text("agreed", most=_LONGEST)
    look_again_on = reader.date("look_again_on")
    at = _instant(typed.at, reader.errors)
    met = _met(typed.met, reader.errors)
    reader.finish()
    assert at is not None  # a missing instant is a fault that `finish` has told
    report = VisitReport(
        pupil_ids=(),
        at=at,
        place=MeetingPlace(place),
        met=met,
        companions=companions,
        causes=read_causes(typed.causes),
        wishes=wishes,
        agreed=agreed,
        look_again_on=look_again_on,
    )
    return VisitData(draft_id, typed.pupils, report, FamilyPlace(family_place) if family_place else None)


def _instant(written: str, errors: dict[str, str]) -> datetime | None:
    """A datetime-local field; it has no zone, the visit was made in Vietnam."""
    try:
        read_date(written[:10])
        return datetime.fromisoformat(written).replace(tzinfo=VIETNAM)
    except ValueError:
        errors["at"] = "Cần ghi ngày và giờ đến nhà."
        return None


def _met(values: Sequence[str], errors: dict[str, str]) -> tuple[Met, ...]:
    if not set(values) <= set(Met):
        errors["met"] = "Hãy chọn trong các mục có sẵn."
        return ()
    return tuple(person for person in Met if person in values)
