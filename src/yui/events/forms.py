"""What addresses of this room carry."""

from __future__ import annotations

from django import forms

from yui.ui.forms import Form


class EventListForm(Form):
    """This form will read which town, from which day, is asked for."""

    area = forms.RegexField(regex=r"^[0-9]{2}(?:[0-9]{3,4})?$", required=False)
    first = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
