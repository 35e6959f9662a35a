"""What can go wrong in the work itself, told in words a teacher understands.

Each message says what was wrong, what was kept and what to do. `web` maps the
classes to HTTP states in one place; nothing else in the project knows about HTTP.
"""


class DomainError(Exception):
    """The base of every refusal that a person should read.

    `message` is Vietnamese, whole sentences, free of pupils' names.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The person is known and the thing exists, but this duty does not cover it (403)."""


class NotFound(DomainError):
    """Nothing of that id within what the person may see: another school's page looks the same (404)."""

    def __init__(self, message: str = "Không tìm thấy trang này trong đơn vị của thầy cô.") -> None:
        super().__init__(message)


class RuleBroken(DomainError):
    """The input breaks a rule of the work (422).

    `fields` maps a form field's name to its own message, where one field is to blame.
    """

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}


class Conflict(DomainError):
    """Somebody else changed the same thing meanwhile; both versions are kept (409)."""
