"""Hỗ trợ học sinh: one door to all of it."""

from typing import Any

from sisoho.access import Access, Right
from sisoho.support.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page

# (title, [(label, note, endpoint, icon, rights)]): one section each.
_DOORS = (
    (
        "Giúp từng em",
        (
            ("Nhận đỡ đầu", "Thầy cô nhận một em, ghi mỗi tháng một dòng", "sponsor_list", "people"),
            ("Đôi bạn giúp nhau", "Hai em cùng tiến", "buddy_list", "pupils"),
            ("Phụ đạo, tăng cường tiếng Việt", "Nhóm, buổi học, ai có mặt", "lesson_list", "roll"),
        ),
        {Right.GIVE_SUPPORT, Right.SEE_REGISTERS},
    ),
    (
        "Chế độ, miễn giảm",
        (("Chế độ của học sinh", "Ai đủ điều kiện, đã nhận mấy tháng", "benefit_list", "success"),),
        {Right.GIVE_SUPPORT, Right.SEE_BENEFITS},
    ),
    (
        "Việc chung của trường",
        (
            (
                "Hoạt động, họp, thi đua",
                "Tháng nào đã có việc, biên bản",
                "activity_list",
                "calendar",
            ),
        ),
        {Right.GIVE_SUPPORT, Right.SEE_REGISTERS},
    ),
    (
        "Của riêng thầy cô",
        (("Một năm của tôi", "Một trang minh chứng, chỉ mình thầy cô xem", "own_year", "lock"),),
        {Right.GIVE_SUPPORT},
    ),
)


@bp.get("/ho-tro")
@needs(Right.GIVE_SUPPORT, Right.SEE_BENEFITS)
def hub(access: Access) -> Any:
    sections = [
        (title, doors) for title, doors, rights in _DOORS if any(access.may(right) for right in rights)
    ]
    return page("support/hub.html", sections=sections)
