"""Every widget of Django draws from our folder; RecordField cleans to one public id."""

from pathlib import Path

import pytest
from django import forms
from django.forms.renderers import get_default_renderer
from django.template.loader import get_template

from tests.ui.markup import read, reference_problems
from yui.ui.forms import DayInput, GalleryForm, Record, RecordField, YuiRenderer

OURS = Path(__file__).resolve().parents[2] / "src/yui/ui/jinja2/django/forms"
THEIRS = Path(forms.__file__).parent / "jinja2/django/forms"
NAMES = sorted(path.relative_to(THEIRS).as_posix() for path in THEIRS.rglob("*") if path.is_file())
PLACES = (
    Record("kawabe", "川辺地区"),
    Record("kita", "北山地区", "見本市"),
    Record("hama", "浜地区"),
)


def find(text):
    return [place for place in PLACES if text in place.label or text == place.id]


class Every(forms.Form):
    text = forms.CharField(help_text="ヒント", max_length=20)
    number = forms.IntegerField()
    email = forms.EmailField()
    url = forms.URLField(assume_scheme="https")
    secret = forms.CharField(widget=forms.PasswordInput)
    colour = forms.CharField(widget=forms.ColorInput)
    search = forms.CharField(widget=forms.SearchInput)
    tel = forms.CharField(widget=forms.TelInput)
    area = forms.CharField(widget=forms.Textarea)
    day = forms.DateField()
    own_day = forms.DateField(widget=DayInput)
    moment = forms.DateTimeField()
    time = forms.TimeField()
    split = forms.SplitDateTimeField()
    three = forms.DateField(widget=forms.SelectDateWidget(years=[2026, 2027]))
    box = forms.BooleanField()
    unknown = forms.NullBooleanField()
    one = forms.ChoiceField(choices=[("a", "あ"), ("組", [("b", "い")])])
    many = forms.MultipleChoiceField(choices=[("a", "あ"), ("b", "い")])
    radio = forms.ChoiceField(choices=[("a", "あ"), ("b", "い")], widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(
        choices=[("a", "あ"), ("b", "い")], widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField()
    hidden = forms.CharField(widget=forms.HiddenInput)
    hidden_many = forms.CharField(widget=forms.MultipleHiddenInput)
    hidden_split = forms.SplitDateTimeField(widget=forms.SplitHiddenDateTimeWidget)
    record = RecordField(find=find)
    listed = RecordField(find=find, is_listed=True)


def test_renderer_is_ours():
    assert isinstance(get_default_renderer(), YuiRenderer)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_of_django_forms_is_our_own(name):
    template = get_template(f"django/forms/{name}")
    assert Path(template.origin.name) == OURS / name


@pytest.mark.parametrize("data", [None, {}, {"text": "<b>", "radio": "x", "many": ["a"]}])
def test_form_with_every_widget_is_well_formed(data):
    reader = read(str(Every(data)))
    assert reader.problems == []
    assert reference_problems(reader) == []


def test_labels_belong_to_their_fields():
    reader = read(str(Every()))
    ids = {attrs.get("id") for _tag, attrs in reader.elements}
    assert {"id_text", "id_number", "id_radio_0", "id_three_year", "id_split_0"} <= ids


@pytest.mark.parametrize("method", ["as_div", "as_p", "as_table", "as_ul"])
def test_every_way_to_draw_a_form_looks_the_same(method):
    assert str(getattr(Every(), method)()) == str(Every())


def test_mistakes_stand_in_the_summary_between_hint_and_field():
    html = str(Every({}))
    assert "data-error-summary" in html
    assert '<a href="#id_text">' in html
    assert '<a href="#id_radio">' in html
    hint, mistake, field = (html.index(f'id="id_text{end}"') for end in ("_helptext", "_error", ""))
    assert hint < mistake < field
    assert 'aria-invalid="true"' in html


def test_typed_text_is_escaped():
    assert "<b>" not in str(Every({"text": "<b>"})["text"])


def test_formset_and_error_lists_render():
    formset = forms.formset_factory(Every, extra=2)()
    assert read(str(formset)).problems == []
    form = Every({})
    assert read(str(form.errors)).problems == []
    assert str(form["text"].errors).startswith('<ul class="errorlist">')
    assert form.errors.as_text().startswith("* text\n  * ")


def test_file_that_is_there_can_be_opened_and_removed():
    class Stored:
        url = "/files/a.pdf"

        def __str__(self):
            return "a.pdf"

    html = forms.ClearableFileInput().render("file", Stored(), {"id": "id_file"})
    assert read(html).problems == []
    assert '<a href="/files/a.pdf">a.pdf</a>' in html


class Choose(forms.Form):
    place = RecordField(find=find)
    other = RecordField(find=find, required=False)


@pytest.mark.parametrize(
    "data", [{"place": "川辺"}, {"place": "kawabe"}, {"place": "地区", "place-id": "kawabe"}]
)
def test_record_is_cleaned_to_its_id(data):
    form = Choose(data)
    assert form.is_valid()
    assert form.cleaned_data == {"place": "kawabe", "other": None}


def test_several_records_are_offered_to_choose_from():
    form = Choose({"place": "地区"})
    assert form.errors["place"] == ["3件あります。下からえらんでください。"]
    html = str(form["place"])
    assert [f'name="place-id" value="{place.id}"' in html for place in PLACES] == [True] * 3
    assert "place-id" not in str(Choose()["place"])


@pytest.mark.parametrize("typed", ["南", "<script>", "kawabe2"])
def test_unknown_record_is_refused(typed):
    assert (
        Choose({"place": typed})
        .errors["place"][0]
        .endswith("見つかりません。ことばを変えてください。")
    )


def test_missing_record_is_refused_only_when_required():
    assert set(Choose({}).errors) == {"place"}


def test_listed_records_are_found_afresh_for_every_form():
    now = list(PLACES[:1])

    class Listed(forms.Form):
        place = RecordField(find=lambda text: now, is_listed=True)

    assert "北山地区" not in str(Listed())
    now.append(PLACES[1])
    assert "北山地区" in str(Listed())


@pytest.mark.parametrize("name", ["name", "text"])
def test_form_refuses_a_personal_number_in_any_text(name: str) -> None:
    typed = {
        "name": "朝の会",
        "kind": "go",
        "area": "kita",
        "text": "だれでも",
        name: "番号は１２３４-５６７８-９０１８",
    }
    form = GalleryForm(typed)

    assert set(form.errors) == {name}
    assert "個人番号" in str(form.errors[name])


def test_form_takes_telephones_and_numbers_of_organizations() -> None:
    typed = {
        "name": "0120-444-113 4010401098455",
        "kind": "go",
        "area": "kita",
        "text": "123456789012",
    }

    assert GalleryForm(typed).is_valid()
