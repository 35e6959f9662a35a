"""Hand out stored bytes as they are, checked and logged; nothing is ever rendered again."""

import logging
from dataclasses import dataclass
from typing import Literal

from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.documents import queries
from sisoho.errors import NotFound, RuleBroken
from sisoho.files.queries import DamagedFile, read_file

log = logging.getLogger(__name__)

Which = Literal["issued", "unsigned"]


@dataclass(frozen=True)
class Download:
    name: str
    media_type: str
    data: bytes


def download(access: Access, public_id: str, which: Which) -> Download:
    """The archived paper ("issued"), or the numbered one that is to be signed ("unsigned").

    Raises NotFound; RuleBroken when the bytes no longer match their SHA-256.
    """
    document = queries.readable_document(access, public_id)
    if which == "unsigned" and document.unit_id != access.unit_id:
        raise NotFound("Không tìm thấy tệp này trong đơn vị của thầy cô.")
    file_id = document.issued_file_id if which == "issued" else document.unsigned_file_id
    if file_id is None:
        raise NotFound("Văn bản này chưa có tệp như vậy.")
    try:
        row, data = read_file(document.unit_id, file_id)
    except DamagedFile as damaged:
        log.error("damaged archive: %s", damaged)
        raise RuleBroken(
            "Tệp lưu trữ không còn đúng như lúc phát hành nên không đưa ra. "
            "Báo quản trị máy chủ khôi phục từ bản sao lưu."
        ) from damaged
    with write():
        record(access, "download_document", "document", document.id, fields=[which])
    return Download(row.name, row.media_type, data)
