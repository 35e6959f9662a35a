"""Sponsors and their diaries, pairs, extra lessons, benefits, what the school did: a term of small help."""

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial

from sisoho.demo.absences import Child
from sisoho.demo.cast import Person
from sisoho.demo.diary import Deed
from sisoho.demo.stage import Stage
from sisoho.school_calendar import Month, at_vietnam, days
from sisoho.schools import queries as schools
from sisoho.support.actions import activities, benefits, buddies, lessons, sponsors
from sisoho.support.forms.activities import ActivityData
from sisoho.support.forms.benefits import RecordData
from sisoho.support.forms.lessons import GroupData, SessionData
from sisoho.support.forms.sponsors import MonthData, PairData, SponsorshipData
from sisoho.support.queries import benefits as benefit_queries
from sisoho.support.queries import lessons as group_queries
from sisoho.support.queries.people import staff_names
from sisoho.support.rules import PROPOSED, ActivityKind, LessonKind

_HARD = ("Buôn Ji A", "Buôn Ji B", "Buôn Tang")
_HELPS = (("study", "books"), ("visit",), ("clothes", "books"), ("travel", "visit"), ("study", "food"))
_WORDS = (
    ("nhà xa, đường lội suối", "Đón em ở đầu buôn, cho mượn sách"),
    ("cha mẹ ở rẫy, em ở với bà", "Hỏi thăm bà mỗi tuần"),
    ("gặp khó khăn trong học tập", "Kèm đọc 20 phút sau giờ học"),
    ("thiếu áo ấm, sách vở", "Góp áo ấm, vở viết"),
)
_DIARY = ("đọc trôi chảy hơn", "", "đã đến nhà, em vui", "em đi học đều", "")
_PAIRS = ("cùng đi học", "cùng đọc bài", "cùng làm toán")
_EVENTS = (
    (ActivityKind.ACTIVITY, 5, "Ngày hội đến trường"),
    (ActivityKind.PARENTS, 18, "Họp Ban đại diện cha mẹ học sinh đầu năm"),
    (ActivityKind.HEADCOUNT, 24, "Giao ban sĩ số tháng 9"),
    (ActivityKind.ACTIVITY, 33, "Trò chơi dân gian, hát tiếng Jrai"),
    (ActivityKind.CAMPAIGN, 40, "Đợt thi đua học tốt chào mừng 20/11"),
    (ActivityKind.HEADCOUNT, 52, "Giao ban sĩ số tháng 10"),
    (ActivityKind.ACTIVITY, 62, "Ngày hội đọc sách"),
)
_AFTERNOON = time(16, 20)


def write_support(stage: Stage) -> None:
    """One school's; every third teacher stands by a pupil of the own class."""
    day, ends = stage.dates.first + timedelta(days=9), stage.dates.as_of
    holders = [person for person in stage.cast if person.class_ids]
    for number, person in enumerate(holders):
        pupils = _of_class(stage, person, day)
        if number % 2 == 0:
            _write_sponsorship(stage, person, pupils[number % len(pupils)], number, day)
        if number % 3 == 0 and len(pupils) > 2:
            _at(stage, day + timedelta(days=number), partial(_pair, stage, person, pupils, number))
    _write_lessons(stage, holders, day)
    _at(stage, day + timedelta(days=3), partial(_benefits, stage))
    for kind, after, title in _EVENTS:
        on = stage.dates.first + timedelta(days=after)
        if on <= ends:
            _at(stage, on, partial(_did, stage, ActivityData(kind, on, title)))
    _at(stage, ends - timedelta(days=4), partial(_praise, stage, holders[0]))


def _at(stage: Stage, day: date, deed: Deed) -> None:
    stage.diary.at(at_vietnam(day, _AFTERNOON), deed)


def _of_class(stage: Stage, person: Person, day: date) -> list[Child]:
    return [
        child
        for child in stage.children
        if child.class_id in person.class_ids and child.pupil_id not in stage.taken
        if stage.class_of(child, day) is not None
    ]


def _write_sponsorship(stage: Stage, person: Person, child: Child, number: int, day: date) -> None:
    made: list[str] = []

    def begin() -> None:
        access = stage.access(person)
        difficulty, plan = _WORDS[number % len(_WORDS)]
        data = SponsorshipData(
            child.public_id,
            staff_names(access)[person.id][0],
            _HELPS[number % len(_HELPS)],
            access.on,
            difficulty,
            plan,
        )
        made.append(sponsors.begin_sponsorship(access, data).public_id)

    def tell(month: Month, note: str) -> None:
        sponsors.tell_month(stage.access(person), made[0], MonthData(month, note))

    _at(stage, day, partial(begin))
    month = Month.of(day)
    while month.starts <= stage.dates.as_of:
        told_on = max(month.starts + timedelta(days=20), day + timedelta(days=2))
        if (number + month.number) % 5:  # nobody keeps every month
            note = _DIARY[(number + month.number) % len(_DIARY)]
            _at(stage, told_on, partial(tell, month, note))
        month = month.after


def _pair(stage: Stage, person: Person, pupils: list[Child], number: int) -> None:
    access = stage.access(person)
    data = PairData(pupils[1].public_id, pupils[2].public_id, access.on, _PAIRS[number % len(_PAIRS)])
    made = buddies.make_pair(access, data)
    buddies.tell_pair_month(access, made.public_id, MonthData(Month.of(access.on)))


def _write_lessons(stage: Stage, holders: list[Person], day: date) -> None:
    plans = (
        (holders[-1], LessonKind.REMEDIAL, "Toán", 6),
        (holders[len(holders) // 2], LessonKind.REMEDIAL, "Đọc hiểu", 5),
        (holders[0], LessonKind.VIETNAMESE, "Tiếng Việt", 8),
    )
    for person, kind, subject, most in plans:
        _write_group(stage, person, kind, subject, _of_class(stage, person, day)[:most], day)


def _write_group(
    stage: Stage, person: Person, kind: LessonKind, subject: str, pupils: list[Child], day: date
) -> None:
    made: list[tuple[int, str]] = []
    ids = tuple(child.public_id for child in pupils)

    def open_group() -> None:
        access = stage.access(person)
        year = schools.current_year(access)
        assert year
        class_name = next(name for name, roll in stage.rolls.items() if roll.id in person.class_ids)
        own = staff_names(access)[person.id][0]
        data = GroupData(kind, f"{subject} {class_name}", own, access.on, ids, "chiều thứ Tư")
        made.append((year.id, lessons.open_group(access, year.id, data).public_id))

    def meet(number: int) -> None:
        access = stage.access(person)
        line = group_queries.group(access, *made[0])
        absent = (ids[number % len(ids)],) if number % 2 else ()
        lessons.keep_session(access, line, SessionData(access.on, "", absent))

    _at(stage, day, partial(open_group))
    wednesdays = [on for on in days(day + timedelta(days=1), stage.dates.as_of) if on.weekday() == 2]
    for number, on in enumerate(wednesdays):
        _at(stage, on, partial(meet, number))


def _benefits(stage: Stage) -> None:
    """The clerk writes down the schemes, who lives how far in the hard villages, and two months paid."""
    access = stage.of_post("clerk")
    for data in PROPOSED:
        benefits.add_scheme(access, data)
    hard = [key for name in _HARD if (key := stage.village_id(name)) is not None]
    benefits.set_hard_villages(access, hard, "Danh sách thôn đặc biệt khó khăn (bản dùng thử)")
    far = [child for child in stage.children if child.village_id in hard][:12]
    for number, child in enumerate(far):
        km, boards = Decimal(3 + number % 7), ("weekly",) if number % 4 == 0 else ()
        benefits.note_record(access, child.public_id, RecordData(km, number % 5 == 0, boards, access.on))
    year = schools.current_year(access)
    assert year
    months = (Month.of(access.on),)
    for one in benefit_queries.standings(access, year):
        if one.is_entitled and one.pupil.id % 3:
            benefits.set_months(access, one.scheme.public_id, one.pupil.public_id, months, months)


def _did(stage: Stage, data: ActivityData) -> None:
    activities.keep_activity(stage.of_post("principal"), data)


def _praise(stage: Stage, person: Person) -> None:
    access = stage.access(person)
    pupils = tuple(child.public_id for child in _of_class(stage, person, access.on)[3:5])
    data = ActivityData(ActivityKind.PRAISE, access.on, "Tuyên dương học sinh vượt khó", "", pupils)
    activities.keep_activity(access, data)
