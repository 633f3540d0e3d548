"""This package will read and write Japanese text: comparing, cleaning, kana, telephones, yen."""

from yui.lib.japanese.phones import Phone, parse_phone, parse_phones
from yui.lib.japanese.text import (
    TextRefused,
    clean_line,
    clean_text,
    fold,
    hiragana,
    katakana,
    yen,
)

__all__ = [
    "Phone",
    "TextRefused",
    "clean_line",
    "clean_text",
    "fold",
    "hiragana",
    "katakana",
    "parse_phone",
    "parse_phones",
    "yen",
]
