"""The hand entry, in the order of a telephone call. Its content is plain JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yui.directory.engine.entry_times import KEPT, TimesError, rule_of
from yui.directory.queries.entries import District
from yui.directory.queries.entry_fields import FLAGS, LISTS, blank_content
from yui.directory.states import ConfirmedHow, EntryField, Rhythm, Scope, Vocabulary
from yui.lib.japanese import parse_phone
from yui.taxonomy.queries import terms_of
from yui.ui.forms import DayInput, Form

_WEEKDAYS = [(str(number), f"{name}曜") for number, name in enumerate("月火水木金土日")]
_ORDINALS = [*((str(number), _("第%s") % number) for number in range(1, 6)), ("-1", _("最終"))]
_MONTHS = [("", _("一年中")), *((str(month), _("%s月") % month) for month in range(1, 13))]
_HOWS = [(how.value, how.label) for how in ConfirmedHow if how is not ConfirmedHow.OFFICIAL_LIST]
_CHOOSE = {
    "required": _("ひとつ、えらんでください。"),
    "invalid_choice": _("ここにあるものから、えらんでください。"),
}
_TIME = {"invalid": _("13時30分なら 13:30 と書いてください。")}
_DAY = {"invalid": _("日付を選んでください。")}


def _text(field: EntryField, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=field.label,
        max_length=longest,
        required=more.pop("required", False),
        error_messages={
            "required": _("%sを書いてください。") % field.label,
            "max_length": _("%(limit_value)d字までです。いまは%(show_value)d字あります。"),
        },
        **more,
    )


class TimeInput(forms.TimeInput):
    """A time of day, chosen with the browser's own means; values are HH:MM."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class EntryForm(Form):
    """This form will take a service or 通いの場 as somebody tells it on the telephone.

    `fixed` fields of a stored record are not asked; `organizations` narrow the group to those a
    body represents.
    """

    name = _text(
        EntryField.NAME,
        160,
        required=True,
        help_text=_("住民が呼んでいる名前。例 川辺のお茶の会"),
    )
    kana = _text(EntryField.KANA, 240)
    group = _text(EntryField.GROUP, 160, help_text=_("名前と同じなら、書かなくてもかまいません。"))
    field = forms.ChoiceField(label=EntryField.FIELD.label, error_messages=_CHOOSE)
    summary = _text(
        EntryField.SUMMARY,
        120,
        required=True,
        help_text=_("何をしてもらえるか、何をするところかを、ひとことで。"),
    )
    description = _text(
        EntryField.DESCRIPTION, 2_000, widget=forms.Textarea({"rows": 4}), strip=False
    )
    place_name = _text(
        EntryField.PLACE_NAME, 160, help_text=_("例 川辺集会所。家に来る手助けは、空けます。")
    )
    address = _text(EntryField.ADDRESS, 240)
    district = forms.ChoiceField(label=EntryField.DISTRICT.label, error_messages=_CHOOSE)
    is_home = forms.BooleanField(
        label=_("個人の家です（住所と地図は、住民に見せません）"), required=False
    )
    rhythm = forms.ChoiceField(
        label=EntryField.RHYTHM.label,
        required=False,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    weekdays = forms.MultipleChoiceField(
        label=EntryField.WEEKDAYS.label,
        required=False,
        choices=_WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )
    ordinals = forms.MultipleChoiceField(
        label=EntryField.ORDINALS.label,
        required=False,
        choices=_ORDINALS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("「第何曜日」のときに選びます。"),
        error_messages=_CHOOSE,
    )
    first_date = forms.DateField(
        label=EntryField.FIRST_DATE.label,
        required=False,
        widget=DayInput,
        help_text=_("「隔週」のときに選びます。その曜日に、1週間おきにあることになります。"),
        error_messages=_DAY,
    )
    starts_at = forms.TimeField(
        label=EntryField.STARTS_AT.label, required=False, widget=TimeInput, error_messages=_TIME
    )
    ends_at = forms.TimeField(
        label=EntryField.ENDS_AT.label, required=False, widget=TimeInput, error_messages=_TIME
    )
    season_from = forms.ChoiceField(
        label=EntryField.SEASON_FROM.label,
        required=False,
        choices=_MONTHS,
        help_text=_("冬だけ、などのときに選びます。"),
        error_messages=_CHOOSE,
    )
    season_to = forms.ChoiceField(
        label=EntryField.SEASON_TO.label,
        required=False,
        choices=_MONTHS,
        error_messages=_CHOOSE,
    )
    hours_words = _text(
        EntryField.HOURS_WORDS,
        300,
        help_text=_("「ことばで書く」のとき。例 月・水 10:00～12:00、第3金曜 13:00～15:00"),
    )
    phone = _text(EntryField.PHONE, 40, widget=forms.TextInput({"inputmode": "tel"}))
    phone_hours = _text(EntryField.PHONE_HOURS, 120, help_text=_("例 平日 9時〜16時"))
    is_private = forms.BooleanField(
        label=_("代表の人など、個人の電話です（住民には、窓口の電話を出します）"), required=False
    )
    fee = _text(EntryField.FEE, 200, help_text=_("例 無料、1回200円（お茶代）"))
    how_to_start = _text(
        EntryField.HOW_TO_START,
        60,
        required=True,
        help_text=_("例 電話で「行ってみたい」と伝えてください。"),
    )
    consent_by = _text(
        EntryField.CONSENT_BY, 60, help_text=_("例 代表、世話人。名前は書きません。")
    )
    consent_how = forms.ChoiceField(
        label=EntryField.CONSENT_HOW.label, required=False, error_messages=_CHOOSE
    )
    consent_date = forms.DateField(
        label=EntryField.CONSENT_DATE.label, required=False, widget=DayInput, error_messages=_DAY
    )
    scopes = forms.MultipleChoiceField(
        label=EntryField.SCOPES.label,
        required=False,
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("住民のページに出すには、「ウェブ」を選びます。"),
        error_messages=_CHOOSE,
    )
    shows_phone = forms.BooleanField(label=_("電話番号も、同じところにのせてよい"), required=False)
    shows_address = forms.BooleanField(label=_("住所も、同じところにのせてよい"), required=False)

    def __init__(
        self,
        *args: Any,
        districts: Iterable[District],
        today: date,
        organizations: Iterable[District] = (),
        fixed: Collection[str] = (),
        is_new: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._is_new = today, is_new
        terms = [(term.code, term.words) for term in terms_of(Vocabulary.FIELD)]
        self._choose("field", [("", _("えらんでください")), *terms])
        self._choose("district", [(each.path, each.name) for each in districts])
        self._choose("consent_how", [("", _("えらんでください")), *_HOWS])
        rhythms = [each for each in Rhythm if each is not Rhythm.KEPT or not is_new]
        none = ("", _("決まっていない・書かない"))
        self._choose("rhythm", [none, *((each.value, each.label) for each in rhythms)])
        names = [(each.name, each.name) for each in organizations]
        if names and is_new:
            self.fields["group"] = forms.ChoiceField(
                label=EntryField.GROUP.label, choices=names, error_messages=_CHOOSE
            )
        for name in fixed:
            del self.fields[name]
        if is_new:
            for name in ("consent_how", "consent_date", "consent_by", "scopes"):
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = _("これも、聞いて書いてください。")

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def clean_phone(self) -> str:
        """This function will refuse what is no telephone number with its area code."""
        text = str(self.cleaned_data["phone"])
        if text and parse_phone(text) is None:
            raise forms.ValidationError(
                _("電話番号を読み取れません。市外局番から書いてください（例 03-1234-5678）。")
            )
        return text

    def clean_consent_date(self) -> date | None:
        """This function will refuse a day to come."""
        day: date | None = self.cleaned_data["consent_date"]
        if day is not None and day > self._today:
            raise forms.ValidationError(_("まだ来ていない日は、同意した日にできません。"))
        return day

    def clean(self) -> dict[str, Any]:
        """This function will check that the answers about time make a rule."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "rhythm" in self.fields and not self.errors and cleaned["rhythm"] != KEPT:
            try:
                rule_of(self.content())
            except TimesError as error:
                self.add_error(error.field, str(error))
        return cleaned

    def content(self) -> dict[str, Any]:
        """This function will return what was filled in, as the actions take it."""
        content = blank_content()
        for name, value in self.cleaned_data.items():
            content[name] = _plain(value)
        return content

    def typed(self) -> dict[str, Any]:
        """This function will return what stands in the fields, right or wrong."""
        content = blank_content()
        for name in self.fields:
            value = self[name].data if self.is_bound else self[name].value()
            if name in LISTS:
                content[name] = [str(each) for each in value or ()]
            else:
                content[name] = bool(value) if name in FLAGS else str(value or "")
        return content


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


class AlikeForm(Form):
    """This form will read the name and number typed so far."""

    name = forms.CharField(max_length=160, required=False)
    phone = forms.CharField(max_length=40, required=False)
