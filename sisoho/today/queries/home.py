"""One person's home: the parts that their duties call for, each read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sisoho.access import Access, Right
from sisoho.emulation.queries import targets_in_force
from sisoho.emulation.rules.targets import ALL_LEVELS, Indicator
from sisoho.outreach import queries as outreach
from sisoho.outreach.queries.case_lists import live_count
from sisoho.outreach.queries.risk_list import risk_counts
from sisoho.schools.queries import FirstMorning, current_year, first_morning
from sisoho.schools.queries.dropouts import dropouts
from sisoho.schools.rules import Level
from sisoho.today.queries.care import Care, care
from sisoho.today.queries.hours import Hours, hours
from sisoho.today.queries.office import Office, office
from sisoho.today.queries.quick_report import quick_report
from sisoho.today.queries.school import SchoolDay, classes_by_level, school_day
from sisoho.today.queries.schools import CommuneDay, CommuneLine, commune_day, communes_today
from sisoho.today.queries.teacher import TeacherDay, teacher_day
from sisoho.today.rules import QuickReport


@dataclass(frozen=True, slots=True)
class LeaderDay:
    """`dropouts` of the year by level; `cases` open now; `at_risk`: on the list, and new on it this week.

    `target`: the attendance the school wants, in percent.
    """

    day: SchoolDay
    care: Care
    report: QuickReport
    dropouts: Mapping[Level, int]
    cases: int
    at_risk: tuple[int, int]
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class Home:
    """What is None or empty is not this person's, or waits for nobody."""

    teacher: TeacherDay | None = None
    leader: LeaderDay | None = None
    office: Office | None = None
    commune: CommuneDay | None = None
    communes: tuple[CommuneLine, ...] | None = None
    setting_up: FirstMorning | None = None
    administers: bool = False


def home(access: Access) -> Home:
    """As many statements for a school of any size: with the session 15 for a teacher, 26 for a leader."""
    leads, teaches = access.may(Right.SEE_SCHOOL), access.may(Right.TAKE_ROLL)
    oversees = access.may(Right.SEE_COMMUNE)
    has_duty = bool(access.class_ids or access.village_ids)
    on_board = outreach.board(access) if leads or has_duty else None
    at = hours(access, access.on) if teaches else None
    is_mine = at is not None and (has_duty or not leads)
    return Home(
        teacher=teacher_day(access, at, on_board) if is_mine and at else None,
        leader=_leader_day(access, at, on_board) if leads and at and on_board else None,
        office=office(access) if access.may(Right.ISSUE_DOCUMENT) or leads else None,
        commune=commune_day(access) if oversees and access.unit_kind == "commune" else None,
        communes=tuple(communes_today(access)) if oversees and access.unit_kind == "department" else None,
        setting_up=_setting_up(access, on_board),
        administers=access.may(Right.ADMINISTER),
    )


def todays_report(access: Access) -> QuickReport:
    """The quick report by itself."""
    access.need(Right.SEE_SCHOOL)
    at, on_board = hours(access, access.on), outreach.board(access)
    visits = tuple(outreach.visited_on(access, access.on))
    return quick_report(access, at, on_board, school_day(access, at, on_board), visits)


def _leader_day(access: Access, at: Hours, on_board: outreach.Board) -> LeaderDay:
    day, cared = school_day(access, at, on_board), care(access, on_board)
    year, classes = current_year(access), classes_by_level(on_board.rolls)
    return LeaderDay(
        day=day,
        care=cared,
        report=quick_report(access, at, on_board, day, cared.visits),
        dropouts=dropouts(access, year.id, classes) if year else {},
        cases=live_count(access),
        at_risk=risk_counts(access),
        target=_target(access, year.label, classes) if year else None,
    )


def attendance_target(access: Access) -> Decimal | None:
    """The attendance the whole school wants this year, in percent; None where nothing was said."""
    year = current_year(access)
    return _target(access, year.label, {}) if year else None


def _target(access: Access, year: str, levels: Mapping[Level, object]) -> Decimal | None:
    """Of the whole school; of its only level where nothing was said of the whole."""
    said = targets_in_force(access, year)
    wanted = [ALL_LEVELS, *levels] if len(levels) == 1 else [ALL_LEVELS]
    found = (
        said[Indicator.ATTENDANCE, level].strictest
        for level in wanted
        if (Indicator.ATTENDANCE, level) in said
    )
    return next((value for value in found if value is not None), None)


def _setting_up(access: Access, on_board: outreach.Board | None) -> FirstMorning | None:
    """How far the first morning has come; None once it is over. A leader's school with pupils is past it."""
    if access.unit_kind != "school" or not access.may(Right.MANAGE_STAFF):
        return None
    if on_board is not None and on_board.sizes:
        return None
    found = first_morning(access)
    return found if found.counts.keys() - found.done - found.put_off else None
