"""Telephone addresses, unbroken spans, display settings and titles."""

import pytest
from markupsafe import Markup

from yui.ui.pages.display import Display, display_from_cookie
from yui.ui.pages.frame import DeskFrame, Frame, MunicipalityBar, page_frame
from yui.ui.pages.parts import Phone
from yui.ui.pages.text import unbroken


@pytest.mark.parametrize(
    ("shown", "href"),
    [
        ("000-555-1201", "tel:0005551201"),
        ("０００（５５５）１２０１", "tel:0005551201"),
        ("+81 3 0000 0000", "tel:+81300000000"),
    ],
)
def test_phone_address_when_shown_in_many_forms(shown, href):
    assert Phone(shown).href == href


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("毎週火曜 9時30分〜11時30分", ["火曜", "9時30分〜11時30分"]),
        ("月曜〜金曜", ["月曜〜金曜"]),
        ("12月29日〜1月3日は休み", ["12月29日〜1月3日"]),
        ("1回 1,200円", ["1回", "1,200円"]),
        ("電話 000-555-1201", ["000-555-1201"]),
        ("10時15分〜40分", ["10時15分〜40分"]),
    ],
)
def test_spans_are_kept_together(text, kept):
    html = unbroken(text)
    for span in kept:
        assert f'<span class="keep">{span}</span>' in html
    assert Markup(html).striptags().replace(" ", "") == text.replace(" ", "")


def test_unbroken_escapes_and_leaves_markup_alone():
    assert unbroken("<b>9時</b>") == '&lt;b&gt;<span class="keep">9時</span>&lt;/b&gt;'
    assert unbroken(Markup("<b>9時</b>")) == "<b>9時</b>"


def test_display_survives_the_cookie():
    display = Display("150", "inverted", "on", "reduced")
    assert display_from_cookie(display.to_cookie()) == display


@pytest.mark.parametrize(
    "value", [None, "", "150", "9999.x.y.z", "a.b.c.d.e", "<script>...", "\x00.\x00.\x00.\x00"]
)
def test_display_keeps_defaults_when_the_cookie_is_not_understood(value):
    assert display_from_cookie(value) == Display()


def test_display_writes_only_what_differs():
    assert Display().attributes() == ()
    assert Display(size="125", ruby="on").attributes() == (
        ("data-size", "125"),
        ("data-ruby", "on"),
    )


def test_title_names_page_and_municipality_once():
    town = MunicipalityBar("見本市", "/a", "/b")
    assert Frame("買い物", town).full_title == "買い物｜見本市｜結 Yui"
    assert Frame("見本市の暮らし", town).full_title == "見本市の暮らし｜結 Yui"
    assert DeskFrame("確認する", "見本市").full_title == "確認する｜見本市｜結 Yui 仕事の机"


def test_page_frame_takes_display_and_address_from_the_request(rf, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    request = rf.get("/14100/?q=x")
    request.COOKIES["yui_display"] = "150.inverted.off.normal"
    frame = page_frame(request, "題")
    assert frame.display == Display("150", "inverted")
    assert frame.canonical == "http://testserver/14100/"
