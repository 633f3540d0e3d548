"""What the pages of members take: looking for one's record, the steps, what officers decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yui.members.queries.content import names_of_areas, terms_for
from yui.members.rules import tier_of, visibilities_for
from yui.members.states import (
    ANSWERS,
    FIELDS_OF,
    QUESTIONS,
    REQUIRED,
    Field,
    Proof,
    Step,
)
from yui.ui.forms import Form

_CHOOSE = {
    "required": _("ひとつ、えらんでください。"),
    "invalid_choice": _("ここにあるものから、えらんでください。"),
}
_ONE_OR_MORE = {
    "required": _("ひとつ以上、えらんでください。"),
    "invalid_choice": _("ここにあるものから、えらんでください。"),
}
_HINTS: dict[Field, str | Promise] = {
    Field.NAME: _("正式な名前。例 あさひ助け合いの会"),
    Field.NUMBER: _("13桁の数字。ない団体は、空けます。"),
    Field.AREAS: _(
        "市・区・町・村の名前を、1行に1つ書きます。都道府県の全部なら都道府県の名前、"
        "国の全部なら「全国」と書きます。"
    ),
    Field.OFFER_WORDS: _("例 平日の昼なら、車を1台と運転する人を出せます。"),
    Field.WANTS: _("例 見守りの相談ができる相手を探しています。"),
    Field.CONDITIONS: _("お金、日時、人数など、決まっていることがあれば書きます。"),
    Field.COOPERATION: _("協定や、前にしたことがあれば書きます。"),
    Field.PERSON: _("住民のページには出ません。"),
    Field.PHONE: _("見せる範囲の人に見えます。会社や団体の電話を書きます。"),
    Field.EMAIL: _("住民のページには出ません。なくてもかまいません。"),
}
_AUTOCOMPLETE = {
    Field.NAME: "organization",
    Field.PERSON: "name",
    Field.PHONE: "tel",
    Field.EMAIL: "email",
}


class SearchForm(Form):
    """This form will read what somebody looks for: a name, a number, a telephone."""

    q = forms.CharField(label=_("団体の名前、電話番号、法人番号"), required=False, max_length=100)
    shows_marks = False


class ListForm(Form):
    """This form will read which part of the list of members is asked for."""

    area = forms.RegexField(regex=r"^[0-9]{2}(?:[0-9]{3,4})?$", required=False)
    offer = forms.SlugField(required=False)


class StepForm(Form):
    """This form will ask one step of a registration; the action cleans what it gets."""

    def __init__(self, step: Step, content: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(data, initial=_initial(step, content))
        for field in FIELDS_OF[step]:
            self.fields[field.value] = _form_field(field, content)

    def given(self) -> dict[str, Any]:
        """This function will return what was typed, areas as lines."""
        found = dict(self.cleaned_data)
        if Field.AREAS.value in found:
            found[Field.AREAS.value] = found[Field.AREAS.value].splitlines()
        return found


class ByHandForm(Form):
    """This form will tell a person from a program: `homepage` is seen by programs only."""

    homepage = forms.CharField(required=False, max_length=200)
    began = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)


class StartForm(ByHandForm):
    """This form will begin a registration; with a mail address the way back is mailed."""

    email = forms.CharField(
        label=_("メール"),
        required=False,
        max_length=254,
        help_text=_("書くと、つづきを書くための住所とコードを送ります。なくても始められます。"),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class ClaimForm(StepForm, ByHandForm):
    """This form will take who claims a record, and how the office reaches them."""

    def __init__(self, data: Any = None, began: str = "") -> None:
        super().__init__(Step.CONTACT, {}, data)
        self.initial["began"] = began
        self.fields[Field.DEPARTMENT.value].help_text = _("例 代表、事務局、総務課")
        self.fields[Field.PHONE.value].help_text = _("あなたに、日中つながる電話")
        self.fields[Field.EMAIL.value].help_text = _("書くと、返事を見るための住所を送ります。")
        self.order_fields([Field.PERSON, Field.DEPARTMENT, Field.PHONE, Field.EMAIL])


class CodeForm(Form):
    """This form will take a code as it is typed from paper or from a note."""

    code = forms.CharField(
        label=_("コード"),
        max_length=100,
        help_text=_("16文字です。大文字・小文字、ハイフンのあるなしは、どちらでもかまいません。"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("コードを打ってください。")},
    )
    shows_marks = False


class ConfirmForm(Form):
    """This form will read which service somebody says is as it is written."""

    confirm = forms.UUIDField()


class GrantForm(Form):
    """This form will take by what an officer was shown that a claim is true."""

    proof = forms.ChoiceField(
        label=_("どのように確かめましたか"),
        choices=Proof.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    reason = forms.CharField(
        label=_("確かめたこと"),
        help_text=_("「ほかの方法」のときは、かならず書きます。申し込んだ人には見えません。"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )


class DeclineForm(Form):
    """This form will take why a claim is not admitted; the action judges it."""

    reason = forms.CharField(
        label=_("認めないわけ"),
        help_text=_("申し込んだ人に、このまま見えます。"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )
    shows_marks = False


def _initial(step: Step, content: Mapping[str, Any]) -> dict[str, Any]:
    found = {field.value: content.get(field.value, "") for field in FIELDS_OF[step]}
    if Field.AREAS.value in found:
        found[Field.AREAS.value] = "\n".join(names_of_areas(list(found[Field.AREAS.value])))
    return found


def _form_field(field: Field, content: Mapping[str, Any]) -> forms.Field:
    common: dict[str, Any] = {
        "label": field.label,
        "required": field in REQUIRED,
        "help_text": _HINTS.get(field, ""),
    }
    if field in ANSWERS:
        common |= {"help_text": QUESTIONS[field], "error_messages": _CHOOSE}
        return forms.ChoiceField(choices=ANSWERS[field], widget=forms.RadioSelect, **common)
    if field is Field.VISIBILITY:
        seen = visibilities_for(tier_of(content.get(Field.AREAS) or ["0/0/"]))
        return forms.ChoiceField(
            choices=[(each.value, each.label) for each in seen],
            widget=forms.RadioSelect,
            error_messages=_CHOOSE,
            **common,
        )
    if field is Field.KIND:
        choices: list[tuple[str, Any]] = [("", _("えらんでください")), *_terms(field)]
        return forms.ChoiceField(choices=choices, error_messages=_CHOOSE, **common)
    if field in (Field.FIELDS, Field.OFFERS):
        return forms.MultipleChoiceField(
            choices=_terms(field),
            widget=forms.CheckboxSelectMultiple,
            error_messages=_ONE_OR_MORE,
            **common,
        )
    return forms.CharField(
        widget=_widget(field),
        max_length=10_000,
        strip=False,
        error_messages={"required": _("%sを書いてください。") % field.label},
        **common,
    )


def _widget(field: Field) -> forms.Widget:
    if field in (Field.AREAS, Field.OFFER_WORDS, Field.WANTS, Field.CONDITIONS, Field.COOPERATION):
        return forms.Textarea({"rows": 4})
    attrs = {"autocomplete": _AUTOCOMPLETE.get(field, "off")}
    if field is Field.PHONE:
        attrs["inputmode"] = "tel"
    if field is Field.NUMBER:
        attrs["inputmode"] = "numeric"
    return forms.TextInput(attrs)


def _terms(field: Field) -> list[tuple[str, str]]:
    return [(term.code, term.name) for term in terms_for(field)]
