"""Changing people: the front door of the room for everybody above."""

from yui.accounts.actions.people import (
    NewUser,
    add_membership,
    create_body,
    create_user,
    create_users,
)

__all__ = [
    "NewUser",
    "add_membership",
    "create_body",
    "create_user",
    "create_users",
]
