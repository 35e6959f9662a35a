"""What came in from a file, row by row, and what a person still has to decide."""

from peewee import CharField, IntegerField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.files.models import StoredFile
from sisoho.schools.models.classes import SchoolClass, SchoolYear
from sisoho.schools.models.pupils import Pupil
from sisoho.schools.models.units import StaffMember


class ImportRun(UnitOwned):
    """One file, read; `state` tells whether it was only tried or also written."""

    public_id = PublicIdField()
    year = ref(SchoolYear)
    file = ref(StoredFile)
    state = CharField(max_length=16)  # tried | applied | dropped
    counts = JSONField(default=dict)  # verdict → rows
    by = ref(StaffMember, null=True)
    at = UtcField()
    applied_at = UtcField(null=True)


class ImportedRow(UnitOwned):
    """What the file said in a row and what became of it. `decision` is a person's word on a doubt."""

    run = ref(ImportRun)
    row_number = IntegerField()
    sheet = CharField(default="")
    verdict = CharField(max_length=16)  # new | same | changed | doubtful | refused | missing | skipped
    pupil = ref(Pupil, null=True)
    listed = JSONField(default=dict)
    changes = JSONField(default=dict)
    reason = CharField(max_length=1000, default="")
    decision = CharField(max_length=32, default="")

    class Meta:
        indexes = ((("unit", "run"), False),)


class ProposedMove(UnitOwned):
    """A changed class or status found in a file: it waits for date, reason and paper."""

    public_id = PublicIdField()
    pupil = ref(Pupil)
    run = ref(ImportRun)
    kind = CharField(max_length=16)
    to_class = ref(SchoolClass, null=True)
    listed_status = CharField(default="")
    state = CharField(max_length=16, default="open")  # open | done | dismissed


class SiblingProposal(UnitOwned):
    """Two pupils who may share a household (same mother, same village); only a person confirms."""

    public_id = PublicIdField()
    first = ref(Pupil)
    second = ref(Pupil)
    state = CharField(max_length=16, default="open")  # open | confirmed | dismissed
    by = ref(StaffMember, null=True)

    class Meta:
        indexes = ((("unit", "first", "second"), True),)
