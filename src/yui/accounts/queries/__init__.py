"""Reading people: the front door of the room for everybody above."""

from yui.accounts.queries.contexts import (
    Context,
    Window,
    contexts_of,
    office_of,
    viewer_for,
    windows_of,
)

__all__ = [
    "Context",
    "Window",
    "contexts_of",
    "office_of",
    "viewer_for",
    "windows_of",
]
