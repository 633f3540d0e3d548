"""Input of the finders: a postcode, the name of a town, a 町字."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yui.areas.queries import postal_hint

_LONGEST = 60


class FindForm(forms.Form):
    """Where somebody lives, as seven digits or in words; one of the two is enough."""

    postal_code = forms.CharField(
        label=_("郵便番号"),
        required=False,
        max_length=_LONGEST,
        widget=forms.TextInput({"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    q = forms.CharField(
        label=_("市区町村の名前"),
        required=False,
        max_length=_LONGEST,
        help_text=_("ひらがなでもかまいません"),
        widget=forms.TextInput({"autocomplete": "address-level2"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["postal_code"].help_text = postal_hint()


class CentreForm(forms.Form):
    """The 町字 or postcode of somebody's home."""

    town = forms.CharField(
        label=_("町の名前か郵便番号"),
        required=False,
        max_length=_LONGEST,
        help_text=_("ひらがなや、はじめの数文字でもさがせます。番地はいりません"),
    )
