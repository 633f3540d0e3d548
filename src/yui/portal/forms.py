"""What addresses of this room carry, shaped and cleaned."""

from __future__ import annotations

from typing import cast

from django import forms

from yui.directory.queries import Kept, Order, RegisterAsk
from yui.ui.forms import Form

_KEPT = (("draft", ""), ("ended", ""))
_ORDERS = (("name", ""), ("checked", ""))


class RegisterForm(Form):
    """This form will read which part of the register is asked for, in which order."""

    q = forms.CharField(max_length=100, required=False)
    kept = forms.ChoiceField(choices=_KEPT, required=False)
    order = forms.ChoiceField(choices=_ORDERS, required=False)
    page = forms.IntegerField(min_value=1, max_value=400, required=False)

    def asked(self, area_path: str) -> RegisterAsk:
        """This method will return what is asked of the register of an area; call when valid."""
        given = self.cleaned_data
        return RegisterAsk(
            area_path=area_path,
            words=given["q"],
            kept=cast(Kept, given["kept"]),
            order=cast(Order, given["order"] or "name"),
            number=given["page"] or 1,
        )
