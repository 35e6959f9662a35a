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
    subject = CharField(max_length=16, default="pupils")  # pupils | area (trẻ trong địa bàn)
    year = ref(SchoolYear)
    file = ref(StoredFile)
    file_name = CharField()  # as it was called this time; the same bytes are stored once
    state = CharField(max_length=16)  # tried | applied
    columns = JSONField(default=list)  # [sheet, letter, label, field] of every column of the header
    notices = JSONField(default=list)  # sentences about the file as a whole
    additions = JSONField(default=dict)  # classes, campuses and villages the list names and nobody has yet
    counts = JSONField(default=dict)  # verdict → rows
    by = ref(StaffMember, null=True)
    at = UtcField()
    applied_at = UtcField(null=True)

    class Meta:
        indexes = ((("unit", "at"), False),)


class ImportedRow(UnitOwned):
    """What the file said in a row and what becomes of it: `import_rules.stored` writes the JSON.

    After the rows of the file, in its order, come those skipped in reading and the pupils missing from it.
    """

    run = ref(ImportRun)
    place = IntegerField()  # 1, 2, 3 … within the run
    row_number = IntegerField()
    sheet = CharField(default="")
    verdict = CharField(max_length=16)  # new | same | changed | doubtful | refused | missing | skipped
    pupil = ref(Pupil, null=True)
    listed = JSONField(default=dict)
    changes = JSONField(default=dict)
    reason = CharField(max_length=1000, default="")
    decision = JSONField(default=dict)  # a person's word on a doubt or a difference

    class Meta:
        indexes = ((("unit", "run", "place"), True),)


class ProposedMove(UnitOwned):
    """A changed class or status found in a file: it waits for date, reason and paper."""

    public_id = PublicIdField()
    pupil = ref(Pupil)
    run = ref(ImportRun)
    kind = CharField(max_length=16)
    to_class = ref(SchoolClass, null=True)
    state = CharField(max_length=16, default="open")  # open | done | dismissed
    by = ref(StaffMember, null=True)  # who dismissed it

    class Meta:
        indexes = ((("unit", "state"), False),)


class SiblingProposal(UnitOwned):
    """Two pupils who may share a household (same mother, same village); only a person confirms."""

    public_id = PublicIdField()
    first = ref(Pupil)
    second = ref(Pupil)
    state = CharField(max_length=16, default="open")  # open | confirmed | dismissed
    by = ref(StaffMember, null=True)

    class Meta:
        indexes = ((("unit", "first", "second"), True),)
