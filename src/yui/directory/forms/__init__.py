"""What addresses and forms of this room carry."""

from yui.directory.forms.addresses import ChosenForm, DueForm, PageForm, SameForm
from yui.directory.forms.changes import (
    ChangedForm,
    DecideForm,
    SlipChangedForm,
    SlipCodeForm,
    WrongForm,
)
from yui.directory.forms.entry import AlikeForm, EntryForm

__all__ = [
    "AlikeForm",
    "ChangedForm",
    "ChosenForm",
    "DecideForm",
    "DueForm",
    "EntryForm",
    "PageForm",
    "SameForm",
    "SlipChangedForm",
    "SlipCodeForm",
    "WrongForm",
]
