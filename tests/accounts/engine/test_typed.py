"""Typed values come back into the form they were typed into, and into no other."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from yui.accounts.engine.typed import refilled, worth_keeping

PAGE = """<main>
<form method="get" action="/a/"><input name="note" value="sought"></form>
<form method="post"><input type="hidden" name="row" value="1">
<textarea name="note">old</textarea></form>
<form method="post" action="/a/"><input type="hidden" name="csrfmiddlewaretoken" value="fresh">
<input type="hidden" name="row" value="2"><input name="title" value="x" required>
<textarea name="note">
old</textarea><select name="kind"><option value="a" selected>A</option>
<option value="b">B</option></select>
<input type="checkbox" name="is_open" value="yes" checked><input type="radio" name="day" value="mo">
<input type="password" name="password1" value=""><input type="file" name="table"></form></main>"""


def _fill(typed: dict[str, list[str]], page: str = PAGE) -> str | None:
    return refilled(page, here="/a/", action="/a/", typed=typed)


def test_the_form_of_the_same_row_is_filled_and_everything_else_stays() -> None:
    typed = {"row": ["2"], "title": ['"b" & <c>'], "note": ["一\n二"], "kind": ["b"], "day": ["mo"]}
    page = _fill(typed) or ""
    before, after = PAGE.split('<form method="post" action', 1)
    assert page.startswith(before)
    assert 'name="title" value="&quot;b&quot; &amp; &lt;c&gt;" required=""' in page
    assert '<textarea name="note">\n一\n二</textarea>' in page
    assert '<option value="a">A</option>\n<option value="b" selected="">B' in page
    assert '<input type="checkbox" name="is_open" value="yes">' in page
    assert '<input type="radio" name="day" value="mo" checked="">' in page
    assert 'value="fresh"' in page
    assert after.endswith('<input type="file" name="table"></form></main>')


def test_no_form_is_filled_when_its_row_or_its_address_is_another() -> None:
    assert _fill({"row": ["3"], "note": ["x"]}) is None
    assert refilled(PAGE, here="/a/", action="/b/", typed={"row": ["2"], "note": ["x"]}) is None
    assert _fill({"row": ["1"], "note": ["x"]}, PAGE.replace("<textarea", "<p")) is None


def test_fields_of_one_name_are_filled_in_their_order() -> None:
    page = '<form method=post><input name="a"><input name="a"/><input name="a"></form>'
    assert _fill({"a": ["1", "2"]}, page) == (
        '<form method=post><input name="a" value="1"><input name="a" value="2">'
        '<input name="a" value=""></form>'
    )


def test_passwords_codes_and_tokens_are_not_worth_keeping() -> None:
    secret = ("password", "password1", "oldpassword", "code", "csrfmiddlewaretoken", "credential")
    sent = {name: ["geheim"] for name in secret} | {"note": ["text"], "post_code": ["000"]}
    assert worth_keeping(sent) == {"note": ["text"], "post_code": ["000"]}


class _Value(HTMLParser):
    value = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.value = dict(attrs).get("value") or "" if tag == "input" else self.value


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_whatever_was_typed_stands_in_the_field_and_breaks_out_of_nothing(text: str) -> None:
    page = f'<p>{escape(text)}</p><form method="post"><input name="a" value="b"></form><i>end</i>'
    filled = _fill({"a": [text]}, page) or ""
    assert filled.startswith(f"<p>{escape(text)}</p>")
    assert filled.endswith("</form><i>end</i>")
    found = _Value()
    found.feed(filled)
    assert found.value == text
