"""What leaders, readers and staff say has changed, and what is decided about it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yui.directory.states import ChangeField, WrongReason
from yui.ui.forms import Form


class SlipCodeForm(Form):
    """This form will take the code of a slip as it is typed from paper."""

    code = forms.CharField(
        label=_("はがきのコード"),
        max_length=100,
        help_text=_("8文字です。大文字・小文字、ハイフンのあるなしは、どちらでもかまいません。"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("はがきのコードを打ってください。")},
    )


class ChangedForm(Form):
    """This form will take what has changed, each in words; the action says what does not fit."""

    shows_marks = False

    hours = forms.CharField(
        label=_("日時"),
        required=False,
        max_length=160,
        help_text=_("例 毎週火曜 10時から12時"),
    )
    phone = forms.CharField(
        label=_("電話番号"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    place = forms.CharField(label=_("場所"), required=False, max_length=160)
    words = forms.CharField(
        label=_("そのほか"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
    )

    def wanted(self) -> dict[ChangeField, str]:
        """This function will return what was written, by field."""
        return {field: self.cleaned_data[field.value] for field in ChangeField}


class SlipChangedForm(ChangedForm):
    """This form will also carry the secret of the slip."""

    code = forms.CharField(max_length=100, widget=forms.HiddenInput)


class WrongForm(Form):
    """This form will take what a reader finds wrong, and how they want to be told, if they do.

    `homepage` is seen by programs only; `began` says when the page was opened.
    """

    reason = forms.ChoiceField(
        label=_("何がちがいますか"),
        choices=WrongReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("ひとつ、えらんでください。")},
    )
    note = forms.CharField(
        label=_("くわしいこと"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("人の名前や病気のことは、書かないでください。"),
    )
    contact = forms.CharField(
        label=_("どうなったかを知らせてほしい方の、電話かメール"),
        required=False,
        max_length=120,
        help_text=_("書かなくてもかまいません。90日たつと消します。"),
    )
    homepage = forms.CharField(required=False, max_length=200)
    began = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)


class DecideForm(Form):
    """This form will take what somebody decides about a request, and what the reporter is told."""

    act = forms.ChoiceField(
        choices=[(name, name) for name in ("take", "accept", "close", "decline")]
    )
    seen = forms.CharField(required=False, strip=False, max_length=2_000)
    answer = forms.CharField(required=False, max_length=200)
