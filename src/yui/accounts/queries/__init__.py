"""Reading people: the front door of the room for everybody above."""

from yui.accounts.queries.answering import answer_days_at, body_name, coordinators_within
from yui.accounts.queries.approvals import Waiting, is_approved, waiting_approvals
from yui.accounts.queries.contexts import (
    Context,
    Window,
    contexts_of,
    office_of,
    viewer_for,
    windows_of,
)
from yui.accounts.queries.disclosing import HeldByUs, held_by_office, held_of_user
from yui.accounts.queries.emergencies import Opened, glasses_of
from yui.accounts.queries.held import Person, RoleHeld, person_of, roles_held, user_ids
from yui.accounts.queries.helping import help_contacts, help_desk_of
from yui.accounts.queries.letters import OpenLetter, open_letter
from yui.accounts.queries.offices import ManagedBody, managed_bodies
from yui.accounts.queries.people import (
    Invited,
    Member,
    count_people,
    first_membership,
    get_invitation,
    get_member,
    invitations_of,
    managers_of,
    people_of,
    people_to_renew,
)
from yui.accounts.queries.practising import has_first_week, is_practising, practice_town
from yui.accounts.queries.providers import (
    all_providers,
    get_provider,
    issuers_of,
    issuers_of_body,
    linked_issuers,
)
from yui.accounts.queries.reach import OWN_GROUP, Reach, reach_of
from yui.accounts.queries.sessions import (
    BEGAN_KEY,
    SEEN_KEY,
    SHARED_KEY,
    SignedIn,
    sessions_of,
    stay_of,
)
from yui.accounts.queries.steps import (
    held_back,
    own_steps,
    step_from_of_body,
    steps_of,
    steps_of_body,
)
from yui.accounts.queries.towns import TownPeople, people_of_towns

__all__ = [
    "BEGAN_KEY",
    "OWN_GROUP",
    "SEEN_KEY",
    "SHARED_KEY",
    "Context",
    "HeldByUs",
    "Invited",
    "ManagedBody",
    "Member",
    "OpenLetter",
    "Opened",
    "Person",
    "Reach",
    "RoleHeld",
    "SignedIn",
    "TownPeople",
    "Waiting",
    "Window",
    "all_providers",
    "answer_days_at",
    "body_name",
    "contexts_of",
    "coordinators_within",
    "count_people",
    "first_membership",
    "get_invitation",
    "get_member",
    "get_provider",
    "glasses_of",
    "has_first_week",
    "held_back",
    "held_by_office",
    "held_of_user",
    "help_contacts",
    "help_desk_of",
    "invitations_of",
    "is_approved",
    "is_practising",
    "issuers_of",
    "issuers_of_body",
    "linked_issuers",
    "managed_bodies",
    "managers_of",
    "office_of",
    "open_letter",
    "own_steps",
    "people_of",
    "people_of_towns",
    "people_to_renew",
    "person_of",
    "practice_town",
    "reach_of",
    "roles_held",
    "sessions_of",
    "stay_of",
    "step_from_of_body",
    "steps_of",
    "steps_of_body",
    "user_ids",
    "viewer_for",
    "waiting_approvals",
    "windows_of",
]
