"""What a visit may bring along besides words: photos, and how the family agreed to what was written."""

from peewee import CharField

from sisoho.db import PublicIdField, UnitOwned, UtcField, ref
from sisoho.files.models import StoredFile
from sisoho.outreach.models.visits import HomeVisit


class VisitPhoto(UnitOwned):
    """A photo of a signed paper or of the place; never of a child. Only where the school allows photos."""

    public_id = PublicIdField()
    visit = ref(HomeVisit)
    kind = CharField(max_length=16)  # paper | place
    file = ref(StoredFile)

    class Meta:
        indexes = ((("unit", "visit"), False),)


class FamilyConsent(UnitOwned):
    """An adult who was met signed on the phone, or it was read aloud before a witness."""

    visit = ref(HomeVisit)
    given = CharField(max_length=16)  # drawn | read_aloud
    signer = CharField(max_length=16, default="")  # one of those met, never the pupil
    signer_name = CharField(default="")
    witness = CharField(default="")
    drawing = ref(StoredFile, null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("unit", "visit"), True),)
