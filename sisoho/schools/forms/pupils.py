"""What a person types about a pupil, the household and the guardians."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.errors import RuleBroken
from sisoho.schools.forms.reading import FormReader
from sisoho.schools.rules.poverty import LABELS
from sisoho.vietnamese import normalise_id_number, parse_birth_date

SEXES = {"male": "nam", "female": "nữ"}
NEITHER = "none"
POVERTY = {**LABELS, NEITHER: "Không còn thuộc diện"}
RELATIONS = ("mẹ", "cha", "ông bà", "người giám hộ")


@dataclass(frozen=True, slots=True)
class PupilData:
    """The pupil's own data. sex: "male" | "female" | "". id_number: 12 digits or ""."""

    full_name: str
    birth_date: date | None = None
    birth_precision: str = "day"
    sex: str = ""
    ethnic_group: str = ""
    id_number: str = ""
    register_number: str = ""
    disability: bool = False


@dataclass(frozen=True, slots=True)
class GuardianData:
    relation: str
    full_name: str
    phone: str = ""
    other_names: str = ""


def read_pupil(data: Mapping[str, str]) -> PupilData:
    form = FormReader(data)
    birth = None
    try:
        birth = parse_birth_date(form.text("birth_date"))
    except RuleBroken as problem:
        form.errors["birth_date"] = problem.message
    found = PupilData(
        full_name=form.text("full_name", required="Hãy ghi họ và tên."),
        birth_date=birth.date if birth else None,
        birth_precision=birth.precision if birth else "day",
        sex=form.choice("sex", SEXES),
        ethnic_group=form.text("ethnic_group", most=32),
        id_number=_id_number(form, data),
        register_number=form.text("register_number", most=16),
        disability=form.ticked("disability"),
    )
    form.finish()
    return found


def _id_number(form: FormReader, data: Mapping[str, str]) -> str:
    try:
        return normalise_id_number(data.get("id_number", "")) or ""
    except RuleBroken as problem:
        form.errors["id_number"] = problem.message
        return ""


def read_guardian(data: Mapping[str, str]) -> GuardianData:
    form = FormReader(data)
    found = GuardianData(
        relation=form.choice("relation", RELATIONS, required="Hãy chọn quan hệ với học sinh."),
        full_name=form.text("guardian_name", required="Hãy ghi họ tên."),
        phone=form.phone("phone"),
        other_names=form.text("other_names"),
    )
    form.finish()
    return found


@dataclass(frozen=True, slots=True)
class HouseholdData:
    address: str = ""
    situation: str = ""


def read_household(data: Mapping[str, str]) -> HouseholdData:
    form = FormReader(data)
    found = HouseholdData(form.text("address"), form.text("situation", most=2000))
    form.finish()
    return found


@dataclass(frozen=True, slots=True)
class PovertyData:
    """A decision of the commune. kind: "poor" | "near_poor", "" for a household that is neither any more.

    `last_day` is included; None: until the next decision.
    """

    kind: str
    starts: date
    paper: str = ""
    last_day: date | None = None

    @property
    def ends(self) -> date | None:
        return self.last_day and self.last_day + timedelta(days=1)


def read_poverty(data: Mapping[str, str]) -> PovertyData:
    """Raises RuleBroken."""
    form = FormReader(data)
    kind = form.choice("kind", POVERTY, required="Hãy chọn hộ nghèo, hộ cận nghèo hoặc không còn.")
    paper = form.text("paper", required="Hãy ghi số quyết định." if kind in LABELS else "")
    starts = form.date("starts", required="Hãy ghi ngày của quyết định.")
    last_day = form.date("last_day") if kind in LABELS else None
    if starts and last_day and last_day < starts:
        form.errors["last_day"] = "Ngày hết hạn phải sau ngày quyết định."
    form.finish()
    assert starts
    return PovertyData("" if kind == NEITHER else kind, starts, paper, last_day)
