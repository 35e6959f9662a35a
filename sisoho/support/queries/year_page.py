"""A teacher's year on one page: what they did, told without a rank. Theirs until released."""

from dataclasses import dataclass
from datetime import date, datetime

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.schools.models import StaffMember
from sisoho.schools.queries import YearCard
from sisoho.schools.queries.loading import own_public
from sisoho.support.models import ReleasedYear
from sisoho.support.queries.evidence import Share
from sisoho.support.queries.sponsors import sponsorships
from sisoho.support.queries.year_figures import back, contacts, half_days, own_classes, stayed, visits


@dataclass(frozen=True, slots=True)
class YearPage:
    """`returned`: pupils of the own classes or visited by the teacher, who came back; of those back for
    thirty days, the ones in class still. `diary` counts lines over the sponsored pupils.
    """

    staff_public_id: str
    name: str
    year: YearCard
    until: date
    half_days: Share  # taken, of them on time
    contacts: Share  # of the own classes' absences, asked within the hours
    visits: int
    met: int
    returned: int
    stayed: Share
    sponsored: int
    diary: int
    released_at: datetime | None


def own_year(access: Access, year: YearCard) -> YearPage:
    """The page of whoever asks. Raises NotFound for an account without a member of staff."""
    row = StaffMember.get_or_none((StaffMember.unit == access.unit_id) & (StaffMember.id == access.staff_id))
    if row is None:
        raise NotFound("Trang này dành cho thầy cô của trường.")
    return _page(access, row, year)


def released_year(access: Access, year: YearCard, public_id: str) -> YearPage:
    """Another's page, once released and for a leader. Raises NotFound: unreleased looks like none at all."""
    row = own_public(access, StaffMember, public_id)
    if row.id == access.staff_id:
        return _page(access, row, year)
    if not access.may(Right.SEE_SCHOOL) or _released(access, row.id, year) is None:
        raise NotFound("Trang này của riêng thầy cô ấy, chưa được gửi.")
    return _page(access, row, year)


def released_pages(access: Access, year: YearCard) -> list[tuple[str, str, datetime]]:
    """(public id, name, since when) of the pages given to the leaders, by name."""
    if not access.may(Right.SEE_SCHOOL):
        return []
    r = ReleasedYear
    rows = (
        r.select(r, StaffMember)
        .join(StaffMember, on=(r.staff == StaffMember.id) & (StaffMember.unit == r.unit))
        .where((r.unit == access.unit_id) & (r.year == year.id) & r.released_at.is_null(False))
    )
    people = sorted(rows, key=lambda row: row.staff.sort_key)
    return [(row.staff.public_id, row.staff.full_name, row.released_at) for row in people]


def _released(access: Access, staff_id: int, year: YearCard) -> datetime | None:
    r = ReleasedYear
    row = r.get_or_none((r.unit == access.unit_id) & (r.staff == staff_id) & (r.year == year.id))
    return row.released_at if row else None


def _page(access: Access, person: StaffMember, year: YearCard) -> YearPage:
    until = min(access.on, year.last_day)
    classes = own_classes(access, person.id)
    told = visits(access, person.id, year)
    seen: dict[int, date] = {}
    for met_on, _, pupil_id in told:
        seen[pupil_id] = min(met_on, seen.get(pupil_id, met_on))
    came = back(access, year, until, classes, seen)
    mine = [line for line in sponsorships(access) if line.sponsor_id == person.id]
    return YearPage(
        staff_public_id=person.public_id,
        name=person.full_name,
        year=year,
        until=until,
        half_days=half_days(access, person.id, year),
        contacts=contacts(access, year, until, classes),
        visits=len({visit for _, visit, _ in told}),
        met=len(seen),
        returned=len(came),
        stayed=stayed(access, came, until),
        sponsored=len({line.pupil.id for line in mine}),
        diary=sum(len(line.diary) for line in mine),
        released_at=_released(access, person.id, year),
    )
