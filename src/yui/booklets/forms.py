"""What the addresses of this room carry beside the conditions of a search."""

from __future__ import annotations

from django import forms

from yui.ui.forms import Form


class ListForm(Form):
    """This form will read which list is wanted: of an area, or of chosen short codes."""

    area = forms.RegexField(regex=r"^[0-9]{2}(?:[0-9]{3,4})?$", required=False)
    s = forms.CharField(max_length=400, required=False)
    memo = forms.ChoiceField(choices=(("", ""), ("0", "0"), ("1", "1")), required=False)


class ClaimLetterForm(Form):
    """This form will read for which claim a letter is printed."""

    claim = forms.UUIDField()
