"""Refusing passwords that everybody uses, or made of words the whole office would guess."""

from __future__ import annotations

import re
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yui.accounts.models import Body, User
from yui.accounts.queries.contexts import group_paths
from yui.areas.queries import areas_by_path
from yui.policy.decide import paths_to

# What the work, the product and the calendar suggest; romanised as people type it.
_WORDS = (
    "生活支援", "地域包括", "包括支援", "高齢者", "介護", "福祉", "通いの場", "市役所", "役場",
    "パスワード", "令和", "平成", "昭和", "seikatsushien", "seikatsusien", "seikatsu", "shien",
    "chiiki", "houkatsu", "koureisha", "koureisya", "kaigo", "fukushi", "hukushi", "shiyakusho",
    "yakuba", "reiwa", "heisei", "shouwa", "showa", "yui", "password", "pasuwado", "welcome",
    "qwerty", "asdfgh", "zxcvbn", "admin", "officer",
)  # fmt: skip
# What stays when the guessable words are taken out must still be a secret.
_LEAST_LETTERS = 6
# Digits that people write for letters; a 1 is an l or an i.
_AS_LETTERS = (str.maketrans("013457", "oleast"), str.maketrans("013457", "oieast"))
_KEPT = re.compile(r"[\W_]+")


class CommonWordsValidator(CommonPasswordValidator):
    """This validator will refuse common passwords, also with digits and signs or two in a row.

    The list is the one that comes with Django: some 20,000 passwords of real leaks.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """This function will raise ValidationError for a password of one or two common ones."""
        super().validate(password, user)
        plain = _folded(password)
        meant = {plain, *(plain.translate(table) for table in _AS_LETTERS)}
        if any(self._is_common(_letters(each)) for each in meant):
            raise ValidationError(
                _("よく使われるパスワードをつないだだけのものは使えません。"),
                code="password_of_common_ones",
            )

    def _is_common(self, letters: str) -> bool:
        parts = ((letters[:at], letters[at:]) for at in range(len(letters)))
        known = self.passwords
        return any(second in known and (not first or first in known) for first, second in parts)


class LocalWordsValidator:
    """This validator will refuse a password of common words, place names or the office's phone.

    Digits in a row or repeated count as one. The words are those of the places and bodies the
    person works for; for an invited person `User.works_for` names them before there is a role.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """This function will raise ValidationError when nothing secret is left of a password."""
        left = _folded(password)
        for word in sorted({*map(_folded, _WORDS), *_words_of(user)}, key=len, reverse=True):
            left = left.replace(word, "") if len(word) >= 2 else left
        letters = re.sub(r"[0-9]+", "0", left)
        if len(letters) < _LEAST_LETTERS or len(set(letters)) < _LEAST_LETTERS - 1:
            raise ValidationError(
                _("よくある言葉や地名、組織の電話番号だけのパスワードは使えません。"),
                code="password_of_local_words",
            )

    def get_help_text(self) -> str:
        """This function will say what to avoid."""
        return _("地名や「令和」、仕事の言葉、電話番号だけでは使えません。")


def _words_of(user: User | None) -> set[str]:
    if user is None:
        return set()
    rows = list(user.works_for)
    if user.pk:
        rows += user.memberships.values_list("area__path", "area_group_id", "body_id")
    paths = {path for path, group, _body in rows for path in (path, *group_paths(group or 0))}
    around = {each for path in paths if path for each in paths_to(path)}
    areas = areas_by_path(around).values()
    bodies = Body.objects.filter(id__in=[body for _path, _group, body in rows])
    words = [text for area in areas for text in (area.name, area.name[:-1], area.kana)]
    words += [text for body in bodies for text in (body.name, body.phone)]
    return {_folded(word) for word in words if len(_folded(word)) >= 2}


def _letters(text: str) -> str:
    return re.sub(r"[0-9]+", "", text)


def _folded(text: str) -> str:
    return _KEPT.sub("", unicodedata.normalize("NFKC", text).casefold())
