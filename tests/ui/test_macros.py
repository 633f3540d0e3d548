"""Every macro renders with strict names, and what it writes is well-formed."""

import inspect
from pathlib import Path

import jinja2
import pytest

from tests.ui.markup import read
from yui.ui.pages import desk_parts as desk
from yui.ui.pages import gallery as sample
from yui.ui.pages import parts
from yui.ui.pages.frame import Frame

TEMPLATES = Path(inspect.getfile(Frame)).resolve().parents[1] / "jinja2"
COMPONENTS = sorted((TEMPLATES / "ui/components").glob("*.jinja"))
EVIL = "<script>alert(1)</script>"


def plain_environment():
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def macros_of(path):
    module = plain_environment().get_template(f"ui/components/{path.name}").module
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, jinja2.runtime.Macro) and f"macro {name}(" in path.read_text()
    }


CHOICES = sample.DISTRICTS
# Each macro with arguments for its plain and its full form.
CALLS = {
    "phone_button": [(sample.BOX.phone,), (sample.BOX.phone, True, "あさひ")],
    "phone_link": [(sample.BOX.phone,), (sample.BOX.phone, True)],
    "contact_ways": [(sample.CARDS[2].others,), ((),)],
    "phone_box": [(sample.BOX,), (parts.PhoneBox("役所", None), 3)],
    "button": [("さがす",), ("さがす", True, True, "name", "value", "button")],
    "button_link": [("さがす", "/a"), ("さがす", "/a", True, True, True)],
    "print_button": [()],
    "word_buttons": [(sample.TROUBLES,), (sample.WISHES, "wish"), (sample.WAYS, "rows")],
    "word_button": [(sample.TROUBLES[0],), (sample.TROUBLES[9],)],
    "tag": [(sample.CARDS[0].status,)],
    "checked_line": [(sample.CARDS[0].checked,), (sample.CARDS[1].checked,)],
    "status_line": [(), (sample.CARDS[0].status, sample.CARDS[1].checked)],
    "facts": [(sample.SERVICE_FACTS,), (sample.SERVICE_FACTS, False, True)],
    "numbers": [(sample.NUMBERS,), (sample.NUMBERS, "11月24日の数です")],
    "description_list": [(sample.LONG_FACTS,)],
    "result_card": [(card,) for card in sample.CARDS] + [(parts.ResultCard("名前だけ", "/a"), 3)],
    "result_list": [(sample.CARDS,), ((),)],
    "short_results": [(sample.SHORT,), (sample.CASES,)],
    "count_line": [(0,), (1284, "件", "あります", True)],
    "start_box": [(["電話で伝えてください。"],)],
    "described": [("a", "", ""), ("a", "h", "e")],
    "mark": [(None,), (True,), (False,)],
    "around": [("a", "h", "e")],
    "text_field": [
        ("a", "名前"),
        ("a", "名前", "n", "v", "h", "e", "tel", "short", "tel", "tel", True, 9),
    ],
    "text_area": [("a", "名前"), ("a", "名前", "n", "v", "h", "e", 3, False)],
    "select_field": [
        ("a", "地区", CHOICES),
        ("a", "地区", CHOICES, "n", "kita", "h", "e", "half", True),
    ],
    "choice_list": [("a", CHOICES, "n", ["kita"], "radio", True)],
    "radios": [("a", "地区", CHOICES), ("a", "地区", CHOICES, "n", "kita", "h", "e", True, True)],
    "checkboxes": [("a", "地区", CHOICES), ("a", "地区", CHOICES, "n", ["kita"], "h", "e", True)],
    "checkbox": [("a", "よい"), ("a", "よい", "n", "1", True, "h", "e")],
    "file_field": [("a", "ファイル"), ("a", "ファイル", "n", ".csv", "h", "e", True)],
    "date_field": [
        ("a", "日"),
        ("a", "日", "n", "2026-11-24", "h", "e", True, "2026-01-01", "2027-01-01"),
    ],
    "error_summary": [
        ((),),
        (sample.MISTAKES,),
        ((parts.FieldError("", "だめです"),), "残せません", 3),
    ],
    "exchange": [("/2", ""), ("/2", "#found")],
    "pagination": [(1, ["/1"]), (1, ["/1", "/2"]), (5, [f"/{n}" for n in range(9)], 176)],
    "back_link": [(sample.PAPERS[0],)],
    "breadcrumb": [(sample.PLACES,), (sample.PLACES, "ここ")],
    "event_list": [(sample.EVENTS,)],
    "empty": [(), ("まだありません。", "ほかをさがす", sample.WAYS, 3)],
    "notice": [("残しました",), ("残しました", "できました", "done", "status")],
    "quote": [("重くて行けない",)],
    "step_list": [(sample.STEPS,), (sample.STEPS, True)],
    "thread": [(sample.THREAD,)],
    "people": [(sample.PEOPLE,), ((parts.Person("見本", "北", photo="/p.webp"),),)],
    "link_rows": [(sample.PAPERS,)],
    "place_list": [(sample.PLACES,)],
    "map_frame": [(), ("/b.geojson",)],
    "reading": [("見本市",), ("見本市", "みほんし")],
    "wordmark": [()],
    "desk_menu": [(sample.DESK_MENU,)],
    "state_word": [(sample.URGENT,)],
    "key": [("Z",)],
    "desk_button": [("残す",), ("残す", True, True, True, "Z", "n", "v", "button")],
    "desk_link": [("開く", "/a"), ("開く", "/a", True, True, True, "Z", True)],
    "cell_body": [
        (desk.Cell(), sample.COLUMNS[0], True),
        (desk.Cell("x", "/a"), sample.COLUMNS[0], False),
    ],
    "desk_table": [
        (sample.COLUMNS, sample.ROWS, "表"),
        (sample.COLUMNS, (), "表", "順", True, False),
    ],
    "plan_tiles": [(sample.TILES,)],
    "decide_box": [
        ("/a", sample.DECISIONS),
        (
            "/a",
            sample.DECISIONS,
            "d",
            "return",
            "判断",
            "残す",
            "公開されます",
            "",
            "",
            "",
            "",
            "えらんでください",
        ),
    ],
    "line_notice": [("残しました",), ("残しました", "できました", "error", "")],
    "desk_empty": [("ありません",), ("ありません", "次", sample.PAPERS[0])],
    "next_job": [
        ("返事", "きょう", sample.PAPERS[0]),
        ("返事", "きょう", sample.PAPERS[0], sample.URGENT, "次", "Z"),
    ],
    "diff_table": [(sample.CHANGES,)],
    "stages": [(sample.STAGES,)],
    "pairs": [(sample.LONG_FACTS,)],
    "progress": [(37, "読みました")],
    "key_hints": [(sample.KEYS,)],
}
NEED_A_CALLER = {"conditions"}
OF_DJANGO_WIDGETS = {
    "attributes",
    "input",
    "option_input",
    "choice_group",
    "select_box",
    "select_option",
}
# Pieces that are not an element by themselves.
FRAGMENTS = {"described", "attributes", "exchange"}


def test_every_macro_is_called_here():
    found = {name for path in COMPONENTS for name in macros_of(path)}
    assert found == set(CALLS) | NEED_A_CALLER | OF_DJANGO_WIDGETS


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_macros_render_well_formed_markup(path):
    for name, macro in macros_of(path).items():
        for arguments in CALLS.get(name, []):
            html = str(macro(*arguments))
            html = f"<p {html}>x</p>" if name in FRAGMENTS else html
            assert read(html).problems == [], (name, html)


@pytest.mark.parametrize(
    ("component", "call"),
    [
        ("phone", "phone_button(evil_phone)"),
        ("result_card", "result_card(evil_card)"),
        ("facts", "facts([evil_fact])"),
        ("fields", "text_field('a', evil, value=evil, hint=evil, error=evil)"),
        ("desk", "diff_table([evil_change])"),
        ("notice", "notice(evil)"),
        ("steps", "thread([evil_step])"),
    ],
)
def test_typed_text_is_escaped(component, call):
    macro = call.split("(")[0]
    source = f"{{% from 'ui/components/{component}.jinja' import {macro} %}}{{{{ {call} }}}}"
    html = (
        plain_environment()
        .from_string(source)
        .render(
            evil=EVIL,
            evil_phone=parts.Phone(EVIL, EVIL, EVIL),
            evil_card=parts.ResultCard(EVIL, "/a", EVIL, parts.Status(EVIL), tags=(EVIL,)),
            evil_fact=parts.Fact(EVIL, (EVIL,)),
            evil_change=desk.Change(EVIL, EVIL, EVIL, EVIL),
            evil_step=parts.ThreadStep(EVIL, EVIL, EVIL, EVIL, EVIL),
        )
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_conditions_wrap_the_fields_of_the_page():
    source = (
        "{% from 'ui/components/conditions.jinja' import conditions %}"
        "{% call conditions('川辺地区', action='/s', target='#results') %}<b>欄</b>{% endcall %}"
    )
    html = plain_environment().from_string(source).render()
    assert read(html).problems == []
    assert "<b>欄</b>" in html
    assert 'data-hx-get="/s"' in html


def test_name_stands_before_telephone_and_telephone_before_facts():
    html = str(
        macros_of(TEMPLATES / "ui/components/result_card.jinja")["result_card"](sample.CARDS[0])
    )
    places = [
        html.index(text)
        for text in ("受付中", "result__name", "tel:0005551201", "どこ", "に電話で確かめました")
    ]
    assert places == sorted(places)


def test_undefined_name_raises():
    with pytest.raises(jinja2.UndefinedError):
        plain_environment().from_string("{{ nobody }}").render()
