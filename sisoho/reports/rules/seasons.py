"""Pure: the stretches in which pupils stay away, as a plan lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.reports.rules.plan_data import SeasonLine

_MEASURES = {
    "flood": "Nắm tình hình đường sá, ngầm tràn; báo cho gia đình khi nghỉ và khi học lại; không vận động "
    "trong lúc mưa lũ.",
    "harvest": "Đến nhà, đến nhà rẫy gặp gia đình trước và trong vụ; tìm người trông em, đưa đón; phụ đạo "
    "khi các em trở lại.",
}
# Every year, declared or not (domain.md §2.2): the calendar alone knows the day.
_TET = SeasonLine(
    "Trước và sau Tết Nguyên đán",
    "theo lịch nghỉ Tết",
    "Đến từng thôn, buôn nắm số học sinh theo gia đình đi xa; vận động trở lại lớp đúng ngày.",
)


@dataclass(frozen=True)
class DeclaredSeason:
    """kind: flood | harvest; `place`: a village's name, "" for the whole commune; half-open."""

    kind: str
    name: str
    place: str
    starts: date
    ends: date


def season_lines(seasons: Iterable[DeclaredSeason]) -> tuple[SeasonLine, ...]:
    """One line for each season of the same name and days, naming its villages; Tết always among them."""
    groups: dict[tuple[date, date, str, str], list[str]] = {}
    for one in sorted(seasons, key=lambda one: (one.starts, one.ends, one.name, one.place)):
        groups.setdefault((one.starts, one.ends, one.kind, one.name), []).append(one.place)
    return (*(_line(*key, places) for key, places in groups.items()), _TET)


def _line(starts: date, ends: date, kind: str, name: str, places: list[str]) -> SeasonLine:
    last = ends - timedelta(days=1)
    named = name[:1].upper() + name[1:] or ("Mùa mưa lũ" if kind == "flood" else "Mùa vụ")
    where = "" if "" in places else f" ({', '.join(places)})"
    return SeasonLine(named + where, f"từ {starts:%d/%m/%Y} đến {last:%d/%m/%Y}", _MEASURES[kind])
