"""Passwords everybody at the office would guess are refused; long secrets are not."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.builders import CITY, PASSWORD, build_area, build_body, build_person
from yui.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    """Somebody of 試験市 whose office has the number 000-555-0140."""
    build_area(CITY, "川辺市", kana="かわべし")
    build_person("tanto", body_id=build_body(CITY))
    return User.objects.get(login="tanto")


@pytest.mark.parametrize(
    "password",
    [
        "seikatsushien2026", "SeikatsuShien-2026!", "生活支援生活支援生活支援",
        "令和8年度令和8年度!!",
        "川辺市川辺市川辺市2026", "かわべしかわべし-2026", "kaigo-fukushi-2026",
        "reiwa8reiwa8reiwa8",
        "000-555-0140-0140", "試験県川辺市役所2026", "password-password", "aaaaaaaaaaaaaa",
        "１２３４５６７８９０１２", "Monkey-Dragon-2026", "p4ssw0rd-l3tm31n", "iloveyou2iloveyou",
        "superman!1975!batman", "Sunshine2026!!!!", "yui-admin-2026-yui", "mijikai",
    ],
)  # fmt: skip
def test_words_of_the_place_and_the_work_are_no_password(officer: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, officer)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD, "yuki-no-hi-no-otya-8", "柿の木に三羽のすずめがいた", "Tr0ub4dor kitchen window",
        "川辺で拾った丸い石は三つ", "reiwa no hajime ni mita umi", "x" * 3 + "Kq8-vLm2-Tz5w",
        "とても長い文章でも、空白 を入れても使えます" * 5,
    ],
)  # fmt: skip
def test_long_secrets_of_any_letters_are_fine(officer: User, password: str) -> None:
    validate_password(password, officer)
    validate_password(password, None)
