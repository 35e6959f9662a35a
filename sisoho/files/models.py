"""Every stored byte, by SHA-256, in the database: one backup holds everything."""

from peewee import BlobField, CharField, IntegerField

from sisoho.db import PublicIdField, UnitOwned, UtcField


class StoredFile(UnitOwned):
    public_id = PublicIdField()
    sha256 = CharField(max_length=64)
    name = CharField()
    media_type = CharField(max_length=128)
    size = IntegerField()
    data = BlobField()
    stored_at = UtcField()

    class Meta:
        indexes = ((("unit", "sha256"), True),)
