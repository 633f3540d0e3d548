"""What addresses and forms of this room carry, shaped and cleaned."""

from __future__ import annotations

from django import forms

from yui.directory.queries.due import DueOrder
from yui.ui.forms import Form


class PageForm(Form):
    """This form will read which page of which list of which town is asked for."""

    area = forms.RegexField(regex=r"^[0-9]{2}(?:[0-9]{3,4})?$", required=False)
    page = forms.IntegerField(min_value=1, max_value=500, required=False)
    kind = forms.SlugField(max_length=60, required=False)


class ChosenForm(Form):
    """This form will read the short codes of a list, or of a service to put in or take off.

    `back` and `card` say where that was pressed.
    """

    s = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    back = forms.CharField(max_length=2_000, required=False)
    card = forms.IntegerField(min_value=1, max_value=10_000, required=False)


class SameForm(Form):
    """This form will read what somebody decided about two records that look alike."""

    FIRST, SECOND, DIFFERENT, BACK = "first", "second", "different", "back"

    decision = forms.ChoiceField(
        choices=[(each, each) for each in (FIRST, SECOND, DIFFERENT, BACK)]
    )


class DueForm(Form):
    """This form will read the order and page of the work list, and what was just confirmed."""

    sort = forms.ChoiceField(
        choices=[(order.value, order.value) for order in DueOrder], required=False
    )
    page = forms.IntegerField(min_value=1, max_value=500, required=False)
    done = forms.UUIDField(required=False)
