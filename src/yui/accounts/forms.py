"""Signing in, and choosing the role one acts in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from yui.accounts.queries import Context


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """This form will take name and password; the page itself says what to do without them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # allauth puts a second, smaller link to the same page into the hint.
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ContextForm(forms.Form):
    """This form will take one of the person's own contexts (`Context.key`)."""

    context = forms.ChoiceField(label=_("どの立場で仕事をしますか"))

    def __init__(self, *args: Any, contexts: tuple[Context, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["context"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (each.key, f"{each.body_name} {each.role_label}{_member(each)}")
                for each in contexts
            ]


def _member(context: Context) -> str:
    """The municipality one acts in, where the membership is of several."""
    return f"（{context.area_name}）" if context.is_of_group else ""
