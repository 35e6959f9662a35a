"""What the home pages show, put together from the slices below."""

from sisoho.today.queries.home import Home, LeaderDay, home, todays_report
from sisoho.today.queries.schools import CommuneDay, commune_day
from sisoho.today.queries.take_along import TakenAlong, take_along
from sisoho.today.queries.teacher import TeacherDay

__all__ = [
    "CommuneDay",
    "Home",
    "LeaderDay",
    "TakenAlong",
    "TeacherDay",
    "commune_day",
    "home",
    "take_along",
    "todays_report",
]
