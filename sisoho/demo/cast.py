"""The people of the demo, signed in as people are: whoever acts does so with the access of a session."""

import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sisoho import clock
from sisoho.access import Access
from sisoho.accounts import actions as accounts
from sisoho.school_calendar import monday_of
from sisoho.schools.forms import StaffData

_PHONE = accounts.Device(words="Chrome trên Android")


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. `id` is the row id; the duties are those given at the founding."""

    id: int
    name: str
    post: str
    class_ids: tuple[int, ...] = ()
    village_ids: tuple[int, ...] = ()

    @property
    def teaches(self) -> bool:
        return self.post == "teacher"

    @classmethod
    def of(cls, staff_id: int, data: StaffData) -> "Person":
        return cls(staff_id, data.full_name, data.post, data.class_ids, data.village_ids)


class Cast:
    """The staff of one unit and their sessions."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = tuple(people)
        self._accounts: dict[int, int] = {}
        self._tokens: dict[int, str] = {}
        self._seen: dict[int, tuple[date, Access]] = {}

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)

    def post(self, post: str) -> Person:
        return next(person for person in self.people if person.post == post)

    def homeroom(self, class_id: int) -> Person:
        return next(person for person in self.people if class_id in person.class_ids)

    def team(self, village_id: int | None) -> tuple[Person, ...]:
        """The teachers on duty for a village, the lead first; empty where nobody is."""
        return tuple(person for person in self.people if village_id in person.village_ids)

    def subject_teachers(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.teaches and not person.class_ids)

    def sign_in(self, person: Person, account_id: int) -> None:
        self._accounts[person.id] = account_id
        self._tokens[person.id] = accounts.demo_sign_in(account_id, _PHONE)

    def use_slips(self, slips: Collection[accounts.PrintedSlip]) -> None:
        """The holders of slips set a password of their own and are in; nobody is told those passwords."""
        by_name = {person.name: person for person in self.people}
        for slip in slips:
            password = secrets.token_urlsafe(12)
            token = accounts.use_slip(slip.token, password, _PHONE)
            signed_in = accounts.resume_session(token)
            assert signed_in is not None
            person = by_name[slip.name]
            self._tokens[person.id], self._accounts[person.id] = token, signed_in.account_id

    def has_signed_in(self, person: Person) -> bool:
        return person.id in self._tokens

    def access(self, person: Person) -> Access:
        """The person's access today. The session is asked once a week: duties do not change meanwhile."""
        today = clock.today()
        week, access = self._seen.get(person.id, (date.min, None))
        if access is None or week != monday_of(today):
            access = self._resume(person)
            self._seen[person.id] = monday_of(today), access
        return replace(access, on=today)

    def _resume(self, person: Person) -> Access:
        signed_in = accounts.resume_session(self._tokens[person.id])
        if signed_in is None:  # not seen for a month: the session has run out, and the person signs in again
            self.sign_in(person, self._accounts[person.id])
            signed_in = accounts.resume_session(self._tokens[person.id])
        assert signed_in is not None and signed_in.access is not None
        return signed_in.access
