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
from yui.directory.forms.inquiries import (
    AnswerForm,
    AskForm,
    DaysForm,
    NewInquiryForm,
    NotFoundForm,
)

__all__ = [
    "AlikeForm",
    "AnswerForm",
    "AskForm",
    "ChangedForm",
    "ChosenForm",
    "DaysForm",
    "DecideForm",
    "DueForm",
    "EntryForm",
    "NewInquiryForm",
    "NotFoundForm",
    "PageForm",
    "SameForm",
    "SlipChangedForm",
    "SlipCodeForm",
    "WrongForm",
]
