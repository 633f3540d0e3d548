"""Spelling without accidents: width, case, kana and digits brought to one form."""

from __future__ import annotations

import re
import unicodedata

_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]+")
_DIGITS = re.compile(r"[0-9][0-9()\-\u2010-\u2015\u2212]*[0-9]|[0-9]")
_DASHES = re.compile(r"(?<=[\u3041-\u30ff])[\u2010-\u2015\u2212\-](?=[\u3041-\u30ff]|$)")
_SOUNDS = (
    *(("ファ", "ハ"), ("フィ", "ヒ"), ("フェ", "ヘ"), ("フォ", "ホ"), ("ヴァ", "バ")),
    *(
        ("ヴィ", "ビ"),
        ("ヴェ", "ベ"),
        ("ヴォ", "ボ"),
        ("ヴ", "ブ"),
        ("ティ", "チ"),
        ("ディ", "ジ"),
        ("ウォ", "オ"),
    ),
    *(("ヂ", "ジ"), ("ヅ", "ズ"), ("ヲ", "オ"), ("ー", "")),
)
_LARGE = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_VOICED = re.compile("[\u3099\u309a]")
_LENGTHENED = re.compile(
    "(?<=[アカサタナハマヤラワ])ア|(?<=[イキシチニヒミリエケセテネヘメレ])イ|(?<=[エケセテネヘメレ])エ"
    "|(?<=[ウクスツヌフムユルオコソトノホモヨロ])ウ|(?<=[オコソトノホモヨロ])オ"
)
_DOUBLED = re.compile(r"(.)\1+")
_GAPS = re.compile(r"[^\w\u3005\u3006\u30fc]+")


def normalise(text: str) -> str:
    """This function will return the text in NFKC, lower case, with dashes in kana as 「ー」."""
    return _DASHES.sub("ー", unicodedata.normalize("NFKC", text).lower())


def fold_kana(text: str) -> str:
    """This function will return normalised text with hiragana as katakana, length unchanged."""
    return text.translate(_TO_KATAKANA)


def to_hiragana(text: str) -> str:
    """This function will return the text with katakana as hiragana."""
    return text.translate(_TO_HIRAGANA)


def is_kana(text: str) -> bool:
    """This function will say whether the text is kana only (and not empty)."""
    return _KANA.fullmatch(text) is not None


def sound_of(katakana: str) -> str:
    """This function will return katakana without long marks, borrowed sounds as plain ones."""
    for borrowed, plain in _SOUNDS:
        katakana = katakana.replace(borrowed, plain)
    return katakana


def enlarged(katakana: str) -> str:
    """This function will write small katakana large（キョウシツ: キヨウシツ）."""
    return katakana.translate(_LARGE)


def slip_key(kana: str) -> str:
    """This function will return kana without what a phone's pad gets wrong.

    Small and large signs, marks of voice, long vowels（デー, デイ, ディ）, a sign typed twice.
    """
    spelt = fold_kana(kana).replace("ディ", "デイ").replace("ティ", "テイ")
    plain = _VOICED.sub("", unicodedata.normalize("NFD", enlarged(sound_of(spelt))))
    return _DOUBLED.sub(r"\1", _LENGTHENED.sub("", plain))


def compact(text: str) -> str:
    """This function will return normalised, kana-folded text without spaces and punctuation."""
    return fold_kana(_GAPS.sub("", normalise(text)))


def bigrams(text: str) -> list[str]:
    """This function will list the character pairs of normalised text, not across gaps.

    A single character standing alone is its own term, so that nothing is lost.
    """
    found: list[str] = []
    for run in _GAPS.split(text):
        if len(run) == 1:
            found.append(run)
        else:
            found.extend([run[start : start + 2] for start in range(len(run) - 1)])
    return found


def digit_runs(text: str) -> list[str]:
    """This function will list runs of at least four digits of normalised text, hyphens removed."""
    runs = (re.sub(r"\D", "", match.group()) for match in _DIGITS.finditer(text))
    return [run for run in runs if len(run) >= 4]


def phone_terms(phones: tuple[str, ...]) -> list[str]:
    """This function will list each number and its endings of four digits or more.

    So 「045-123-4567」 is found by the whole number, without the area code, or by 「4567」.
    """
    terms: dict[str, None] = {}
    for phone in phones:
        number = re.sub(r"\D", "", normalise(phone))
        for start in range(max(len(number) - 3, 0)):
            terms[number[start:]] = None
    return list(terms)
