"""Every read of outreach. What other slices build on:

board                           the school at this moment; read once, passed to the four below
village_counts, homeroom_counts villages on duty (a leader: all) and own classes with their counts
homeroom_absences               own pupils missing, flagged or watched
to_visit_without_teacher        to be visited where nobody has the village
visited_on                      visits of a day
answers, contacts_within_24h    absences first marked V, and by class Promptness(due, done, waiting)
returns, long_absences          class id → pupils who came back; all who were long away
"""

from sisoho.outreach.queries.board import Board, board
from sisoho.outreach.queries.dropouts import DropoutLine, DropoutRegister, dropout_register
from sisoho.outreach.queries.duties import StaffCard
from sisoho.outreach.queries.entries import Entry
from sisoho.outreach.queries.evidence import (
    Answer,
    Return,
    answers,
    contacts_within_24h,
    long_absences,
    returns,
)
from sisoho.outreach.queries.families import Family, GuardianCard, families
from sisoho.outreach.queries.lists import (
    ListCounts,
    Listed,
    PupilList,
    class_list,
    homeroom_absences,
    homeroom_counts,
    school_list,
    to_visit_without_teacher,
    village_counts,
    village_list,
)
from sisoho.outreach.queries.messages import Offer, offers
from sisoho.outreach.queries.papers import PaperData, VisitPapers, paper_data, visit_papers, word_photo
from sisoho.outreach.queries.pupil_page import PupilPage, pupil_page
from sisoho.outreach.queries.reach import (
    PupilCard,
    household_of,
    readable_pupil,
    writable_pupil,
    writable_pupils,
)
from sisoho.outreach.queries.visits import Visited, VisitView, visit_view, visited_on, visits_of_pupil

__all__ = [
    "Answer",
    "Board",
    "DropoutLine",
    "DropoutRegister",
    "Entry",
    "Family",
    "GuardianCard",
    "ListCounts",
    "Listed",
    "Offer",
    "PaperData",
    "PupilCard",
    "PupilList",
    "PupilPage",
    "Return",
    "StaffCard",
    "VisitPapers",
    "VisitView",
    "Visited",
    "answers",
    "board",
    "class_list",
    "contacts_within_24h",
    "dropout_register",
    "families",
    "homeroom_absences",
    "homeroom_counts",
    "household_of",
    "long_absences",
    "offers",
    "paper_data",
    "pupil_page",
    "readable_pupil",
    "returns",
    "school_list",
    "to_visit_without_teacher",
    "village_counts",
    "village_list",
    "visit_papers",
    "visit_view",
    "visited_on",
    "visits_of_pupil",
    "word_photo",
    "writable_pupil",
    "writable_pupils",
]
