"""The visit form. It is read twice: as typed, to be shown again, and as the report it makes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sisoho.outreach.forms.said_at import read_said_at
from sisoho.outreach.rules import (
    AgreedBy,
    Consent,
    FamilyPlace,
    MeetingPlace,
    Met,
    PhotoKind,
    VisitReport,
    read_causes,
)
from sisoho.school_calendar import VIETNAM, read_date
from sisoho.schools.forms.reading import FormReader

_LONGEST = 1000
_SEQ = re.compile(r"[0-9]{1,9}")
_SPOT = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?),(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)")


@dataclass(frozen=True, slots=True)
class VisitTyped:
    """Every field as text, so that a refused form loses nothing.

    Names are those of the form's fields; `causes` holds its `parts` too.
    """

    draft_id: str = ""
    seq: str = ""
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
    spot: str = ""
    given: str = ""
    signer: str = ""
    signer_name: str = ""
    witness: str = ""
    device_at: str = ""
    skew_ms: str = ""


@dataclass(frozen=True, slots=True)
class VisitData:
    """A visit to be recorded. `report.pupil_ids` is filled in once the pupils are loaded.

    `seq`: of two versions of one draft the later counts. `spot`: "13.201,108.664" or "". `said_at`: when it
    was written down by the phone's clock set right, None if the phone did not say.
    """

    draft_id: str
    pupils: tuple[str, ...]
    report: VisitReport
    family_place: FamilyPlace | None = None
    seq: int = 0
    spot: str = ""
    consent: Consent | None = None
    said_at: datetime | None = None
    photos: tuple[tuple[PhotoKind, bytes], ...] = ()
    drawing: bytes = b""


def typed_visit(fields: Mapping[str, Sequence[str]]) -> VisitTyped:
    """Field name → all its values, as a posted form has them."""

    def one(name: str) -> str:
        values = fields.get(name) or ("",)
        return values[0]

    return VisitTyped(
        draft_id=one("draft_id"),
        seq=one("seq"),
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
        spot=one("spot"),
        given=one("given"),
        signer=one("signer"),
        signer_name=one("signer_name"),
        witness=one("witness"),
        device_at=one("device_at"),
        skew_ms=one("skew_ms"),
    )


def read_visit(typed: VisitTyped) -> VisitData:
    """Raises RuleBroken with every fault of form; whether the visit can be true is asked by the action."""
    reader = FormReader(
        {
            name: getattr(typed, name)
            for name in ("draft_id", "companions", "place", "wishes", "agreed", "look_again_on",
                         "family_place", "given", "signer", "signer_name", "witness")
        }
    )  # fmt: skip
    draft_id = reader.text("draft_id", most=40, required="Trang này đã cũ: hãy mở lại rồi ghi.")
    place = reader.choice("place", list(MeetingPlace), required="Hãy chọn đã gặp ở đâu, hoặc “chưa gặp”.")
    family_place = reader.choice("family_place", list(FamilyPlace))
    companions = reader.text("companions")
    wishes, agreed = reader.text("wishes", most=_LONGEST), reader.text("agreed", most=_LONGEST)
    look_again_on = reader.date("look_again_on")
    consent = _consent(reader)
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
    return VisitData(
        draft_id=draft_id,
        pupils=typed.pupils,
        report=report,
        family_place=FamilyPlace(family_place) if family_place else None,
        seq=int(typed.seq) if _SEQ.fullmatch(typed.seq) else 0,
        spot=rounded_spot(typed.spot),
        consent=consent,
        said_at=read_said_at(typed.device_at, typed.skew_ms),
    )


def rounded_spot(written: str) -> str:
    """Latitude, longitude to three decimals, about 100 m, whatever the phone sent; "" for anything else."""
    found = _SPOT.fullmatch(written)
    if not found:
        return ""
    latitude, longitude = float(found[1]), float(found[2])
    return f"{latitude:.3f},{longitude:.3f}" if abs(latitude) <= 90 and abs(longitude) <= 180 else ""


def _consent(reader: FormReader) -> Consent | None:
    given, signer = reader.choice("given", list(AgreedBy)), reader.choice("signer", list(Met))
    name, witness = reader.text("signer_name"), reader.text("witness")
    if not given:
        return None
    if given == AgreedBy.READ_ALOUD:
        return Consent(AgreedBy.READ_ALOUD, witness=witness)
    return Consent(AgreedBy.DRAWN, Met(signer) if signer else None, name)


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
