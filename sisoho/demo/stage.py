"""A school of the demo while its weeks are told: who acts, who is in which class, what will happen."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from sisoho.access import Access
from sisoho.demo.absences import Absences, Child
from sisoho.demo.cast import Cast, Person
from sisoho.demo.dates import DemoDates
from sisoho.demo.diary import Diary
from sisoho.demo.founding import FoundedSchool
from sisoho.outreach import queries as outreach
from sisoho.school_calendar import at_vietnam, covers
from sisoho.schools import queries
from sisoho.schools.queries.due import ClassRoll, class_rolls


@dataclass(slots=True)
class Stage:
    """`chance` belongs to this school alone, so that its story does not depend on the other's.

    `rolls`: class name → class; `taken`: pupils who have a part in a scene.
    """

    school: FoundedSchool
    dates: DemoDates
    diary: Diary
    chance: Random
    rolls: dict[str, ClassRoll] = field(default_factory=dict)
    children: tuple[Child, ...] = ()
    absences: Absences = field(default_factory=Absences)
    village_names: dict[int, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    @property
    def cast(self) -> Cast:
        return self.school.cast

    def access(self, person: Person) -> Access:
        return self.cast.access(person)

    def of_post(self, post: str) -> Access:
        return self.access(self.cast.post(post))

    def village_id(self, name: str) -> int | None:
        return next((key for key, known in self.village_names.items() if known == name), None)

    def read_classes(self) -> None:
        """Read who is in which class; to be done again after each move or closure."""
        clerk = self.of_post("clerk")
        rolls = class_rolls(clerk, self.dates.first, self.dates.as_of + timedelta(days=1))
        self.rolls = {roll.name: roll for roll in rolls}

    def read_children(self) -> None:
        """Whom the absences are drawn for: the pupils of the first day, with village and household."""
        clerk = self.of_post("clerk")
        self.village_names = dict(queries.village_ids(clerk).values())
        homes = outreach.families(clerk, [p.id for roll in self.rolls.values() for p in roll.pupils])
        grades = {given.name: given.grades[0] for given in self.school.spec.classes}
        ends = self.dates.as_of + timedelta(days=1)
        self.children = tuple(
            Child(
                pupil_id=pupil.id,
                public_id=pupil.public_id,
                class_id=roll.id,
                grade=grades[roll.name],
                household_id=homes[pupil.id].household_id,
                village_id=pupil.village_id(self.dates.first),
                has_phone=any(guardian.can_be_called for guardian in homes[pupil.id].guardians),
                due=due[pupil.id],
            )
            for roll in self.rolls.values()
            for due in [roll.due_by_pupil(self.dates.first, ends)]
            for pupil in roll.pupils
        )

    def moment(self, day: date, earliest: time, latest: time) -> datetime:
        """Some instant of a day between two times of the clock."""
        first, last = at_vietnam(day, earliest), at_vietnam(day, latest)
        return first + timedelta(seconds=self.chance.randrange(int((last - first).total_seconds())))

    def happens(self, probability: float) -> bool:
        return self.chance.random() < probability

    def class_of(self, child: Child, day: date) -> ClassRoll | None:
        """The class the pupil is in that day; None for one who has left."""
        for roll in self.rolls.values():
            for pupil in roll.pupils:
                if pupil.id == child.pupil_id and any(covers(span, day) for span in pupil.dates.enrolled):
                    return roll
        return None

    def homeroom_of(self, child: Child, day: date) -> Person | None:
        roll = self.class_of(child, day)
        return self.cast.homeroom(roll.id) if roll else None

    def next_due(self, child: Child, after: date) -> date:
        """The pupil's next school day; a week on, where the demo knows no later one."""
        later = (slot.date for slot in child.due if slot.date > after)
        return next(later, after + timedelta(days=1))
