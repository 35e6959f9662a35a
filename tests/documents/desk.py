"""A school, its commune and what they need to make papers, for tests on the real database."""

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sisoho import db
from sisoho.access import Access
from sisoho.config import PROJECT, Config
from sisoho.documents import actions
from sisoho.documents.actions import Received
from sisoho.documents.content_json import from_json
from sisoho.documents.models import Document
from sisoho.documents.press import Press
from sisoho.emulation.actions import set_target
from sisoho.emulation.forms import TargetData
from sisoho.emulation.rules.targets import Indicator, Origin
from sisoho.reports.actions import draft_commune_plan, draft_school_plan
from tests.documents import papers
from tests.factories import Commune, access_of

SEED = PROJECT / "sisoho" / "demo" / "inputs" / "ke-hoach-52-2018.json"
YEAR = "2026-2027"


@dataclass
class Desk:
    """`commune` with targets set; `press` writes keys below the test's own folder."""

    commune: Commune
    press: Press

    @property
    def principal(self) -> Access:
        return access_of(self.commune.school.principal)

    @property
    def vice_principal(self) -> Access:
        return access_of(self.commune.school.vice_principal)

    @property
    def clerk(self) -> Access:
        return access_of(self.commune.school.clerk)

    @property
    def teacher(self) -> Access:
        return access_of(self.commune.school.teacher)

    @property
    def officer(self) -> Access:
        return access_of(self.commune.officer)

    def seed_plan(self) -> Document:
        content = from_json(json.loads(SEED.read_text()))
        return actions.record_incoming(
            self.officer, content, self.press, Received(date(2018, 11, 15), "2018-2019")
        )

    def issued_commune_plan(self) -> Document:
        """Signed on paper: the commune has no key here."""
        self.seed_plan()
        plan = draft_commune_plan(self.officer, date(2026, 12, 5))
        return self.issued(plan, self.officer, self.officer)

    def school_plan(self) -> Document:
        self.issued_commune_plan()
        return draft_school_plan(self.clerk)

    def paper(self) -> Document:
        """The school's draft of one short page: quicker to print than a plan."""
        return actions.save_draft(self.clerk, "sample", papers.plan(), year_label=YEAR)

    def approved(
        self, paper: Document, drafter: Access | None = None, leader: Access | None = None
    ) -> Document:
        actions.submit(drafter or self.clerk, paper.public_id)
        return actions.approve(leader or self.principal, paper.public_id)

    def numbered(
        self, paper: Document, drafter: Access | None = None, leader: Access | None = None
    ) -> Document:
        self.approved(paper, drafter, leader)
        return actions.number_document(drafter or self.clerk, paper.public_id, self.press)

    def signed(self, paper: Document) -> Document:
        """With the key of the school, which only a demo has."""
        as_demo()
        self.numbered(paper)
        actions.make_demo_keys(self.principal, self.press)
        return actions.sign(self.principal, paper.public_id, self.press)

    def issued(
        self, paper: Document, drafter: Access | None = None, leader: Access | None = None
    ) -> Document:
        """Signed by hand, its scan archived."""
        self.numbered(paper, drafter, leader)
        actions.mark_signed_on_paper(leader or self.principal, paper.public_id)
        scan = b"%PDF-1.7 scan of " + paper.public_id.encode()
        actions.attach_scan(drafter or self.clerk, paper.public_id, scan)
        return actions.issue(drafter or self.clerk, paper.public_id)


def as_demo() -> None:
    """Mark the store as a demo's: only there may keys be made, and every paper says so."""
    db.StoreMark.update(value="demo").where(db.StoreMark.key == "kind").execute()


def set_targets(commune: Commune) -> None:
    officer, principal = access_of(commune.officer), access_of(commune.school.principal)
    for level, ceiling in (("all", "0.35"), ("primary", "0.025"), ("lower_secondary", "0.55")):
        _set(officer, Indicator.DROPOUT, level, Origin.REGISTERED, ceiling)
    for level, resolved, registered in (("primary", "0.4", "0"), ("lower_secondary", "25", "20.001")):
        _set(principal, Indicator.DROPOUT, level, Origin.RESOLUTION, resolved)
        _set(principal, Indicator.DROPOUT, level, Origin.REGISTERED, registered)
    _set(principal, Indicator.ATTENDANCE, "all", Origin.REGISTERED, "96")


def _set(access: Access, indicator: Indicator, level: str, origin: Origin, value: str) -> None:
    set_target(access, YEAR, TargetData(indicator, level, origin, Decimal(value), access.on))


def press_of(settings: Config, **changes: object) -> Press:
    return replace(Press.of(settings), **changes)
