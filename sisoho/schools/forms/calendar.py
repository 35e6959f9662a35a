"""What a person types about the year, days without school, make-up days and seasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.schools.forms.reading import FormReader


@dataclass(frozen=True, slots=True)
class YearData:
    """A school year; `last_day` is its last school day, included."""

    label: str
    starts: date
    last_day: date
    second_term_starts: date
    opening_roll_on: date

    @property
    def ends(self) -> date:
        return self.last_day + timedelta(days=1)


def read_year(data: Mapping[str, str]) -> YearData:
    form = FormReader(data)
    starts = form.date("starts", required="Hãy ghi ngày bắt đầu năm học.")
    second = form.date("second_term_starts", required="Hãy ghi ngày bắt đầu học kỳ II.")
    last = form.date("last_day", required="Hãy ghi ngày học cuối cùng.")
    roll_on = form.date("opening_roll_on", required="Hãy ghi ngày chốt sĩ số đầu năm.")
    if starts and second and last and not form.errors:
        if not starts < second <= last:
            form.errors["second_term_starts"] = "Học kỳ II phải nằm giữa ngày bắt đầu và ngày học cuối."
        elif (last - starts).days > 366:
            form.errors["last_day"] = "Năm học dài hơn một năm, hãy xem lại hai ngày đầu và cuối."
        if roll_on and not starts - timedelta(days=31) <= roll_on <= last:
            form.errors["opening_roll_on"] = "Ngày chốt sĩ số đầu năm phải nằm trong năm học."
    form.finish()
    assert starts and second and last and roll_on  # finish() refused anything else
    return YearData(f"{starts.year}-{starts.year + 1}", starts, last, second, roll_on)


@dataclass(frozen=True, slots=True)
class ClosureData:
    """No lessons from the half-day `first` to `last` (both included); neither place: the whole school."""

    first_date: date
    last_date: date
    reason: str
    first_half_day: str = "S"
    last_half_day: str = "C"
    campus_id: int | None = None
    village_id: int | None = None
    flood: bool = False


def read_closure(
    data: Mapping[str, str], campuses: Mapping[str, int], villages: Mapping[str, int]
) -> ClosureData:
    """`place` is "", "campus:<public id>" or "village:<public id>", among the given ids."""
    form = FormReader(data)
    first = form.date("first_date", required="Hãy ghi ngày bắt đầu nghỉ.")
    last = form.date("last_date") or first
    first_half = form.choice("first_half_day", ("S", "C")) or "S"
    last_half = form.choice("last_half_day", ("S", "C")) or "C"
    reason = form.text("reason", required="Hãy ghi lý do nghỉ.")
    places = {f"campus:{key}": key for key in campuses} | {f"village:{key}": key for key in villages}
    place = form.choice("place", places)
    if first and last and ((last, last_half == "C") < (first, first_half == "C")):
        form.errors["last_date"] = "Buổi nghỉ cuối phải sau buổi nghỉ đầu."
    form.finish()
    assert first and last
    return ClosureData(
        first_date=first,
        last_date=last,
        reason=reason,
        first_half_day=first_half,
        last_half_day=last_half,
        campus_id=campuses[places[place]] if place.startswith("campus:") else None,
        village_id=villages[places[place]] if place.startswith("village:") else None,
        flood=form.ticked("flood"),
    )


@dataclass(frozen=True, slots=True)
class MakeUpData:
    """A half-day taught outside the weekly pattern; no class: the whole school."""

    date: date
    half_day: str
    reason: str = ""
    class_id: int | None = None
    kind: str = "chinh_khoa"


def read_make_up(data: Mapping[str, str], classes: Mapping[str, int]) -> MakeUpData:
    form = FormReader(data)
    day = form.date("date", required="Hãy ghi ngày học bù.")
    half_day = form.choice("half_day", ("S", "C"), required="Hãy chọn buổi học bù.")
    chosen = form.choice("class", classes)
    reason = form.text("reason")
    form.finish()
    assert day
    return MakeUpData(day, half_day, reason, classes[chosen] if chosen else None)


@dataclass(frozen=True, slots=True)
class SeasonData:
    """A flood or harvest season; no village: the whole commune. `last_day` is included."""

    kind: str
    starts: date
    last_day: date
    name: str = ""
    village_id: int | None = None

    @property
    def ends(self) -> date:
        return self.last_day + timedelta(days=1)


SEASON_KINDS = {"harvest": "mùa vụ", "flood": "mùa mưa lũ"}


def read_season(data: Mapping[str, str], villages: Mapping[str, int]) -> SeasonData:
    form = FormReader(data)
    kind = form.choice("kind", SEASON_KINDS, required="Hãy chọn mùa vụ hay mùa mưa lũ.")
    starts = form.date("starts", required="Hãy ghi ngày bắt đầu.")
    last = form.date("last_day", required="Hãy ghi ngày cuối.")
    village = form.choice("village", villages)
    name = form.text("name")
    if starts and last and last < starts:
        form.errors["last_day"] = "Ngày cuối phải sau ngày bắt đầu."
    form.finish()
    assert starts and last
    return SeasonData(kind, starts, last, name, villages[village] if village else None)
