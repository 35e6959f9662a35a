"""What both plans take from the calendar of the commune and the header of the unit."""

from peewee import JOIN

from sisoho.access import Access
from sisoho.documents.content import AgencyHeader, Signature
from sisoho.reports.queries.checks import CALENDAR, STAFF, Check
from sisoho.reports.rules.seasons import DeclaredSeason
from sisoho.school_calendar import Span
from sisoho.schools.models import Season, Village


def seasons_within(access: Access, span: Span) -> list[DeclaredSeason]:
    """The commune's declared seasons that touch a span of days (half-open)."""
    rows = (
        Season.select(Season, Village)
        .join(Village, JOIN.LEFT_OUTER, on=(Season.village == Village.id) & (Village.unit == Season.unit))
        .where((Season.unit == access.commune_id) & (Season.starts < span.ends) & (Season.ends > span.starts))
    )
    return [
        DeclaredSeason(row.kind, row.name, row.village.name if row.village_id else "", row.starts, row.ends)
        for row in rows
    ]


def material_checks(header: AgencyHeader, signature: Signature, seasons: list[DeclaredSeason]) -> list[Check]:
    """What is missing of header, signer and seasons."""
    checks = header_checks(header, signature)
    if not seasons:
        checks.append(("Chưa khai báo mùa vụ, mùa mưa lũ nào của năm học.", CALENDAR))
    return checks


def header_checks(header: AgencyHeader, signature: Signature) -> list[Check]:
    """What every paper needs of its unit."""
    checks = [] if header.symbol and header.place else [("Chưa ghi ký hiệu hoặc địa danh của đơn vị.", STAFF)]
    if not signature.name:
        checks.append(("Chưa có người đứng đầu đơn vị trong danh sách nhân sự.", STAFF))
    return checks
