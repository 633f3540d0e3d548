"""What staff ask the coordinator, and what they are answered. Nobody is named."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from yui.directory.queries.inquiries import NEEDS
from yui.directory.states import Weekday
from yui.taxonomy.queries import terms_of
from yui.ui.forms import Form

_NOBODY = _("人の名前、住所、電話番号は書かないでください。")


class NewInquiryForm(Form):
    """This form will read what a question is to be about: a service, or words searched in vain."""

    s = forms.CharField(max_length=100, required=False)
    q = forms.CharField(max_length=100, required=False)


class _SureForm(Form):
    """`sure` holds the words that somebody looked at and found to name nobody."""

    shows_marks = False
    sure = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)


class AskForm(_SureForm):
    """This form will take a question about one service."""

    words = forms.CharField(
        label=_("聞きたいこと"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_NOBODY,
        error_messages={"required": _("聞きたいことを書いてください。")},
    )


class NotFoundForm(_SureForm):
    """This form will take what was looked for in vain."""

    need = forms.ChoiceField(label=_("困りごと"), required=False)
    day = forms.ChoiceField(label=_("曜日"), required=False)
    area = forms.ChoiceField(label=_("どこで"), required=False)
    words = forms.CharField(
        label=_("さがしたもの"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_NOBODY,
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = [(term.code, term.plain_name or term.name) for term in terms_of(NEEDS)]
        for name, choices in (
            ("need", [("", _("えらばない")), *needs]),
            ("day", [("", _("いつでもよい")), *Weekday.choices]),
            ("area", areas),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = choices


class AnswerForm(_SureForm):
    """This form will take the answer, which stays with the service for the staff of the town."""

    answer = forms.CharField(
        label=_("答え"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_NOBODY,
        error_messages={"required": _("答えを書いてください。")},
    )


class DaysForm(Form):
    """This form will take after how many days without an answer work goes to the next."""

    days = forms.IntegerField(min_value=1, max_value=90)
