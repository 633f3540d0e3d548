"""The one value that says who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yui.policy.roles import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """This value will say who asks, in which of their roles, for which body and area.

    A person with several memberships acts in exactly one of them (`membership_id`);
    rights are never joined across memberships.
    `area_path` is the path of the area of the membership ("14/14100/"); the nation is "".
    `department` is a code of the rooms above; `manages_accounts` says 利用者管理者 of the body.
    `step_from` is the day from which the body asks for a second step at signing in, while the
    person has none; from that day on they hold no area until they do.
    """

    role: Role = Role.ANONYMOUS
    user_id: int | None = None
    membership_id: int | None = None
    body_id: int | None = None
    area_path: str | None = None
    name: str = ""
    process: str = ""
    department: str = ""
    manages_accounts: bool = False
    step_from: date | None = None

    @property
    def is_signed_in(self) -> bool:
        """This property will say whether a person or a named process asks."""
        return self.user_id is not None or bool(self.process)


ANONYMOUS = Viewer()


def operator(process: str) -> Viewer:
    """This function will return the viewer of a command run on the host by its operator.

    The operator of the machine holds the database anyway; the journal names the process.
    """
    return Viewer(role=Role.OPERATOR, area_path="", name=process, process=process)
