"""Who is asking: the frozen first argument of every query and action.

Rights follow the table of who may see and do what (roles by unit, dated duties);
ended duty ends access, because an `Access` is built anew for each request.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sisoho.errors import NotAllowed


class Role(StrEnum):
    """What a person is in the acting unit; several may hold at once."""

    PRINCIPAL = "principal"
    VICE_PRINCIPAL = "vice_principal"
    CLERK = "clerk"
    ACCOUNTANT = "accountant"
    TEACHER = "teacher"
    COMMUNE_OFFICER = "commune_officer"
    PROVINCE_OFFICER = "province_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.PRINCIPAL: "Hiệu trưởng",
    Role.VICE_PRINCIPAL: "Phó hiệu trưởng",
    Role.CLERK: "Văn thư",
    Role.ACCOUNTANT: "Kế toán",
    Role.TEACHER: "Giáo viên",
    Role.COMMUNE_OFFICER: "Phòng VH–XH xã",
    Role.PROVINCE_OFFICER: "Sở GDĐT",
    Role.ADMINISTRATOR: "Quản trị máy chủ",
}


class Right(StrEnum):
    """One thing a duty allows; routes and actions ask for a right, never for a role."""

    TAKE_ROLL = "take_roll"
    SEE_SCHOOL = "see_school"  # every class in full: pupils, figures, follow-up
    SEE_REGISTERS = "see_registers"  # names and lists, no family narrative
    EDIT_REGISTERS = "edit_registers"  # import, moves with papers, households
    CONFIRM_TRANSFER = "confirm_transfer"
    MANAGE_STAFF = "manage_staff"  # staff, classes, year, settings
    KEEP_VILLAGES = "keep_villages"  # what the schools of a commune share: villages' names, seasons
    PRINT_SLIPS = "print_slips"
    LOG_VISIT = "log_visit"
    GIVE_SUPPORT = "give_support"  # sponsors, buddies, lessons, activities
    SEE_BENEFITS = "see_benefits"  # schemes and months received, no family narrative
    DRAFT_DOCUMENT = "draft_document"
    APPROVE_DOCUMENT = "approve_document"
    SIGN_DOCUMENT = "sign_document"
    ISSUE_DOCUMENT = "issue_document"  # numbering and issue, by the clerk
    SEE_DOCUMENTS = "see_documents"
    SEE_COMMUNE = "see_commune"  # counts of all schools
    SEE_REFERRED = "see_referred"  # by name: the dropout register, cases a school referred to the commune
    SET_TARGET = "set_target"  # the targets of one's own unit
    ADMINISTER = "administer"  # accounts and settings, no pupil data


_LEADERS = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL})
_SCHOOL = _LEADERS | {Role.CLERK, Role.TEACHER}

RIGHTS: dict[Right, frozenset[Role]] = {
    Right.TAKE_ROLL: _LEADERS | {Role.TEACHER},
    Right.SEE_SCHOOL: _LEADERS,
    Right.SEE_REGISTERS: _LEADERS | {Role.CLERK},
    Right.EDIT_REGISTERS: _LEADERS | {Role.CLERK},
    Right.CONFIRM_TRANSFER: _LEADERS | {Role.CLERK},
    Right.MANAGE_STAFF: _LEADERS | {Role.CLERK, Role.ADMINISTRATOR},
    Right.KEEP_VILLAGES: _LEADERS | {Role.COMMUNE_OFFICER, Role.ADMINISTRATOR},
    Right.PRINT_SLIPS: _LEADERS | {Role.CLERK, Role.ADMINISTRATOR},
    Right.LOG_VISIT: _LEADERS | {Role.TEACHER},
    Right.GIVE_SUPPORT: _LEADERS | {Role.TEACHER},
    Right.SEE_BENEFITS: _LEADERS | {Role.CLERK, Role.ACCOUNTANT},
    Right.DRAFT_DOCUMENT: _LEADERS | {Role.CLERK, Role.COMMUNE_OFFICER},
    Right.APPROVE_DOCUMENT: _LEADERS | {Role.COMMUNE_OFFICER},
    Right.SIGN_DOCUMENT: _LEADERS | {Role.COMMUNE_OFFICER},
    Right.ISSUE_DOCUMENT: _LEADERS | {Role.CLERK, Role.COMMUNE_OFFICER},
    Right.SEE_DOCUMENTS: _SCHOOL | {Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER},
    Right.SEE_COMMUNE: frozenset({Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER}),
    Right.SEE_REFERRED: frozenset({Role.COMMUNE_OFFICER}),
    Right.SET_TARGET: _LEADERS | {Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER},
    Right.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}


@dataclass(frozen=True, slots=True)
class Access:
    """One signed-in person acting for one unit on one day.

    Ids are row ids. `class_ids` are the classes whose homeroom teacher the person is,
    `village_ids` those the person is on duty for; both are empty for everyone else.
    `commune_id` owns the villages the unit works in (itself for a commune).
    `school_ids` are the schools below a commune or department, empty for a school.
    """

    account_id: int | None
    staff_id: int | None
    unit_id: int
    unit_kind: str
    on: date
    roles: frozenset[Role]
    class_ids: frozenset[int] = frozenset()
    village_ids: frozenset[int] = frozenset()
    commune_id: int | None = None
    school_ids: frozenset[int] = frozenset()
    unit_name: str = ""
    unit_short_name: str = ""  # fits a phone's top bar: TH và THCS số 1
    person_name: str = ""

    def may(self, right: Right) -> bool:
        return not self.roles.isdisjoint(RIGHTS[right])

    def need(self, right: Right) -> None:
        """Raise NotAllowed unless the person holds `right`."""
        if not self.may(right):
            raise NotAllowed("Việc này không thuộc nhiệm vụ hiện nay của thầy cô. Chưa có gì thay đổi.")

    def sees_class(self, class_id: int) -> bool:
        """Whether the class may be seen in full (its homeroom teacher, or a leader)."""
        return class_id in self.class_ids or self.may(Right.SEE_SCHOOL)

    @property
    def phone_key(self) -> str:
        """Whose pages and unsent work a phone keeps: one account acting for one unit."""
        return f"{self.account_id}-{self.unit_id}"

    @property
    def role_labels(self) -> str:
        return ", ".join(role.label for role in Role if role in self.roles)


def system_access(
    unit_id: int, unit_kind: str, on: date, commune_id: int | None = None, unit_name: str = ""
) -> Access:
    """The access of a job or command line that acts for a unit without a person."""
    return Access(
        account_id=None,
        staff_id=None,
        unit_id=unit_id,
        unit_kind=unit_kind,
        on=on,
        roles=frozenset({Role.PRINCIPAL, Role.CLERK}) if unit_kind == "school" else frozenset(),
        commune_id=commune_id,
        unit_name=unit_name,
        person_name="Hệ thống",
    )
