"""Changing people: the front door of the room for everybody above."""

from yui.accounts.actions.approving import ask_approval, ask_manager, decide_approval
from yui.accounts.actions.inviting import (
    NewRole,
    ask_again,
    end_role,
    invite,
    renew_role,
    revoke_invitation,
)
from yui.accounts.actions.letters import (
    IssuedLetter,
    issue_invitation,
    issue_password,
    join,
    join_as,
)
from yui.accounts.actions.limiting import forget_tries, take, tidy_tallies
from yui.accounts.actions.mailing import mail_invitation
from yui.accounts.actions.people import (
    NewUser,
    add_membership,
    create_body,
    create_user,
    create_users,
)
from yui.accounts.actions.sessions import (
    end_other_sessions,
    end_session,
    end_sessions_of,
    follow_session,
    tidy_sessions,
)

__all__ = [
    "IssuedLetter",
    "NewRole",
    "NewUser",
    "add_membership",
    "ask_again",
    "ask_approval",
    "ask_manager",
    "create_body",
    "create_user",
    "create_users",
    "decide_approval",
    "end_other_sessions",
    "end_role",
    "end_session",
    "end_sessions_of",
    "follow_session",
    "forget_tries",
    "invite",
    "issue_invitation",
    "issue_password",
    "join",
    "join_as",
    "mail_invitation",
    "renew_role",
    "revoke_invitation",
    "take",
    "tidy_sessions",
    "tidy_tallies",
]
