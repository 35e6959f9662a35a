"""The papers of the unit, and the register of what went out."""

from typing import Any

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.documents import queries
from sisoho.documents.routes.blueprint import bp
from sisoho.schools.export import MEDIA_TYPE, Column, Heading, spreadsheet
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page

# NĐ 30/2020, Phụ lục IV: the columns and their order; the last four are filled in by hand.
_REGISTER = (
    Column("Số, ký hiệu văn bản", 18),
    Column("Ngày tháng văn bản", 14, "date"),
    Column("Tên loại và trích yếu nội dung văn bản", 50),
    Column("Người ký", 22),
    Column("Nơi nhận văn bản", 40),
    Column("Đơn vị, người nhận bản lưu", 18),
    Column("Số lượng bản", 10),
    Column("Ngày chuyển", 12),
    Column("Ký nhận", 12),
    Column("Ghi chú", 22),
)


@bp.get("/van-ban")
@needs(Right.SEE_DOCUMENTS)
def list_documents(access: Access) -> Any:
    return page(
        "documents/list.html",
        papers=queries.paper_list(access),
        may_draft=access.may(Right.DRAFT_DOCUMENT),
        may_number=access.may(Right.ISSUE_DOCUMENT),
    )


@bp.get("/van-ban/so-van-ban-di.xlsx")
@needs(Right.ISSUE_DOCUMENT)
def export_register(access: Access) -> Any:
    year = access.on.year
    header = queries.agency_header(access)
    heading = Heading("Sổ đăng ký văn bản đi", f"Năm {year}", header.name, header.governing)
    data = spreadsheet(
        heading, _REGISTER, queries.outgoing_register(access, year), "VAN BAN DI", numbered=False
    )
    with db.write():
        record(access, "export_list", "unit", access.unit_id, fields=["outgoing_register"])
    return attachment(data, f"so-van-ban-di-{year}.xlsx", MEDIA_TYPE)
