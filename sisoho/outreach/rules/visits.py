"""What a home visit may say: where, whom, and why the pupil is not at school.

The five cause groups are those of CV 3237/BGDĐT-KHTC (2010), of which several may hold at
once; the parts of a group are local practice. Early marriage, pregnancy, violence, abuse and
exploitation are never causes here: they belong to the principal's confidential record, and
everything else says "Lý do khác".
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sisoho.errors import RuleBroken
from sisoho.school_calendar import vietnam_date


class MeetingPlace(StrEnum):
    HOME = "home"
    FIELD_HUT = "field_hut"
    ELSEWHERE = "elsewhere"
    NOT_MET = "not_met"

    @property
    def label(self) -> str:
        return _PLACES[self]


_PLACES = {
    MeetingPlace.HOME: "nhà",
    MeetingPlace.FIELD_HUT: "nhà rẫy",
    MeetingPlace.ELSEWHERE: "nơi khác",
    MeetingPlace.NOT_MET: "chưa gặp",
}


class Met(StrEnum):
    """Who of the family was met."""

    FATHER = "cha"
    MOTHER = "mẹ"
    GRANDPARENT = "ông bà"
    PUPIL = "em"
    OTHER = "khác"


class Cause(StrEnum):
    """The five official groups; `label` is for screens, `official_label` for reports."""

    ECONOMY = "kinh_te"
    LEARNING = "hoc_luc"
    DISTANCE = "duong_xa"
    DISASTER = "thien_tai"
    OTHER = "khac"

    @property
    def label(self) -> str:
        return "Gặp khó khăn trong học tập" if self is Cause.LEARNING else self.official_label

    @property
    def official_label(self) -> str:
        return _OFFICIAL[self]

    @property
    def short(self) -> str:
        """On a page that asks it of many pupils."""
        return _SHORT[self]


_OFFICIAL = {
    Cause.ECONOMY: "Kinh tế gia đình",
    Cause.LEARNING: "Học lực yếu kém",
    Cause.DISTANCE: "Xa trường, đi lại khó khăn",
    Cause.DISASTER: "Thiên tai, dịch bệnh",
    Cause.OTHER: "Lý do khác",
}
_SHORT = {
    Cause.ECONOMY: "Kinh tế",
    Cause.LEARNING: "Học tập",
    Cause.DISTANCE: "Đường xa",
    Cause.DISASTER: "Thiên tai",
    Cause.OTHER: "Khác",
}


@dataclass(frozen=True, slots=True)
class SubCause:
    code: str
    cause: Cause
    label: str


SUB_CAUSES = (
    SubCause("giup_mua_thuoc_la", Cause.ECONOMY, "Giúp mùa thuốc lá"),
    SubCause("giup_mua_mi", Cause.ECONOMY, "Giúp mùa mì"),
    SubCause("giup_mua_mia", Cause.ECONOMY, "Giúp mùa mía"),
    SubCause("giup_mua_lua_ray", Cause.ECONOMY, "Giúp mùa lúa rẫy"),
    SubCause("chan_bo", Cause.ECONOMY, "Chăn bò"),
    SubCause("trong_em", Cause.ECONOMY, "Trông em"),
    SubCause("theo_len_ray", Cause.ECONOMY, "Theo cha mẹ lên rẫy"),
    SubCause("theo_lam_an_xa", Cause.ECONOMY, "Theo cha mẹ làm ăn xa"),
    SubCause("di_lam_thue", Cause.ECONOMY, "Đi làm thuê"),
    SubCause("thieu_do_dung", Cause.ECONOMY, "Thiếu áo quần, thiếu xe"),
    SubCause("ngai_hoc", Cause.LEARNING, "Ngại học"),
    SubCause("duong_ngap", Cause.DISASTER, "Đường ngập"),
    SubCause("om", Cause.OTHER, "Ốm"),
    SubCause("sau_tet", Cause.OTHER, "Nghỉ sau Tết"),
    SubCause("le_tang_bo_ma", Cause.OTHER, "Lễ, tang, bỏ mả"),
    SubCause("tro_choi_dien_tu", Cause.OTHER, "Ham trò chơi điện tử"),
)

_BY_CODE = {sub.code: sub for sub in SUB_CAUSES}


@dataclass(frozen=True, slots=True)
class Causes:
    """What was told: the groups (several allowed) and their parts, each in the order of the form."""

    groups: tuple[Cause, ...] = ()
    parts: tuple[SubCause, ...] = ()

    @property
    def label(self) -> str:
        """`Kinh tế gia đình (Trông em); Lý do khác`."""
        said: list[str] = []
        for group in self.groups:
            parts = ", ".join(part.label for part in self.parts if part.cause is group)
            said.append(f"{group.label} ({parts})" if parts else group.label)
        return "; ".join(said)


def read_causes(codes: Collection[str]) -> Causes:
    """The causes behind stored or posted codes; a part brings its group with it.

    Raises RuleBroken for an unknown code.
    """
    known = {*Cause, *_BY_CODE}
    if not known.issuperset(codes):
        raise RuleBroken("Có lý do không nằm trong danh sách. Hãy chọn lại.", {"causes": "Hãy chọn lại."})
    parts = tuple(sub for sub in SUB_CAUSES if sub.code in codes)
    of_parts = {part.cause for part in parts}
    return Causes(tuple(group for group in Cause if group in codes or group in of_parts), parts)


def causes_named(reason: str) -> tuple[Cause, ...]:
    """The groups that the words of a move name, "Kinh tế gia đình; Lý do khác"; free words name none."""
    named = reason.split("; ")
    return tuple(cause for cause in Cause if cause.label in named or cause.official_label in named)


@dataclass(frozen=True, slots=True)
class VisitReport:
    """One visit as reported, for one pupil or several of a household."""

    pupil_ids: tuple[int, ...]
    at: datetime
    place: MeetingPlace
    met: tuple[Met, ...] = ()
    companions: str = ""
    causes: Causes = Causes()
    wishes: str = ""
    agreed: str = ""
    look_again_on: date | None = None


_CLOCKS_APART = timedelta(minutes=5)  # a phone's clock runs a little ahead of ours


def check_visit(report: VisitReport, now: datetime, since: date | None = None) -> None:
    """Raise RuleBroken, with a message per field, unless the report can be true at `now`.

    `since`: the first day on which anything called for a visit to these pupils; None when unknown.
    """
    wrong: dict[str, str] = {}
    if not report.pupil_ids:
        wrong["pupils"] = "Hãy chọn ít nhất một em."
    if report.at > now + _CLOCKS_APART:
        wrong["at"] = "Lần đến nhà chưa diễn ra: hãy chọn giờ đã qua."
    elif since is not None and vietnam_date(report.at) < since:
        wrong["at"] = f"Em bắt đầu vắng từ {since:%d/%m/%Y}: hãy chọn ngày đến nhà từ hôm đó trở đi."
    if report.place is not MeetingPlace.NOT_MET and not report.met:
        wrong["met"] = "Hãy chọn đã gặp ai, hoặc chọn “chưa gặp”."
    if report.place is MeetingPlace.NOT_MET and report.met:
        wrong["met"] = "Đã chọn “chưa gặp” thì không ghi người đã gặp."
    if report.look_again_on is not None and report.look_again_on < vietnam_date(report.at):
        wrong["look_again_on"] = "Ngày hẹn không thể trước ngày đến nhà."
    if wrong:
        raise RuleBroken("Chưa lưu được lần đến nhà. Những gì đã ghi vẫn còn trên trang.", wrong)
