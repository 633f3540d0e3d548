"""What addresses and forms of this room carry."""

from yui.directory.forms.addresses import ChosenForm, PageForm
from yui.directory.forms.entry import AlikeForm, EntryForm

__all__ = ["AlikeForm", "ChosenForm", "EntryForm", "PageForm"]
