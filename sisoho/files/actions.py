"""Keep bytes. The same bytes of the same unit are kept once."""

import hashlib

from sisoho import clock
from sisoho.db import write
from sisoho.files.models import StoredFile


def store_file(unit_id: int, data: bytes, name: str, media_type: str) -> StoredFile:
    """The stored row for `data`; storing the same bytes again gives the row that exists."""
    digest = hashlib.sha256(data).hexdigest()
    with write():
        found = StoredFile.get_or_none((StoredFile.unit == unit_id) & (StoredFile.sha256 == digest))
        return found or StoredFile.create(
            unit=unit_id,
            sha256=digest,
            name=name,
            media_type=media_type,
            size=len(data),
            data=data,
            stored_at=clock.now(),
        )
