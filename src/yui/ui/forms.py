"""Form widgets and fields in the look of Yui, and the renderer that draws every widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import get_template
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _

from yui.lib.codes import find_my_numbers
from yui.ui.pages.display import Display, display_from_cookie
from yui.ui.pages.parts import FieldError

PERSONAL_NUMBER = _(
    "個人番号のような数字（12桁）があります。結には入れられません。消してください。"
)


class YuiRenderer(BaseRenderer):
    """Draws forms and widgets with the templates of this room (`jinja2/django/forms`)."""

    form_template_name = "django/forms/div.html"
    formset_template_name = "django/forms/formsets/div.html"
    field_template_name = "django/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """This function will return our template of that name, through the site's engine."""
        return get_template(template_name)

    def mistakes(self, form: forms.BaseForm) -> tuple[FieldError, ...]:
        """This function will list the mistakes of a form for its summary, in the fields' order."""
        whole = [FieldError("", str(error)) for error in form.non_field_errors()]
        of_fields = [
            FieldError(_target(bound), str(error)) for bound in form for error in bound.errors
        ]
        return (*whole, *of_fields)


def _target(bound: forms.BoundField) -> str:
    """The id the summary leads to: of the group for radios, else of the field itself."""
    return str(bound.auto_id if bound.use_fieldset else bound.id_for_label or bound.auto_id)


class Form(forms.Form):
    """Every form of Yui: no text of it may hold a 個人番号 (番号法), whatever it is about."""

    def full_clean(self) -> None:
        """This function will clean the fields, then refuse texts with a 個人番号."""
        super().full_clean()
        for name, value in list(getattr(self, "cleaned_data", {}).items()):
            if isinstance(value, str) and find_my_numbers(value):
                self.add_error(name, PERSONAL_NUMBER)


class DayInput(forms.DateInput):
    """A day, chosen with the browser's own calendar; values are ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Record:
    """A record that can be chosen: its public id, its words, and a second line."""

    id: str
    label: str
    hint: str = ""


Find = Callable[[str], Sequence[Record]]


class RecordInput(forms.TextInput):
    """Words typed to find a record; when several fit, they follow as radios to choose from."""

    template_name = "django/forms/widgets/record.html"
    candidates: tuple[Record, ...] = ()

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> Any:
        """This function will return the chosen candidate's id, else the typed words."""
        return data.get(f"{name}-id") or data.get(name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """This function will add the candidates to what the template receives."""
        context = super().get_context(name, value, attrs)
        context["widget"]["candidates"] = self.candidates
        return context


class RecordField(forms.Field):
    """Chooses one record by words or id, and cleans to its public id (a str), or None.

    `find(text)` returns the records that fit, already limited to what the viewer may see: one
    whose id equals the text is taken as it is; a single one is taken; several are offered as
    radios. The action fetches the record again through its own `visible_…(by)`. With
    `is_listed=True` all records of `find("")` are shown in a select instead.
    """

    widget = RecordInput
    default_error_messages = {
        "not_found": _("「%(text)s」は見つかりません。ことばを変えてください。"),
        "several": _("%(count)s件あります。下からえらんでください。"),
    }

    def __init__(self, *, find: Find, is_listed: bool = False, **kwargs: Any) -> None:
        self.find = find
        if is_listed:
            kwargs["widget"] = forms.Select
        super().__init__(**kwargs)
        if isinstance(self.widget, forms.Select):
            self.widget.choices = CallableChoiceIterator(self._choices)

    def _choices(self) -> list[tuple[str, str]]:
        records = [(record.id, record.label) for record in self.find("")]
        return [("", str(_("えらんでください"))), *records]

    def clean(self, value: Any) -> str | None:
        """This function will return the public id of the chosen record, or None when left out.

        Raises:
            ValidationError: required and empty, not found, or more than one fits.
        """
        text = str(value or "").strip()
        super().clean(text)
        return self._chosen(text, self.find(text)) if text else None

    def _chosen(self, text: str, records: Sequence[Record]) -> str:
        exact = [record for record in records if record.id == text]
        if exact or len(records) == 1:
            return (exact or records)[0].id
        if not records:
            raise forms.ValidationError(
                self.error_messages["not_found"], code="not_found", params={"text": text}
            )
        if isinstance(self.widget, RecordInput):
            self.widget.candidates = tuple(records)
        raise forms.ValidationError(
            self.error_messages["several"], code="several", params={"count": len(records)}
        )


class DisplayForm(Form):
    """表示の設定. Everything is chosen from the start, so no 必須 is written."""

    shows_marks = False

    size = forms.ChoiceField(
        label=_("字の大きさ"),
        choices=[("100", _("標準")), ("125", _("大")), ("150", _("特大"))],
        widget=forms.RadioSelect,
    )
    contrast = forms.ChoiceField(
        label=_("色"),
        choices=[("normal", _("白い地に黒い字")), ("inverted", _("黒い地に白い字（白黒反転）"))],
        widget=forms.RadioSelect,
    )
    ruby = forms.ChoiceField(
        label=_("ふりがな"),
        choices=[("off", _("つけない")), ("on", _("まちや人の名前につける"))],
        widget=forms.RadioSelect,
    )
    motion = forms.ChoiceField(
        label=_("動き"),
        choices=[("normal", _("ふつう")), ("reduced", _("動きを減らす"))],
        widget=forms.RadioSelect,
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    @staticmethod
    def initial_of(display: Display) -> dict[str, str]:
        """This function will return the settings as initial values of the form."""
        return asdict(display)

    def display(self) -> Display:
        """This function will return the settings that a valid form holds."""
        names = ("size", "contrast", "ruby", "motion")
        return display_from_cookie(".".join(self.cleaned_data[name] for name in names))


_SAMPLE_RECORDS = (Record("kawabe", "川辺地区"), Record("kita", "北山地区"))


class GalleryForm(Form):
    """One field of each kind, so that the gallery shows what Django's forms look like."""

    name = forms.CharField(label=_("名前"), help_text=_("団体の名前を書いてください。"))
    day = forms.DateField(label=_("日"), widget=DayInput, required=False)
    area = RecordField(label=_("地区"), find=lambda text: _SAMPLE_RECORDS, is_listed=True)
    kind = forms.ChoiceField(
        label=_("かたち"),
        choices=[("visit", _("来てもらう")), ("go", _("通う"))],
        widget=forms.RadioSelect,
    )
    weekdays = forms.MultipleChoiceField(
        label=_("曜日"),
        choices=[("mon", _("月曜")), ("tue", _("火曜"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_public = forms.BooleanField(label=_("ウェブにのせてよい"), required=False)
    file = forms.FileField(label=_("ファイル"), required=False)
    text = forms.CharField(label=_("ひとこと"), widget=forms.Textarea, required=False)
