"""Helping pupils stay: sponsors, buddies, extra lessons, benefits, activities, a teacher's year."""

from sisoho.support.models.activities import Activity, ActivityFile, Commended
from sisoho.support.models.benefits import BenefitDecision, BenefitMonth, BenefitScheme, HardVillage
from sisoho.support.models.lessons import LessonGroup, LessonMember, LessonRoll, LessonSession
from sisoho.support.models.sponsors import BuddyNote, BuddyPair, SponsorMonth, Sponsorship
from sisoho.support.models.year_pages import ReleasedYear

__all__ = [
    "Activity",
    "ActivityFile",
    "BenefitDecision",
    "BenefitMonth",
    "BenefitScheme",
    "BuddyNote",
    "BuddyPair",
    "Commended",
    "HardVillage",
    "LessonGroup",
    "LessonMember",
    "LessonRoll",
    "LessonSession",
    "ReleasedYear",
    "SponsorMonth",
    "Sponsorship",
]
