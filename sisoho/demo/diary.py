"""What happens, in order of time; each entry at its own instant, by the actions a person would use."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from sisoho import clock
from sisoho.jobs import actions as jobs

Deed = Callable[[], object]

_STRETCH = timedelta(minutes=15)  # how long jobs wait at most, as for a busy worker


class Diary:
    """Entries may be added while it is played; one in the past of what is being played is done next."""

    def __init__(self, begins: datetime, ends: datetime) -> None:
        self.begins, self.ends = begins, ends
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._number = count()

    def at(self, instant: datetime, deed: Deed) -> None:
        """Do `deed` at `instant` (aware); nothing before the diary's beginning or after its end is done."""
        if self.begins <= instant <= self.ends:
            heapq.heappush(self._waiting, (instant.astimezone(UTC), next(self._number), deed))

    def play(self) -> None:
        while self._waiting:
            until = min(self._waiting[0][0] + _STRETCH, self.ends)
            self._do_all(until)
            with clock.at(until):
                jobs.run_queued()

    def _do_all(self, until: datetime) -> None:
        while self._waiting and self._waiting[0][0] <= until:
            instant, _, deed = heapq.heappop(self._waiting)
            with clock.at(instant):
                deed()
