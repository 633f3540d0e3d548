"""Input of the finders, and of the page on which staff keep words, windows and layers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yui.areas.queries import TownInLayer, postal_hint
from yui.areas.states import LAYERS, Opening, Term, Tier

_LONGEST = 60
_LONGEST_WORD = 40
_LARGEST_TABLE_BYTES = 2_000_000
_LAYERS = [(tier.value, tier.label) for tier in Tier if tier in LAYERS]


def _too_long(most: int) -> dict[str, str]:
    return {"max_length": f"{most}文字までで書いてください。"}


def _layer_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=_LAYERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("区分をえらんでください。")},
    )


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


class WordsForm(forms.Form):
    """The own word for each standard term; an empty field means the standard one."""

    shows_marks = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term in Term:
            self.fields[term.value] = forms.CharField(
                label=term.label,
                required=False,
                max_length=_LONGEST_WORD,
                error_messages=_too_long(_LONGEST_WORD),
            )


class OpeningForm(forms.Form):
    """How far the municipality has come with taking part; opening it takes two, elsewhere."""

    shows_marks = False
    opening = forms.ChoiceField(
        label=_("参加の状態"),
        choices=[each for each in Opening.choices if each[0] != Opening.OPEN],
        widget=forms.RadioSelect,
        help_text=_("公開するときは、仕事の机の「はじめかた」から申し出ます。"),
        error_messages={"invalid_choice": _("公開は、「はじめかた」から申し出てください。")},
    )


class WindowForm(forms.Form):
    """Telephone, hours and site of a window; the action says what is wrong with them."""

    shows_marks = False
    phone = forms.CharField(
        label=_("電話番号"),
        required=False,
        max_length=20,
        error_messages=_too_long(20),
        help_text=_("空にすると、番号は出ません"),
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    hours = forms.CharField(
        label=_("つながる時間"),
        required=False,
        max_length=60,
        error_messages=_too_long(60),
        help_text=_("例 平日 8時30分から17時15分"),
    )
    website = forms.CharField(
        label=_("ホームページの住所"),
        required=False,
        max_length=300,
        error_messages=_too_long(300),
        help_text=_("https:// から書きます"),
        widget=forms.TextInput({"inputmode": "url"}),
    )


class StartLayerForm(forms.Form):
    """A layer to begin with its name alone; its 町字 are ticked afterwards."""

    layer = _layer_field(_("どの区分ですか"))
    name = forms.CharField(
        label=_("名前"),
        max_length=_LONGEST,
        help_text=_("例 中部圏域"),
        error_messages=_too_long(_LONGEST) | {"required": _("名前を書いてください。")},
    )


class TableForm(forms.Form):
    """A table of 町字 and the layer each lies in."""

    layer = _layer_field(_("どの区分の表ですか"))
    file = forms.FileField(
        label=_("表のファイル"),
        help_text=_("CSVか.xlsx。2MBまで。「町字」「圏域名」「電話番号」の列を読みます。"),
        error_messages={
            "required": _("ファイルを選んでください。"),
            "empty": _("ファイルが空です。中身のある表を選んでください。"),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """This function will refuse a file that is no list of 町字 by its size alone."""
        file = self.cleaned_data["file"]
        if file.size > _LARGEST_TABLE_BYTES:
            raise forms.ValidationError(_("ファイルが大きすぎます。2MBまでにしてください。"))
        return file


class ReadTableForm(forms.Form):
    """A table as it was read and shown: what the button of the plan sends back."""

    layer = forms.ChoiceField(choices=_LAYERS, widget=forms.HiddenInput)
    rows = forms.CharField(strip=False, widget=forms.HiddenInput)
    new_towns = forms.BooleanField(required=False)


class TownsForm(forms.Form):
    """The 町字 of one layer, ticked."""

    shows_marks = False
    towns = forms.TypedMultipleChoiceField(
        label=_("この区域の町字"),
        coerce=int,
        required=False,
        help_text=_("ほかの区域の町字に印をつけると、こちらに移ります"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("このまちの町字からえらんでください。")},
    )

    def __init__(
        self, own_path: str, towns: Iterable[TownInLayer], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["towns"]
        known = tuple(towns)
        field.choices = [(town.town_id, _town_words(town, own_path)) for town in known]  # type: ignore[attr-defined]
        self.initial["towns"] = [town.town_id for town in known if town.layer_path == own_path]


def _town_words(town: TownInLayer, own_path: str) -> str:
    if town.layer_path in ("", own_path):
        return town.town_name
    return f"{town.town_name}（いまは{town.layer_name}）"
