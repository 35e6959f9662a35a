"""Một năm của tôi: one page, the teacher's own until released."""

from collections.abc import Iterator
from typing import Any

from flask import current_app, flash, redirect, url_for

from sisoho.access import Access, Right
from sisoho.documents.pdf import render_form
from sisoho.support.actions import year_pages as actions
from sisoho.support.queries import year_page as queries
from sisoho.support.queries.evidence import Share
from sisoho.support.queries.year_page import YearPage
from sisoho.support.routes.blueprint import bp
from sisoho.support.routes.downloads import download, issuer, this_year
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/ho-tro/nam-cua-toi")
@needs(Right.GIVE_SUPPORT)
def own_year(access: Access) -> Any:
    year = this_year(access)
    found = queries.own_year(access, year)
    given = [one for one in queries.released_pages(access, year) if one[0] != found.staff_public_id]
    return page("support/year_page.html", of=found, lines=list(year_lines(found)), is_own=True, given=given)


@bp.get("/ho-tro/nam-cua-toi.pdf")
@needs(Right.GIVE_SUPPORT)
def own_year_pdf(access: Access) -> Any:
    return _pdf(access, queries.own_year(access, this_year(access)))


@bp.post("/ho-tro/nam-cua-toi/gui")
@needs(Right.GIVE_SUPPORT)
def release_year(access: Access) -> Any:
    actions.release_year(access, this_year(access).id)
    flash("Đã gửi lãnh đạo trường; thầy cô thu lại được bất cứ lúc nào.", "success")
    return redirect(url_for("support.own_year"), 303)


@bp.post("/ho-tro/nam-cua-toi/thu-lai")
@needs(Right.GIVE_SUPPORT)
def take_year_back(access: Access) -> Any:
    actions.take_year_back(access, this_year(access).id)
    flash("Đã thu lại: chỉ mình thầy cô xem được.", "success")
    return redirect(url_for("support.own_year"), 303)


@bp.get("/ho-tro/nam-cua/<given_by_id>")
@needs(Right.GIVE_SUPPORT)
def released_year(access: Access, given_by_id: str) -> Any:
    found = queries.released_year(access, this_year(access), given_by_id)
    lines = list(year_lines(found))
    return page("support/year_page.html", of=found, lines=lines, is_own=False, given=[])


@bp.get("/ho-tro/nam-cua/<given_by_id>.pdf")
@needs(Right.GIVE_SUPPORT)
def released_year_pdf(access: Access, given_by_id: str) -> Any:
    return _pdf(access, queries.released_year(access, this_year(access), given_by_id))


def year_lines(of: YearPage) -> Iterator[tuple[str, str, str]]:
    """(what, figure, of what), in the order of the day's work; a line with nothing behind it is left out."""
    if of.half_days.due:
        yield "Buổi đã điểm danh", str(of.half_days.due), ""
        yield "Trong đó đúng giờ", _of(of.half_days), "buổi"
    if of.contacts.due:
        yield (
            "Liên hệ gia đình kịp thời khi em vắng chưa rõ lý do",
            _of(of.contacts),
            "lượt, lớp chủ nhiệm",
        )
    if of.visits:
        yield "Lần đến nhà", str(of.visits), f"gặp gia đình {of.met} em"
    if of.returned:
        yield "Em đã trở lại lớp", str(of.returned), "của lớp chủ nhiệm hoặc thầy cô đã đến nhà"
    if of.stayed.due:
        yield "Còn học sau 30 ngày", _of(of.stayed), "em đã trở lại đủ 30 ngày"
    if of.sponsored:
        yield "Em được nhận đỡ đầu", str(of.sponsored), f"nhật ký {of.diary} tháng"


def _of(share: Share) -> str:
    return f"{share.done}/{share.due}"


def _pdf(access: Access, of: YearPage) -> Any:
    card, governing = issuer(access)
    data = render_form(
        "year_page",
        fonts_dir=current_app.config["SISOHO"].fonts,
        of=of,
        lines=list(year_lines(of)),
        card=card,
        governing=governing,
        on=access.on,
    )
    return download(access, data, "mot-nam", "pdf", "application/pdf")
