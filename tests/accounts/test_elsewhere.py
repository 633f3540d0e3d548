"""Signing in by a provider（OpenID Connect）: who comes in, and what is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from tests.accounts import fake_provider as fake
from tests.accounts.fake_provider import CLIENT, CODE, SECRET, FakeProvider, signed
from tests.builders import CITY, OTHER_CITY, PASSWORD, build_body, build_person
from yui.accounts.actions import allow_steps
from yui.accounts.engine.providers import Provider, read_providers
from yui.accounts.models import Body, User
from yui.accounts.queries import issuers_of_body
from yui.accounts.states import SecondStep
from yui.config.environment import read_environment
from yui.journal.queries import entries_after, head_position
from yui.policy.viewer import Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
ENTER, BACK, OWN = "/accounts/oidc/city/", "/accounts/oidc/city/callback/", "/accounts/2fa/"
LINK, UNLINK = f"{ENTER}link/", f"{ENTER}unlink/"


@pytest.fixture
def idp(settings: Any) -> Iterator[FakeProvider]:
    cache.clear()
    with fake.running(FakeProvider()) as provider:
        known = read_providers(
            f'[city]\nlabel = "市の認証"\nissuer = "{provider.issuer}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n',
            is_local=True,
        )
        settings.YUI = replace(settings.YUI, providers=known)
        yield provider


@pytest.fixture
def manager(db: None, idp: FakeProvider, at: datetime) -> Viewer:
    viewer = build_person("kanri", body_id=build_body(CITY), manages=True)
    allow_steps(
        by=viewer,
        at=at,
        body_id=viewer.body_id or 0,
        allowed=list(SecondStep),
        issuers=[idp.issuer],
    )
    return viewer


@pytest.fixture
def member(manager: Viewer, idp: FakeProvider) -> Viewer:
    """Somebody who linked the provider's person-1."""
    viewer = build_person("member", body_id=manager.body_id)
    SocialAccount.objects.create(user_id=viewer.user_id, provider=idp.issuer, uid="person-1")
    return viewer


def _begin(idp: FakeProvider, client: Client, door: str = ENTER, **sent: str) -> str:
    page = client.post(door, sent)
    assert page.status_code == 200, page.content.decode()
    return idp.came(page["Refresh"].removeprefix("0; url="))


def _enter(idp: FakeProvider, client: Client, **sent: str) -> Any:
    state = _begin(idp, client, **sent)
    return client.get(BACK, {"code": CODE, "state": state})


def _is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def _sure(login: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_who_linked_the_provider_comes_in_by_it_alone(idp: FakeProvider, member: Viewer) -> None:
    client = Client()
    assert "市の認証で入る" in client.get("/accounts/login/").content.decode()
    answer = _enter(idp, client, next="/accounts/sessions/", is_shared="on")
    assert answer["Location"] == "/accounts/sessions/"
    assert _is_in(client)
    assert client.session["is_shared_computer"] is True
    assert client.session["_auth_user_id"] == str(member.user_id)


def test_what_is_asked_of_the_provider_is_bound_to_this_sign_in(
    idp: FakeProvider, member: Viewer
) -> None:
    states = {_begin(idp, Client()), _begin(idp, Client())}
    assert len(states) == 2
    assert idp.begun["redirect_uri"] == f"http://testserver{BACK}"
    assert (idp.begun["response_type"], idp.begun["scope"]) == ("code", "openid")
    assert idp.begun["code_challenge_method"] == "S256"
    assert len(idp.begun["nonce"]) == 64


def test_nobody_bends_what_is_asked_by_the_address(idp: FakeProvider, member: Viewer) -> None:
    page = Client().post(f"{ENTER}?auth_params=redirect_uri%3Dhttps://evil.example&scope=admin")
    idp.came(page["Refresh"].removeprefix("0; url="))
    assert idp.begun["redirect_uri"] == f"http://testserver{BACK}"
    assert idp.begun["scope"] == "openid"
    away = _enter(idp, Client(), next="https://evil.example/")
    assert away["Location"] == "/desk/"


def test_the_page_on_the_way_says_where_it_goes_and_opening_it_changes_nothing(
    idp: FakeProvider, member: Viewer
) -> None:
    client = Client()
    assert client.get(ENTER).status_code == 405
    page = client.post(ENTER)
    assert "「市の認証」に移ります" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert Client().post("/accounts/oidc/nowhere/").status_code == 404


WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "another-client"},
    "an audience more": {"aud": [CLIENT, "another-client"]},
    "an audience more, with azp": {"aud": [CLIENT, "another-client"], "azp": CLIENT},
    "no audience": {"aud": ...},
    "made for another client": {"azp": "another-client"},
    "another issuer": {"iss": "https://evil.example"},
    "an issuer with a slash more": {"iss": "/"},
    "no issuer": {"iss": ...},
    "nonce of another sign-in": {"nonce": "0" * 64},
    "no nonce": {"nonce": ...},
    "nonce that is no text": {"nonce": 7},
    "no person": {"sub": ...},
    "empty person": {"sub": ""},
    "person too long": {"sub": "x" * 192},
    "person with a line break": {"sub": "person-1\n"},
    "person that is no text": {"sub": 1},
    "over for 61 seconds": {"exp": -61},
    "never over": {"exp": ...},
    "over at no number": {"exp": "2099-01-01"},
    "over at infinity of words": {"exp": True},
    "made in two minutes": {"iat": 120},
    "made an hour ago": {"iat": -3600},
    "made at no moment": {"iat": ...},
    "not before two minutes": {"nbf": 120},
}


def _unsigned(claims: dict[str, Any]) -> str:
    return fake.by_hand({"alg": "none", "typ": "JWT"}, claims, lambda _text: b"")


def _signed_by(key: Any, algorithm: str = "RS256", **header: Any) -> fake.Signer:
    return lambda claims: jwt.encode(
        claims, key, algorithm=algorithm, headers={"kid": "k1", **header}
    )


def _own_key_along(claims: dict[str, Any]) -> str:
    own = fake.rsa_key("evil")
    return _signed_by(own, jwk=fake.jwk_of(own, "k1"), jku="https://evil.example/keys")(claims)


def _changed(claims: dict[str, Any]) -> str:
    head, _body, end = signed(claims).split(".")
    body = signed({**claims, "sub": "person-1", "extra": 1}).split(".")[1]
    return f"{head}.{body}.{end}"


WRONG_SIGNATURES: dict[str, Callable[[dict[str, Any]], str]] = {
    "unsigned": _unsigned,
    "unsigned, in other letters": lambda claims: fake.by_hand(
        {"alg": "nOnE", "kid": "k1"}, claims, lambda _text: b""
    ),
    "public key as a secret": fake.with_public_key_as_secret,
    "client secret as a key": _signed_by(SECRET * 4, "HS256"),
    "key of somebody else": _signed_by(fake.rsa_key("evil")),
    "key brought along": _own_key_along,
    "key of another kind": _signed_by(fake.ec_key(), "ES256"),
    "unknown key": lambda claims: signed(claims, kid="k2"),
    "path as a key": lambda claims: signed(claims, kid="../../../../dev/null"),
    "rule nobody knows": lambda claims: signed(claims, crit=["b64"]),
    "token for something else": lambda claims: signed(claims, typ="at+jwt"),
    "changed after it was signed": _changed,
    "no token": lambda claims: "",
    "no letters of a token": lambda claims: "ä.ö.ü",
    "a thousand brackets": lambda claims: fake.by_hand(
        {"alg": "RS256", "kid": "k1"}, claims, lambda _text: b""
    ).replace(".", "." + "WyBb" * 3000, 1),
    "longer than any token": lambda claims: signed({**claims, "x": "x" * 20_000}),
}


def _wrong(idp: FakeProvider, name: str) -> None:
    if name in WRONG_SIGNATURES:
        idp.sign = WRONG_SIGNATURES[name]
        return
    now = int(time.time())
    idp.claims = {
        key: now + value if key in ("exp", "iat", "nbf") and type(value) is int else value
        for key, value in WRONG_CLAIMS[name].items()
    }
    if name == "an issuer with a slash more":
        idp.claims = {"iss": f"{idp.issuer}/"}


def test_every_wrong_token_is_refused_with_one_page_and_no_session(
    idp: FakeProvider, member: Viewer
) -> None:
    before, said = head_position(), set()
    for name in (*WRONG_CLAIMS, *WRONG_SIGNATURES):
        _wrong(idp, name)
        client = Client()
        answer = _enter(idp, client)
        assert answer.status_code == 403, name
        assert "_auth_user_id" not in client.session, name
        said.add(answer.content.decode())
        # The same sign-in, rightly answered, is over too: what was begun is used up.
        idp.claims, idp.sign = {}, signed
        again = client.get(BACK, {"code": CODE, "state": idp.begun["state"]})
        assert again.status_code == 403, name
        assert not _is_in(client), name
    assert len(said) == 1
    assert "「市の認証」では入れませんでした" in said.pop()
    assert head_position() == before
    assert _enter(idp, Client())["Location"] == "/desk/"


def test_every_refusal_says_the_same(idp: FakeProvider, member: Viewer, at: datetime) -> None:
    def refused(client: Client, **sent: str) -> str:
        answer = client.get(BACK, sent)
        assert answer.status_code == 403
        return answer.content.decode()

    def body(client: Client, **sent: str) -> str:
        return refused(client, code=CODE, state=_begin(idp, client), **sent)

    said = {
        refused(Client()),
        refused(Client(), code=CODE, state="x"),
        refused(Client(), error="access_denied", state=_begin(idp, Client())),
        body(Client(), iss="https://evil.example"),
    }
    idp.claims = {"sub": "nobody-linked"}
    said.add(body(Client()))
    idp.claims = {"aud": "another"}
    said.add(body(Client()))
    idp.claims = {}
    User.objects.filter(login="member").update(is_active=False)
    said.add(body(Client()))
    assert len(said) == 1
    assert User.objects.count() == 2


def test_a_token_a_little_late_or_early_is_taken(idp: FakeProvider, member: Viewer) -> None:
    now = int(time.time())
    for claims in (
        {"aud": [CLIENT]}, {"azp": CLIENT}, {"exp": now - 30}, {"iat": now + 30}, {"nbf": now + 30}
    ):  # fmt: skip
        idp.claims = claims
        client = Client()
        assert _enter(idp, client)["Location"] == "/desk/", claims
        assert _is_in(client), claims


def test_an_answer_works_once_and_in_the_browser_that_asked(
    idp: FakeProvider, member: Viewer
) -> None:
    mine, other = Client(), Client()
    state = _begin(idp, mine)
    assert other.get(BACK, {"code": CODE, "state": state}).status_code == 403
    assert not _is_in(other)
    assert mine.get(BACK, {"code": CODE, "state": state}).status_code == 302
    again = mine.get(BACK, {"code": CODE, "state": state})
    assert again.status_code == 403


def test_a_token_of_one_sign_in_does_not_do_for_another(idp: FakeProvider, member: Viewer) -> None:
    _begin(idp, Client())
    stolen = idp.token()
    idp.sign = lambda _claims: stolen
    assert _enter(idp, Client()).status_code == 403


def test_nobody_is_found_by_mail_and_nobody_is_made(idp: FakeProvider, manager: Viewer) -> None:
    User.objects.filter(login="kanri").update(email="manager@office.example")
    client = Client()
    assert _enter(idp, client).status_code == 403
    assert not _is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_one_links_oneself_after_typing_the_password_again(
    idp: FakeProvider, manager: Viewer
) -> None:
    unsure = Client()
    unsure.post("/accounts/login/", {"login": "kanri", "password": PASSWORD})
    assert unsure.post(LINK)["Location"].startswith("/accounts/reauthenticate/")
    client, before = _sure("kanri"), head_position()
    assert "市の認証とつなぐ" in client.get(OWN).content.decode()
    state = _begin(idp, client, LINK)
    assert client.get(BACK, {"code": CODE, "state": state})["Location"] == OWN
    kept = SocialAccount.objects.get()
    assert (kept.user_id, kept.provider, kept.uid) == (manager.user_id, idp.issuer, "person-1")
    assert kept.extra_data == {}
    assert [(each.verb, each.object_id) for each in entries_after(before)] == [
        ("accounts.provider.linked", str(manager.user_id))
    ]
    assert "つながりをやめる" in client.get(OWN).content.decode()
    assert _enter(idp, Client())["Location"] == "/desk/"
    assert client.post(UNLINK)["Location"] == OWN
    assert entries_after(before)[-1].verb == "accounts.provider.unlinked"
    assert _enter(idp, Client()).status_code == 403


def test_nobody_takes_a_link_of_somebody_else_or_links_a_stranger_by_a_trick(
    idp: FakeProvider, member: Viewer
) -> None:
    thief = _sure("kanri")
    state = _begin(idp, thief, LINK)
    assert thief.get(BACK, {"code": CODE, "state": state}).status_code == 403
    assert SocialAccount.objects.get().user_id == member.user_id
    # What one began to link, another who signs in meanwhile in the same browser does not finish.
    idp.subject = "person-2"
    state = _begin(idp, thief, LINK)
    thief.post("/accounts/logout/")
    thief.post("/accounts/login/", {"login": "member", "password": PASSWORD})
    assert thief.get(BACK, {"code": CODE, "state": state}).status_code == 403
    assert set(SocialAccount.objects.values_list("uid", flat=True)) == {"person-1"}


def test_a_body_that_does_not_allow_the_provider_lets_nobody_in_by_it(
    idp: FakeProvider, manager: Viewer, member: Viewer, at: datetime
) -> None:
    other = build_person("yoso", area_path=OTHER_CITY)
    SocialAccount.objects.create(user_id=other.user_id, provider=idp.issuer, uid="person-9")
    idp.subject = "person-9"
    assert _enter(idp, Client()).status_code == 403
    assert _sure("yoso").post(LINK).status_code == 404
    idp.subject = "person-1"
    before = head_position()
    allow_steps(by=manager, at=at, body_id=manager.body_id or 0, allowed=[SecondStep.TOTP])
    assert [each.fields for each in entries_after(before)] == [("totp",)]
    assert _enter(idp, Client()).status_code == 403


def test_an_account_manager_chooses_the_provider_among_the_known_ones(
    idp: FakeProvider, manager: Viewer
) -> None:
    desk = _sure("kanri")
    assert "市の認証" in desk.get("/accounts/steps/").content.decode()
    assert desk.post("/accounts/steps/", {"steps": ["totp"]}).status_code == 302
    assert issuers_of_body(manager.body_id or 0) == frozenset()
    wrong = desk.post("/accounts/steps/", {"steps": ["https://evil.example"]})
    assert wrong.status_code == 422
    assert desk.post("/accounts/steps/", {"steps": [idp.issuer]}).status_code == 302
    assert issuers_of_body(manager.body_id or 0) == {idp.issuer}


DOCUMENT = "/.well-known/openid-configuration"
BROKEN = [
    (DOCUMENT, 500, b"{}"),
    (DOCUMENT, 302, b"{}"),
    (DOCUMENT, 200, b"<html>"),
    (DOCUMENT, 200, b"[" * 9000),
    (DOCUMENT, 200, b"[]"),
    ("/keys", 503, b""),
    ("/keys", 200, b"\xff\xfe"),
    ("/token", 500, b""),
    ("/token", 429, b"{}"),
]


def test_a_provider_that_is_down_says_so_in_one_sentence(idp: FakeProvider, member: Viewer) -> None:
    for path, status, body in BROKEN:
        client = Client()
        if path == DOCUMENT:
            idp.broken = {path: (status, body)}
            page = client.post(ENTER)
        else:
            idp.broken = {}
            state = _begin(idp, client)
            idp.broken = {path: (status, body)}
            page = client.get(BACK, {"code": CODE, "state": state})
        assert page.status_code == 503, (path, status)
        assert "相手の窓口につながりません。" in page.content.decode()
        assert not _is_in(client)
    assert "/elsewhere" not in idp.asked


def test_a_provider_that_is_not_there_says_the_same(idp: FakeProvider, settings: Any) -> None:
    known = settings.YUI.providers[0]
    gone = replace(known, issuer="http://127.0.0.1:9", hosts=("127.0.0.1:9",))
    settings.YUI = replace(settings.YUI, providers=(gone,))
    assert Client().post(ENTER).status_code == 503


def test_a_document_that_leads_elsewhere_is_not_followed(idp: FakeProvider) -> None:
    for document in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://127.0.0.1:9/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "https://evil.example/authorize"},
        {"jwks_uri": None},
        {"much": "x" * 300_000},
    ):
        idp.document = document
        assert Client().post(ENTER).status_code == 503, document
    assert set(idp.asked) == {DOCUMENT}


def test_keys_that_are_none_are_no_error(idp: FakeProvider, member: Viewer) -> None:
    for keys in ({}, {"keys": None}, {"keys": [1]}, {"keys": [{"kid": "k1"}]}):
        idp.keys = keys
        assert _enter(idp, Client()).status_code == 403, keys


def test_a_key_too_short_or_given_twice_is_not_believed(idp: FakeProvider, member: Viewer) -> None:
    idp.keys = {"keys": [fake.jwk_of(fake.rsa_key(), "k1"), fake.jwk_of(fake.rsa_key("x"), "k1")]}
    assert _enter(idp, Client()).status_code == 403
    short = fake.rsa_key("short", 1024)
    idp.keys = {"keys": [fake.jwk_of(short, "k1")]}
    idp.sign = _signed_by(short)
    with pytest.warns(Warning, match="RSA"):
        assert _enter(idp, Client()).status_code == 403


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[city", "TOML として読めません"),
        ('[city]\nlabel = "x"\nclient_id = "x"', "issuer がありません"),
        ('[city]\nlabel = "x"\nclient_id = "x"\nissuer = "http://x.example"', "https:// で始まる"),
        ('[city]\nlabel = "x"\nclient_id = "x"\nissuer = "https://a@x.example"', "https:// で"),
        ('[city]\nlabel = "x"\nclient_id = "x"\nissuer = "https://x.example"\nfoo = "x"', "foo は"),
        ('[City]\nlabel = "x"\nclient_id = "x"\nissuer = "https://x.example"', "名前は"),
        ('[city]\nlabel = 3\nclient_id = "x"\nissuer = "https://x.example"', "文字にして"),
        ('[a]\nlabel = "x"\nclient_id = "x"\nissuer = "https://x.example"\n'
         '[b]\nlabel = "x"\nclient_id = "x"\nissuer = "https://x.example"', "2 度"),
    ],
)  # fmt: skip
def test_a_wrong_list_of_providers_stops_the_start_in_words(
    tmp_path: Any, text: str, says: str
) -> None:
    (tmp_path / "oidc.toml").write_text(text, encoding="utf-8")
    given = {
        "YUI_PROFILE": "production",
        "YUI_DATA": str(tmp_path / "data"),
        "YUI_ALLOWED_HOSTS": "x.example",
        "YUI_OIDC_PROVIDERS_FILE": str(tmp_path / "oidc.toml"),
    }
    with pytest.raises(ImproperlyConfigured, match=says):
        read_environment(given)


def test_only_hosts_that_the_operator_named_are_asked() -> None:
    provider = Provider("x", "x", "https://a.example", "c", hosts=("a.example", "b.example:8443"))
    for address in ("https://a.example", "https://a.example/x?y=z", "https://b.example:8443/x"):
        assert provider.may_ask(address)
    for address in (
        "http://a.example/", "https://a.example.evil.example/", "https://a.example@evil.example/",
        "https://evil.example/a.example", "https://a.example\\@evil.example", "https://b.example/",
        "https://a.example:444/", "//a.example/", "https://a.example/ x", None, 7,
    ):  # fmt: skip
        assert not provider.may_ask(address), address
    assert "geheim" not in repr(replace(provider, client_secret="geheim"))


def test_who_came_in_by_the_provider_is_asked_for_no_second_step(
    idp: FakeProvider, manager: Viewer, member: Viewer
) -> None:
    Body.objects.filter(id=manager.body_id).update(step_from=timezone.localdate())
    by_password, elsewhere, linking = _sure("member"), Client(), _sure("kanri")
    assert by_password.get("/desk/")["Location"] == OWN
    assert "「市の認証で入る」から入りなおす" in by_password.get(OWN).content.decode()
    _enter(idp, elsewhere)
    assert _is_in(elsewhere)
    idp.subject = "person-2"
    assert linking.get("/desk/")["Location"] == OWN
    linking.get(BACK, {"code": CODE, "state": _begin(idp, linking, LINK)})
    assert _is_in(linking)
