"""What addresses of this room carry, shaped and cleaned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms

from yui.directory.queries import Kept, Order, RegisterAsk
from yui.directory.states import Scope
from yui.ui.forms import Form

_KEPT = (("draft", ""), ("ended", ""))
_ORDERS = (("name", ""), ("checked", ""))


class SheetForm(Form):
    """This form will read the sheet that is put together, and which button was pressed.

    The notes come as `note-7KQ2M9XD`, one for each service that is on the sheet.
    """

    act = forms.RegexField(
        r"^(?:find|keep|print|word|anyway|add:[0-9A-Z,]{8,107}|(?:up|off):[0-9A-Z]{8})$",
        required=False,
        empty_value="keep",
    )
    q = forms.CharField(max_length=100, required=False)
    heading = forms.CharField(max_length=300, required=False)
    audience = forms.ChoiceField(
        choices=((Scope.PAPER, ""), (Scope.PROFESSIONALS, "")), required=False
    )

    def notes(self, codes: Iterable[str]) -> dict[str, str]:
        """This method will return what was typed beside each of these services."""
        return {code: self.data.get(f"note-{code}", "") for code in codes}


class FindForm(Form):
    """This form will read what is looked for, or what was chosen elsewhere, for the sheet."""

    q = forms.CharField(max_length=100, required=False)
    add = forms.RegexField(r"^[0-9A-Z,]{8,180}$", required=False)


class NewsForm(Form):
    """This form will read which month of which 圏域 is asked for; "" is the whole own area."""

    month = forms.DateField(input_formats=("%Y-%m",), required=False)
    sphere = forms.RegexField(r"^[0-9A-Za-z-]{1,20}$", required=False)


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
