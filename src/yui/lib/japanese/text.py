"""This module will clean text before it is kept, and fold it before it is compared.

Folding is for comparing only: a folded text is never stored in place of the original.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Old and variant forms that name the same town or family in practice, reviewed by hand. Forms
# that are names of their own stay apart (斎 and 斉, 阪 and 坂).
_SAME_KANJI: Final = (
    "髙高 﨑崎 邉辺 邊辺 德徳 濵浜 濱浜 瀨瀬 澤沢 櫻桜 廣広 圓円 國国 學学 "
    "會会 齋斎 齊斉 龍竜 瀧滝 嶋島 嶌島 嶽岳 檮梼 籠篭 鷗鴎 冨富 𠮷吉 淵渕 "
    "灣湾 縣県 驛駅 榮栄 惠恵 眞真 藏蔵 豐豊 條条 應応 號号 氣気 藥薬 圖図 "
    "體体 續続 彌弥 壽寿 萬万 與与 禮礼 燈灯 黑黒 橫横 靑青 埜野 舘館 槇槙 "
    "遙遥 鶯鴬 壺壷 礪砺 檜桧 薗園 嚴厳 傳伝 當当 濟済 鐵鉄 步歩 每毎 歷歴 "
    "祿禄 綠緑 曆暦 曾曽 莊荘 增増 寬寛 蘆芦 鄕郷 淸清 峯峰 "
    # Radicals that fonts draw like the whole letter; PDF files turned into lists are full of them.
    "⻑長 ⻘青 ⻄西 ⻩黄 ⺠民 ⻁虎 ⻯竜 ⻲亀 ⻨麦 ⻝食 ⻤鬼 ⻆角 ⻭歯"
)
_KANJI: Final = {ord(pair[0]): pair[1] for pair in _SAME_KANJI.split()}
_SMALL_KE: Final = {ord("ヶ"): "け", ord("ヵ"): "か", ord("ゖ"): "け", ord("ゕ"): "か"}
_DASHES: Final = re.compile(r"[\-‐‑‒–—―−ーｰ－~〜～]+")
_SPACES_AND_MARKS: Final = re.compile(r"[\s・･,，、.。''\"“”「」『』()\[\]]+")
_VARIATION_SELECTORS: Final = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KATAKANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)} | {
    0x30FD: 0x309D,
    0x30FE: 0x309E,
}
_HIRAGANA: Final = {small: large for large, small in _KATAKANA.items()}
_LINE_ENDS: Final = re.compile(r"\r\n?|\u2028|\u2029|\x85")
# Zero-width letters and marks of direction hide what a text says; U+FFFD means letters were lost.
_HIDDEN: Final = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0\ufff9\ufffa\ufffb\ufffd"
)
_HARMLESS: Final = dict.fromkeys(map(ord, "\n\t\u3000\xa0"), " ")
_REASONS: Final = {
    "Cc": "制御文字",
    "Cs": "壊れた文字",
    "Co": "外字",
    "Cn": "文字として決められていない番号",
    "Cf": "目に見えない文字",
}


class TextRefused(ValueError):
    """This error will say in one Japanese sentence which letter cannot be kept, and where."""


def clean_text(text: str) -> str:
    """This function will return a text fit to be kept: NFC, line ends as \\n, nothing hidden.

    Tabs and line ends stay. Refused: NUL and other control letters, zero-width letters, marks
    of direction, private-use letters (外字), lone surrogates, U+FFFD, unassigned numbers.

    Raises: TextRefused naming the first such letter.
    """
    unified = _LINE_ENDS.sub("\n", text)
    # Nearly every text is plain; the letters are looked at one by one only where one is not.
    plain = unified.translate(_HARMLESS).isprintable() and _HIDDEN.isdisjoint(unified)
    for place, letter in enumerate("" if plain else unified, 1):
        reason = _reason_against(letter)
        if reason:
            raise TextRefused(
                f"{place}文字目に、使えない文字（{reason}、U+{ord(letter):04X}）があります。"
            )
    return unicodedata.normalize("NFC", unified)


def clean_line(text: str) -> str:
    """This function will return a text cleaned as `clean_text` does, on one line, without edges.

    Every run of white space, the ideographic one too, becomes one half-width space.
    """
    return " ".join(clean_text(text).split())


def fold(text: str) -> str:
    """This function will return the form under which two spellings of the same words are equal.

    NFKC, lower case, hiragana, modern kanji from a small reviewed table, ヶ as け; without spaces,
    punctuation, dashes, long-vowel marks and variation selectors. Folding twice changes nothing.
    """
    folded = _fold_once(text)
    while folded != (again := _fold_once(folded)):
        folded = again
    return folded


def hiragana(text: str) -> str:
    """This function will return a text with katakana, half-width ones too, as hiragana."""
    return unicodedata.normalize("NFC", _wide_kana(text).translate(_KATAKANA))


def katakana(text: str) -> str:
    """This function will return a text with hiragana and half-width katakana as full katakana."""
    return unicodedata.normalize("NFC", _wide_kana(text).translate(_HIRAGANA))


def yen(amount_yen: int) -> str:
    """This function will return an amount as people read it: 「1,500円」, 「マイナス200円」."""
    return f"マイナス{-amount_yen:,}円" if amount_yen < 0 else f"{amount_yen:,}円"


def _fold_once(text: str) -> str:
    """This function will fold once; what it drops may bring letters together that compose."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    plain = unicodedata.normalize("NFKC", composed.translate(_SMALL_KE).translate(_KATAKANA))
    modern = _VARIATION_SELECTORS.sub("", plain).translate(_KANJI)
    return _SPACES_AND_MARKS.sub("", _DASHES.sub("", modern))


def _reason_against(letter: str) -> str:
    """This function will name why a letter cannot be kept, or return an empty text."""
    if letter in "\n\t":
        return ""
    if letter in _HIDDEN:
        return "失われた文字" if letter == "\ufffd" else "目に見えない文字"
    return _REASONS.get(unicodedata.category(letter), "")


def _wide_kana(text: str) -> str:
    """This function will widen half-width katakana and join their voicing marks."""
    return re.sub(
        r"[\uff66-\uff9f]+", lambda match: unicodedata.normalize("NFKC", match.group()), text
    )
