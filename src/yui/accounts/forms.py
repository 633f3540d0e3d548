"""Choosing the role one acts in."""

from __future__ import annotations

from typing import Any

from django import forms

from yui.accounts.queries import Context


class ContextForm(forms.Form):
    """This form will take the id of one of the person's own memberships."""

    context = forms.TypedChoiceField(coerce=int, label="どの立場で仕事をしますか")

    def __init__(self, *args: Any, contexts: tuple[Context, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["context"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (each.membership_id, f"{each.body_name} {each.role_label}") for each in contexts
            ]
