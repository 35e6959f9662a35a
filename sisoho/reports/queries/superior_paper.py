"""The paper a plan carries out: what the commune issued on this server, or what came in from elsewhere."""

from dataclasses import dataclass

from sisoho.access import Access
from sisoho.documents.models import Document
from sisoho.documents.queries import INCOMING, content_of, latest_issued
from sisoho.documents.rules import TYPE_RULES, full_number
from sisoho.errors import RuleBroken
from sisoho.reports.rules import IncomingPaper

COMMUNE_PLAN = "commune_plan"


@dataclass(frozen=True)
class SuperiorPaper:
    document: Document
    paper: IncomingPaper


def paper_for_school(access: Access, year_label: str) -> SuperiorPaper:
    """The commune's plan of the year, else the latest paper the school registered as received."""
    issued = latest_issued(access.commune_id, COMMUNE_PLAN, year_label) if access.commune_id else None
    return _as_paper(issued or latest_issued(access.unit_id, INCOMING))


def paper_for_commune(access: Access) -> SuperiorPaper:
    """The latest plan that came to the commune, or to the office whose tasks it took over."""
    return _as_paper(latest_issued(access.unit_id, INCOMING))


def _as_paper(document: Document | None) -> SuperiorPaper:
    if document is None:
        raise RuleBroken(
            "Chưa soạn được: chưa có kế hoạch của cấp trên để thực hiện. Ghi văn bản đến (Văn bản → Ghi văn "
            "bản đến), hoặc chờ xã phát hành kế hoạch, rồi soạn lại."
        )
    content = content_of(document)
    name = TYPE_RULES[content.type].name
    paper = IncomingPaper(name, full_number(content), document.document_on, content.header.name)
    return SuperiorPaper(document, paper)
