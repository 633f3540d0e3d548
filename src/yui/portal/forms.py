"""The conditions of a search, as a plain GET form. Everything is optional."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yui.search.states import (
    BANDS,
    FEES,
    FLAGS,
    LABELS,
    LONGEST_PLACE,
    LONGEST_WORDS,
    SECTORS,
    SORTS,
    VOCABULARIES,
    WEEKDAYS,
    WITHIN,
)
from yui.taxonomy.queries import terms_of


class SearchForm(forms.Form):
    """This form will show the conditions of a search; `search` reads them from the address."""

    shows_marks = False

    q = forms.CharField(label=LABELS["q"], required=False, max_length=LONGEST_WORDS)
    trouble = forms.ChoiceField(label=LABELS["trouble"], required=False)
    wish = forms.ChoiceField(label=LABELS["wish"], required=False)
    field = forms.ChoiceField(label=LABELS["field"], required=False)
    need = forms.ChoiceField(label=LABELS["need"], required=False)
    kind = forms.ChoiceField(label=LABELS["kind"], required=False)
    purpose = forms.ChoiceField(label=LABELS["purpose"], required=False)
    sphere = forms.ChoiceField(label=LABELS["sphere"], required=False)
    day = forms.ChoiceField(label=LABELS["day"], required=False)
    time = forms.ChoiceField(label=LABELS["time"], required=False)
    fee = forms.ChoiceField(label=LABELS["fee"], required=False)
    flag = forms.MultipleChoiceField(
        label=LABELS["flag"], required=False, choices=FLAGS, widget=forms.CheckboxSelectMultiple
    )
    sector = forms.ChoiceField(label=LABELS["sector"], required=False)
    near = forms.CharField(
        label=LABELS["near"],
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("町の名前か郵便番号"),
    )
    within = forms.ChoiceField(label=LABELS["within"], required=False)
    sort = forms.ChoiceField(label=LABELS["sort"], required=False, choices=(("", ""), *SORTS))

    def __init__(self, *args: Any, spheres: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, taxonomy in VOCABULARIES.items():
            self._choose(name, _terms(taxonomy), _("どれでも"))
        self._choose("sphere", spheres, _("どこでも"))
        self._choose("day", WEEKDAYS, _("いつでも"))
        self._choose("time", BANDS, _("いつでも"))
        self._choose("fee", FEES, _("どちらでも"))
        self._choose("sector", SECTORS, _("暮らしの手助け・集まり"))
        self._choose("within", WITHIN, _("決めない"))

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]], blank: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", blank), *choices]


def _terms(taxonomy: str) -> list[tuple[str, str]]:
    return [(term.code, term.words) for term in terms_of(taxonomy)]
