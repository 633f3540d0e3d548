"""What the pages of review take."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yui.ui.forms import DayInput, Form


class ReturnForm(Form):
    """This form will take the reason why something is given back; the action judges it."""

    reason = forms.CharField(
        label=_("差し戻すわけ"),
        help_text=_("このまま相手に届きます。どこを、どう直せばよいかを書きます。"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
    )
    shows_marks = False


class DocumentForm(Form):
    """This form will show 決裁日 and 文書番号 of an only officer; they are sent to the room."""

    decision_date = forms.DateField(
        label=_("決裁日"),
        widget=DayInput,
        required=False,
        error_messages={"invalid": _("決裁日を選んでください。")},
    )
    document_number = forms.CharField(label=_("文書番号"), max_length=60, required=False)
    shows_marks = False


class LoneForm(Form):
    """This form will take which body is declared 一人担当, or is so no more."""

    body = forms.IntegerField(min_value=1)
    act = forms.ChoiceField(choices=[("declare", ""), ("end", "")])
