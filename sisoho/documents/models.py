"""Official papers: what they say, where they stand in their life, and the bytes that were issued."""

from peewee import BooleanField, CharField, DateField, IntegerField, TextField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.files.models import StoredFile
from sisoho.schools.models import StaffMember


class Document(UnitOwned):
    """A paper of the unit, or one that came in (`incoming`, never signed here).

    kind names what the owning slice makes (school_plan, commune_plan, incoming_plan).
    state: draft | submitted | approved | numbered | signed | issued | replaced | withdrawn
    """

    public_id = PublicIdField()
    kind = CharField(max_length=32)
    type_code = CharField(max_length=8)  # KH, BC, …
    incoming = BooleanField(default=False)
    year_label = CharField(max_length=16, default="")
    abstract = CharField(max_length=500)
    state = CharField(max_length=16, default="draft")
    version = IntegerField(default=1)
    content = JSONField()  # documents.content, frozen once approved
    answers = ref("self", null=True)  # the incoming paper it carries out
    number = IntegerField(null=True)
    number_year = IntegerField(null=True)
    symbol = CharField(max_length=48, default="")
    document_on = DateField(null=True)
    due_on = DateField(null=True)
    period_starts = DateField(null=True)
    period_ends = DateField(null=True)
    approved_file = ref(StoredFile, null=True)
    issued_file = ref(StoredFile, null=True)
    verification_code = CharField(max_length=24, null=True, unique=True)
    drafted_by = ref(StaffMember, null=True)
    created_at = UtcField()
    changed_at = UtcField()

    class Meta:
        indexes = ((("unit", "kind", "year_label"), False),)


class DocumentStep(UnitOwned):
    """One step of a paper's life: who moved it, from where to where, with which remark."""

    document = ref(Document)
    before = CharField(max_length=16)
    after = CharField(max_length=16)
    by = ref(StaffMember, null=True)
    note = TextField(default="")
    at = UtcField()


class ReservedNumber(UnitOwned):
    """A number of the calendar year (Nghị định 30/2020, Điều 15), kept through every retry."""

    year = IntegerField()
    series = CharField(max_length=16)
    number = IntegerField()
    document = ref(Document, null=True, unique=True)
    at = UtcField()

    class Meta:
        indexes = ((("unit", "year", "series", "number"), True),)
