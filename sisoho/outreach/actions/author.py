"""Records name staff: an account without a staff member may look, but not write."""

from sisoho.access import Access
from sisoho.errors import NotAllowed


def author_id(access: Access) -> int:
    """The row id of the person who writes. Raises NotAllowed."""
    if access.staff_id is None:
        raise NotAllowed("Cần tên người ghi; tài khoản này không gắn với thầy cô nào. Chưa có gì được lưu.")
    return access.staff_id
