"""Read stored bytes back, and refuse them when they are no longer what was stored."""

import hashlib

from sisoho.errors import NotFound
from sisoho.files.models import StoredFile


class DamagedFile(Exception):
    """Stored bytes no longer match their SHA-256: the disk or a person changed the database."""


def read_file(unit_id: int, file_id: int) -> tuple[StoredFile, bytes]:
    """The row and its checked bytes. Raises NotFound, DamagedFile."""
    found = StoredFile.get_or_none((StoredFile.unit == unit_id) & (StoredFile.id == file_id))
    if found is None:
        raise NotFound("Không tìm thấy tệp này trong đơn vị của thầy cô.")
    data = bytes(found.data)
    if hashlib.sha256(data).hexdigest() != found.sha256:
        raise DamagedFile(f"stored file {found.public_id} does not match its SHA-256")
    return found, data
