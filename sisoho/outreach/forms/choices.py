"""What the forms offer to choose from: (value, words), in the order of the page."""

from dataclasses import dataclass

from sisoho.outreach.rules import SUB_CAUSES, AgreedBy, Cause, FamilyPlace, MeetingPlace, Met

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """`parts` say more exactly what the five groups of causes mean here."""

    places: Options
    people: Options
    causes: Options
    parts: Options
    family_places: Options
    consents: Options
    signers: Options  # a child never signs


def _options(kind: type[MeetingPlace] | type[Cause] | type[FamilyPlace] | type[AgreedBy]) -> Options:
    return tuple((one.value, one.label) for one in kind)


CHOICES = Choices(
    places=_options(MeetingPlace),
    people=tuple((person.value, person.value) for person in Met),
    causes=_options(Cause),
    parts=tuple((part.code, part.label) for part in SUB_CAUSES),
    family_places=_options(FamilyPlace),
    consents=_options(AgreedBy),
    signers=tuple((person.value, person.value) for person in Met if person is not Met.PUPIL),
)
