"""The conditions of a search, as a plain GET form. Everything is optional."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yui.lib.japanese import TextRefused, clean_line
from yui.taxonomy.queries import terms_of

WEEKDAYS = (
    ("mon", _("月曜")),
    ("tue", _("火曜")),
    ("wed", _("水曜")),
    ("thu", _("木曜")),
    ("fri", _("金曜")),
    ("sat", _("土曜")),
    ("sun", _("日曜")),
)
BANDS = (("am", _("午前")), ("pm", _("午後")), ("eve", _("夕方から")))
FEES = (("free", _("無料")), ("paid", _("有料")))
FLAGS = (
    ("transport", _("送り迎えがある")),
    ("meals", _("食事が出る")),
    ("vacancy", _("いま受け付けている")),
)
SECTORS = (
    ("insurance", _("介護保険の事業所")),
    ("medical", _("病院・診療所")),
    ("public", _("公共の施設・窓口")),
    ("all", _("すべて")),
)
SORTS = (
    ("relevance", _("ことばに近い順")),
    ("distance", _("近い順")),
    ("freshness", _("確かめた日が新しい順")),
)
WITHIN = (("500", _("500メートルまで")), ("1000", _("1キロまで")), ("2000", _("2キロまで")))
LONGEST_WORDS = 100


class SearchForm(forms.Form):
    """This form will take what somebody searches for; names are short, for printable addresses."""

    shows_marks = False

    q = forms.CharField(label=_("ことば"), required=False, max_length=LONGEST_WORDS)
    trouble = forms.ChoiceField(label=_("困りごと"), required=False)
    wish = forms.ChoiceField(label=_("やってみたいこと"), required=False)
    field = forms.ChoiceField(label=_("分野"), required=False)
    need = forms.ChoiceField(label=_("困りごとの種類"), required=False)
    kind = forms.ChoiceField(label=_("使い方"), required=False)
    purpose = forms.ChoiceField(label=_("目的"), required=False)
    sphere = forms.ChoiceField(label=_("地区"), required=False)
    day = forms.ChoiceField(label=_("曜日"), required=False)
    time = forms.ChoiceField(label=_("時間"), required=False)
    fee = forms.ChoiceField(label=_("お金"), required=False)
    flag = forms.MultipleChoiceField(
        label=_("ほかの条件"), required=False, choices=FLAGS, widget=forms.CheckboxSelectMultiple
    )
    sector = forms.ChoiceField(label=_("さがすもの"), required=False)
    near = forms.CharField(
        label=_("どこから近い順"),
        required=False,
        max_length=40,
        help_text=_("町の名前か郵便番号"),
    )
    within = forms.ChoiceField(label=_("近さ"), required=False)
    sort = forms.ChoiceField(label=_("並べ方"), required=False, choices=(("", ""), *SORTS))
    page = forms.IntegerField(required=False, min_value=1, max_value=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, spheres: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("trouble", _terms("trouble"), _("どれでも"))
        self._choose("wish", _terms("wish"), _("どれでも"))
        self._choose("field", _terms("field"), _("どれでも"))
        self._choose("need", _terms("need"), _("どれでも"))
        self._choose("kind", _terms("provision"), _("どれでも"))
        self._choose("purpose", _terms("purpose"), _("どれでも"))
        self._choose("sphere", spheres, _("どこでも"))
        self._choose("day", WEEKDAYS, _("いつでも"))
        self._choose("time", BANDS, _("いつでも"))
        self._choose("fee", FEES, _("どちらでも"))
        self._choose("sector", SECTORS, _("暮らしの手助け・集まり"))
        self._choose("within", WITHIN, _("決めない"))

    def clean_q(self) -> str:
        """This function will refuse letters that cannot be shown."""
        return _line(self.cleaned_data["q"])

    def clean_near(self) -> str:
        """This function will refuse letters that cannot be shown."""
        return _line(self.cleaned_data["near"])

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]], blank: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", blank), *choices]


def _terms(taxonomy: str) -> list[tuple[str, str]]:
    return [(term.code, term.words) for term in terms_of(taxonomy)]


def _line(text: str) -> str:
    try:
        return clean_line(text)
    except TextRefused as error:
        raise forms.ValidationError(str(error)) from error
