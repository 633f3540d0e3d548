"""Changing people: the front door of the room for everybody above."""

from yui.accounts.actions.admitting import Admitted, NewMember, admit, issue_to_owner
from yui.accounts.actions.answering import set_answer_days
from yui.accounts.actions.approving import ask_approval, ask_manager, decide_approval
from yui.accounts.actions.emergencies import MOST_HOURS, Emergency, break_glass, close_glass
from yui.accounts.actions.erasing import erase_user
from yui.accounts.actions.helping import set_help_desk
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
from yui.accounts.actions.practising import (
    PRACTICE_DAYS,
    practise,
    put_first_week_away,
    stop_practising,
)
from yui.accounts.actions.providers import link_provider, unlink_provider
from yui.accounts.actions.sessions import (
    end_other_sessions,
    end_session,
    end_sessions_of,
    follow_session,
    tidy_sessions,
)
from yui.accounts.actions.steps import IssuedSheet, allow_steps, drop_sheet, issue_sheet

__all__ = [
    "MOST_HOURS",
    "PRACTICE_DAYS",
    "Admitted",
    "Emergency",
    "IssuedLetter",
    "IssuedSheet",
    "NewMember",
    "NewRole",
    "NewUser",
    "add_membership",
    "admit",
    "allow_steps",
    "ask_again",
    "ask_approval",
    "ask_manager",
    "break_glass",
    "close_glass",
    "create_body",
    "create_user",
    "create_users",
    "decide_approval",
    "drop_sheet",
    "end_other_sessions",
    "end_role",
    "end_session",
    "end_sessions_of",
    "erase_user",
    "follow_session",
    "forget_tries",
    "invite",
    "issue_invitation",
    "issue_password",
    "issue_sheet",
    "issue_to_owner",
    "join",
    "join_as",
    "link_provider",
    "mail_invitation",
    "practise",
    "put_first_week_away",
    "renew_role",
    "revoke_invitation",
    "set_answer_days",
    "set_help_desk",
    "stop_practising",
    "take",
    "tidy_sessions",
    "tidy_tallies",
    "unlink_provider",
]
