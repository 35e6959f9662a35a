"""Evidence for emulation: each a numerator and a denominator (proposed criteria, domain.md §2.5).

Pupils and staff are given as row ids by whoever knows who is meant (at risk, of a class); nothing is ranked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sisoho.access import Access
from sisoho.school_calendar import Month
from sisoho.schools.models import PovertyDecision
from sisoho.schools.queries import YearCard
from sisoho.schools.rules import is_minority
from sisoho.support.models import BuddyPair, Sponsorship
from sisoho.support.queries.activities import MonthsOfKind, activities, by_month
from sisoho.support.queries.benefits import standings
from sisoho.support.queries.lessons import groups
from sisoho.support.queries.people import own_pupils
from sisoho.support.queries.sponsors import sponsorships
from sisoho.support.rules import ActivityKind, school_months


@dataclass(frozen=True, slots=True)
class Share:
    """`done` of `due`; nothing due is "không phát sinh", not a division."""

    done: int
    due: int

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.done) / self.due if self.due else None


def months_with(access: Access, year: YearCard, *kinds: ActivityKind) -> Share:
    """3.1.2 (ACTIVITY), 3.3.2 (HEADCOUNT): months in which one of `kinds` happened, of the year's nine."""
    tables = _tables(access, year, kinds)
    months = school_months(year.starts, year.ends)
    return Share(sum(any(month in table.counts for table in tables) for month in months), len(months))


def times_of(access: Access, year: YearCard, kind: ActivityKind, *, with_minutes: bool = False) -> int:
    """3.5.1 (PARENTS, with minutes), 3.5.3 (CAMPAIGN), 3.4.3 (PRAISE): how often in the year."""
    found = (line for line in activities(access, year) if line.kind is kind)
    return sum(bool(line.files) or not with_minutes for line in found)


def praised_by_term(access: Access, year: YearCard) -> tuple[int, int]:
    """3.4.3: occasions of praise in either term."""
    days = [line.on for line in activities(access, year) if line.kind is ActivityKind.PRAISE]
    first = sum(day < year.second_term_starts for day in days)
    return first, len(days) - first


def poverty_by_term(access: Access, year: YearCard) -> tuple[int, int]:
    """3.4.2: decisions on poor and near-poor households that began or ended in either term.

    A term without any shows that the list was not gone through.
    """
    d = PovertyDecision
    rows = d.select(d.starts, d.ends).where(d.unit == access.unit_id).tuples()
    days = [day for starts, ends in rows for day in (starts, ends) if day and year.starts <= day < year.ends]
    first = sum(day < year.second_term_starts for day in days)
    return first, len(days) - first


def headcounts_with_minutes(access: Access, year: YearCard) -> Share:
    """3.3.2: months whose giao ban left minutes, of the year's nine."""
    months = school_months(year.starts, year.ends)
    held = {
        Month.of(line.on)
        for line in activities(access, year)
        if line.kind is ActivityKind.HEADCOUNT and line.files
    }
    return Share(len(held & set(months)), len(months))


def pupils_with_remedial(access: Access, year: YearCard, needing: Collection[int]) -> Share:
    """3.2.2: of the pupils who need it, those who were on the list of a meeting held this year."""
    listed = {
        pupil_id
        for line in groups(access, year.id)
        if line.kind == "phu_dao"
        for session in line.sessions
        for pupil_id in session.roll
    }
    return Share(len(listed & set(needing)), len(set(needing)))


def classes_with_vietnamese(access: Access, year: YearCard) -> Share:
    """3.2.3: of the classes with pupils of an ethnic minority, those of whose pupils some had a session."""
    due = {line.id: line.class_id for line in own_pupils(access) if is_minority(line.ethnic_group)}
    taught = {
        due[pupil_id]
        for line in groups(access, year.id)
        if line.kind == "tieng_viet"
        for session in line.sessions
        for pupil_id in session.roll & due.keys()
    }
    return Share(len(taught), len(set(due.values())))


def pupils_with_buddy(access: Access, of: Collection[int]) -> Share:
    """3.4.1: of the pupils to be looked after, those with a friend at their side today."""
    b = BuddyPair
    rows = b.select(b.helped, b.helper).where((b.unit == access.unit_id) & b.ends.is_null()).tuples()
    paired = {pupil_id for two in rows for pupil_id in two}
    return Share(len(paired & set(of)), len(set(of)))


def entitled_who_receive(access: Access, year: YearCard) -> Share:
    """3.9.1: of pupils and schemes entitled (a person over the rule), those with a month received."""
    entitled = [one for one in standings(access, year) if one.is_entitled]
    return Share(sum(bool(one.months) for one in entitled), len(entitled))


def staff_who_sponsor(access: Access, staff: Collection[int]) -> Share:
    """3.10.1: of these members of staff, those who stand by a pupil today."""
    s = Sponsorship
    rows = s.select(s.sponsor).where((s.unit == access.unit_id) & s.ends.is_null()).tuples()
    return Share(len({key for (key,) in rows} & set(staff)), len(set(staff)))


def pupils_with_sponsor(access: Access, of: Collection[int]) -> Share:
    """3.10.2: of the pupils who find learning hard, those somebody stands by today."""
    s = Sponsorship
    rows = s.select(s.pupil).where((s.unit == access.unit_id) & s.ends.is_null()).tuples()
    return Share(len({key for (key,) in rows} & set(of)), len(set(of)))


def diary_months(access: Access, year: YearCard) -> Share:
    """3.10.3: diary lines kept, of the months in which sponsorships ran (the running month when told)."""
    done = due = 0
    this_month = Month.of(access.on)
    for line in sponsorships(access):
        last = Month.of(line.ends or access.on)
        running = [
            month
            for month in school_months(year.starts, year.ends)
            if Month.of(line.starts) <= month <= last and (month != this_month or line.told(month))
        ]
        due += len(running)
        done += sum(line.told(month) for month in running)
    return Share(done, due)


def _tables(access: Access, year: YearCard, kinds: Collection[ActivityKind]) -> list[MonthsOfKind]:
    return [table for table in by_month(activities(access, year), year) if table.kind in kinds]
