"""The villages a person is on duty for, and the lists people work from."""

from typing import Any

from flask import Response

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.db import new_public_id
from sisoho.errors import NotFound
from sisoho.outreach import queries
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.rules import Bucket
from sisoho.web.guards import needs
from sisoho.web.pwa import may_be_kept
from sisoho.web.rendering import page


@bp.get("/thon-buon")
@needs(Right.LOG_VISIT)
def villages(access: Access) -> Any:
    board = queries.board(access)
    response = page(
        "outreach/villages.html",
        villages=queries.village_counts(access, board),
        classes=queries.homeroom_counts(access, board),
        without_teacher=queries.to_visit_without_teacher(access, board),
        sees_school=access.may(Right.SEE_SCHOOL),
    )
    return _for_own_phone(access, response)


_BUCKETS = {
    "qua-hen": Bucket.OVERDUE,
    "can-den-nha": Bucket.TO_VISIT,
    "moi-vang": Bucket.NEW_TODAY,
    "theo-doi": Bucket.WATCHING,
}


@bp.get("/thon-buon/ca-truong/<bucket>")
@needs(Right.SEE_SCHOOL)
def school_list(access: Access, bucket: str) -> Any:
    """One part of every village's list: `qua-hen` | `can-den-nha` | `moi-vang` | `theo-doi`."""
    if bucket not in _BUCKETS:
        raise NotFound("Không có danh sách như vậy.")
    return _list(queries.school_list(access, _BUCKETS[bucket]))


@bp.get("/thon-buon/<village_id>")
@needs(Right.LOG_VISIT)
def village(access: Access, village_id: str) -> Any:
    return _for_own_phone(access, _list(queries.village_list(access, village_id)))


@bp.get("/thon-buon/lop/<class_id>")
@needs(Right.LOG_VISIT)
def class_list(access: Access, class_id: str) -> Any:
    return _for_own_phone(access, _list(queries.class_list(access, class_id)))


def _for_own_phone(access: Access, response: Response) -> Response:
    """A phone keeps what its owner is on duty for; a leader, who sees every list, takes none along."""
    return response if access.may(Right.SEE_SCHOOL) else may_be_kept(response, access)


def _list(found: queries.PupilList) -> Response:
    """The whole page, or the list alone for the page that asks again every minute."""
    return page(
        "outreach/list.html",
        fragment="outreach/_list.html",
        list=found,
        new_draft=new_public_id,
        read_at=clock.now(),
    )
