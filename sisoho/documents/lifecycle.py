"""The life of a document as one table: which step leads where, and whose duty it is.

Three routes share it (NĐ 30, Điều 13, 15, 18; domain.md §8.5). Electronic: approve, number,
sign, issue. On paper the clerk numbers after the ink has dried; here the number is reserved
first in both, because a signed file can no longer take a number, and the paper copy is printed
from the numbered file.
"""

from collections.abc import Mapping
from enum import StrEnum

from sisoho.errors import NotAllowed, RuleBroken


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    NUMBERED = "numbered"
    SIGNED = "signed"
    ISSUED = "issued"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    NUMBER = "number"
    SIGN = "sign"
    ISSUE = "issue"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


STATUS_WORDS: dict[Status, str] = {
    Status.DRAFT: "dự thảo",
    Status.SUBMITTED: "đã trình, chờ duyệt",
    Status.RETURNED: "trả lại để sửa",
    Status.APPROVED: "đã duyệt, chờ cấp số",
    Status.NUMBERED: "đã cấp số, chờ ký",
    Status.SIGNED: "đã ký, chờ phát hành",
    Status.ISSUED: "đã phát hành",
    Status.REPLACED: "đã được thay thế",
    Status.WITHDRAWN: "đã thu hồi",
}

STEP_WORDS: dict[Step, str] = {
    Step.SUBMIT: "Trình duyệt",
    Step.RETURN: "Trả lại để sửa",
    Step.APPROVE: "Duyệt",
    Step.NUMBER: "Cấp số",
    Step.SIGN: "Ký",
    Step.ISSUE: "Phát hành",
    Step.REPLACE: "Thay thế",
    Step.WITHDRAW: "Thu hồi",
}

# A number once reserved is never given back: a numbered paper that turns out wrong is withdrawn
# and its number stays in the register (Điều 15: one number, one paper, in one calendar year).
TRANSITIONS: Mapping[tuple[Status, Step], Status] = {
    (Status.DRAFT, Step.SUBMIT): Status.SUBMITTED,
    (Status.RETURNED, Step.SUBMIT): Status.SUBMITTED,
    (Status.SUBMITTED, Step.RETURN): Status.RETURNED,
    (Status.SUBMITTED, Step.APPROVE): Status.APPROVED,
    (Status.APPROVED, Step.RETURN): Status.RETURNED,
    (Status.APPROVED, Step.NUMBER): Status.NUMBERED,
    (Status.NUMBERED, Step.SIGN): Status.SIGNED,
    (Status.NUMBERED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.SIGNED, Step.ISSUE): Status.ISSUED,
    (Status.SIGNED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.ISSUED, Step.REPLACE): Status.REPLACED,
    (Status.ISSUED, Step.WITHDRAW): Status.WITHDRAWN,
}

_SIGNERS = frozenset({"principal", "vice_principal", "commune_officer"})
_OFFICE = _SIGNERS | {"clerk"}

# Who may take a step within their own unit. A vice-principal signs KT.; a principal may number
# and issue, since many small schools have no clerk. A commune officer acts for the commune only.
STEP_ROLES: Mapping[Step, frozenset[str]] = {
    Step.SUBMIT: _OFFICE | {"teacher"},
    Step.RETURN: _SIGNERS,
    Step.APPROVE: _SIGNERS,
    Step.NUMBER: frozenset({"clerk", "principal", "commune_officer"}),
    Step.SIGN: _SIGNERS,
    Step.ISSUE: frozenset({"clerk", "principal", "commune_officer"}),
    Step.REPLACE: _SIGNERS,
    Step.WITHDRAW: _SIGNERS,
}

EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
FROZEN = frozenset({Status.SIGNED, Status.ISSUED, Status.REPLACED, Status.WITHDRAWN})


def next_status(status: Status, step: Step, roles: frozenset[str]) -> Status:
    """The status after `step`.

    Raises RuleBroken when the step does not follow, NotAllowed when it is another's duty.
    """
    following = TRANSITIONS.get((status, step))
    if following is None:
        raise RuleBroken(
            f"Văn bản đang ở bước “{STATUS_WORDS[status]}” nên chưa làm được “{STEP_WORDS[step]}”. "
            "Tải lại trang để xem bước hiện tại; văn bản không bị thay đổi."
        )
    if not roles & STEP_ROLES[step]:
        raise NotAllowed(f"“{STEP_WORDS[step]}” không thuộc nhiệm vụ của thầy cô. Văn bản không bị thay đổi.")
    return following


def open_steps(status: Status, roles: frozenset[str]) -> tuple[Step, ...]:
    """The steps a person of these roles may take now, in the order of `Step`."""
    return tuple(step for step in Step if (status, step) in TRANSITIONS and roles & STEP_ROLES[step])
