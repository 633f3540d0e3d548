"""The gallery, 表示の設定, the outbox and the error pages, through their addresses."""

from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from tests.ui.markup import read, reference_problems
from yui.ui.pages.errors import error_response, static_error
from yui.ui.pages.parts import Link, Phone, PhoneBox
from yui.ui.queries import get_mail, visible_mails

pytestmark = [
    pytest.mark.urls("tests.ui.urls"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.fixture
def visitor(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client()


@pytest.mark.parametrize("path", ["/ui/", "/ui/desk/", "/ui/settings/", "/ui/outbox/"])
def test_page_is_well_formed(visitor, path):
    response = visitor.get(path)
    assert response.status_code == 200
    reader = read(response.content.decode())
    assert reader.problems == []
    assert reference_problems(reader) == []
    tags = [tag for tag, _attrs in reader.elements]
    assert tags.count("h1") == 1
    assert tags.count("main") == 1
    assert path == "/ui/outbox/" or "Cookie" in response.headers["Vary"]


def test_page_without_menu_or_town_has_neither(visitor):
    html = visitor.get("/ui/settings/").content.decode()
    assert "メニュー" not in html
    assert "まちを変える" not in html
    assert "見本です" not in html


def test_settings_are_kept_in_the_cookie_and_seen_on_the_next_page(visitor):
    chosen = {"size": "150", "contrast": "inverted", "ruby": "on", "motion": "reduced"}
    response = visitor.post("/ui/settings/", chosen | {"next": "/ui/?a=1"})
    assert (response.status_code, response.url) == (302, "/ui/?a=1")
    cookie = response.cookies["yui_display"]
    assert cookie.value == "150.inverted.on.reduced"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    html = visitor.get("/ui/").content.decode()
    (root,) = [attrs for tag, attrs in read(html).elements if tag == "html"]
    assert root == {
        "lang": "ja",
        "data-size": "150",
        "data-contrast": "inverted",
        "data-ruby": "on",
        "data-motion": "reduced",
    }
    again = read(visitor.get("/ui/settings/").content.decode())
    checked = [attrs["value"] for _tag, attrs in again.elements if "checked" in attrs]
    assert checked == ["150", "inverted", "on", "reduced"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "javascript:alert(1)",
        "ui/",
        "/\t/example.com",
        "",
    ],
)
def test_settings_never_lead_elsewhere(visitor, elsewhere):
    chosen = {"size": "100", "contrast": "normal", "ruby": "off", "motion": "normal"}
    response = visitor.post("/ui/settings/", chosen | {"next": elsewhere})
    assert response.url == "/ui/settings/?saved=1"
    form = visitor.get("/ui/settings/", {"next": elsewhere}).content.decode()
    assert 'name="next" value' not in form


def test_unknown_setting_is_refused_with_a_summary(visitor):
    response = visitor.post("/ui/settings/", {"size": "900"})
    assert response.status_code == 422
    assert "yui_display" not in response.cookies
    assert "data-error-summary" in response.content.decode()


def test_settings_need_the_form_token(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CSRF_FAILURE_VIEW = "yui.ui.views.form_token_refused"
    response = Client(enforce_csrf_checks=True).post("/ui/settings/", {"size": "150"})
    assert response.status_code == 403
    assert "もう一度送ってください" in response.content.decode()


def test_unknown_address_gets_the_404_page(visitor):
    response = visitor.get("/nothing/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "ページが見つかりません" in html
    assert "地域包括支援センター" in html


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 429, 418])
def test_error_page_says_what_was_kept_and_what_to_do(rf, settings, status):
    settings.ALLOWED_HOSTS = ["testserver"]
    response = error_response(rf.get("/x/"), status)
    html = response.content.decode()
    assert response.status_code == status
    assert read(html).problems == []
    assert "残し" in html
    assert "すること" in html


def test_error_page_shows_detail_alternatives_and_the_windows_number(rf, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    box = PhoneBox("見本市 地域包括支援センター", Phone("000-555-0120"))
    response = error_response(
        rf.get("/x/"),
        410,
        "<9月>で終わりました。",
        phone_box=box,
        alternatives=(Link("買い物", "/a/"),),
    )
    html = response.content.decode()
    assert "&lt;9月&gt;で終わりました。" in html
    assert 'href="tel:0005550120"' in html
    assert '<a class="link" href="/a/">買い物</a>' in html


def test_static_error_needs_nothing_and_asks_to_retry():
    response = static_error(503, retry_after_s=10)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "いま、少し止まっています" in response.content.decode()
    assert "Retry-After" not in static_error(500).headers


@pytest.fixture
def outbox(settings, tmp_path):
    folder = tmp_path / "outbox"
    settings.EMAIL_FILE_PATH = folder
    with get_connection("yui.config.mail.OutboxBackend") as connection:
        for subject in ("はじめの件名", "つぎの件名"):
            EmailMultiAlternatives(
                subject,
                "本文です。<b>",
                "from@example.jp",
                ["to@example.jp"],
                connection=connection,
            ).send()
    return folder


def test_outbox_lists_mails_newest_first(outbox, visitor):
    mails = visible_mails(outbox)
    assert [mail.subject for mail in mails] == ["つぎの件名", "はじめの件名"]
    html = visitor.get(f"/ui/outbox/{mails[0].id}/").content.decode()
    assert "本文です。&lt;b&gt;" in html
    assert "to@example.jp" in html


@pytest.mark.parametrize("mail_id", ["nothing", "..", "%2e%2e", "a-0"])
def test_unknown_mail_is_404(outbox, visitor, mail_id):
    assert visitor.get(f"/ui/outbox/{mail_id}/").status_code == 404
    assert get_mail(outbox, mail_id) is None


def test_outbox_is_closed_outside_development(outbox, visitor, settings):
    from dataclasses import replace

    settings.YUI = replace(settings.YUI, profile="production")
    assert visitor.get("/ui/outbox/").status_code == 404
    mail = visible_mails(outbox)[0]
    assert visitor.get(f"/ui/outbox/{mail.id}/").status_code == 404


def test_mail_without_subject_is_still_listed(tmp_path):
    message = EmailMessage()
    message["To"] = "to@example.jp"
    message.set_content("本文")
    (tmp_path / "a.eml").write_text(message.as_string(), encoding="utf-8")
    assert [mail.subject for mail in visible_mails(tmp_path)] == ["（件名なし）"]


@pytest.mark.parametrize("left", ["/ui/?a=1", "/ui/desk/"])
def test_settings_lead_back_to_the_page_they_were_opened_from(visitor, left):
    page = visitor.get("/ui/settings/", headers={"referer": f"http://testserver{left}"})
    html = page.content.decode()
    main = html.partition("<main")[2]
    assert f'<a class="link" href="{left}">前のページにもどる</a>' in main
    assert f'name="next" value="{left}"' in main
    chosen = {"size": "150", "contrast": "normal", "ruby": "off", "motion": "normal"}
    assert visitor.post("/ui/settings/", chosen | {"next": left}).url == left


@pytest.mark.parametrize(
    "left",
    [
        "https://elsewhere.example/ui/",
        "http://testserver.elsewhere.example/ui/",
        "http://testserver//elsewhere.example/",
        "http://testserver/ui/settings/?saved=1",
        "http://[",
        "http://testserver/" + "a" * 3_000,
    ],
)
def test_settings_lead_to_no_other_site_and_not_to_themselves(visitor, left):
    main = visitor.get("/ui/settings/", headers={"referer": left}).content.decode()
    main = main.partition("<main")[2]
    assert "前のページにもどる" not in main
    assert 'name="next" value' not in main
    assert '<a class="link" href="/">最初のページへ</a>' in main


def test_refused_settings_keep_the_way_back(visitor):
    response = visitor.post("/ui/settings/", {"size": "999", "next": "/ui/"})
    assert response.status_code == 422
    assert '<a class="link" href="/ui/">前のページにもどる</a>' in response.content.decode()
