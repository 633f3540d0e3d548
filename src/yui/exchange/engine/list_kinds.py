"""What a town's own list offers: said for the whole list by a person, or read row by row.

Terms are written "taxonomy:code". Every kind stands for what residents look for: a list of
移動販売 must be found under 買い物, never among the places to go to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from yui.exchange.engine.service_types import COME, GO, terms_of_gathering

GATHERING: Final = "gathering"
OTHER: Final = "other"
MIXED: Final = "mixed"
LIST_KINDS: Final[dict[str, str]] = {
    GATHERING: "通いの場・サロン",
    "shop": "移動販売・買い物",
    "meals": "配食・食事",
    "ride": "送迎・外出",
    "help": "家事・ちょっとした手伝い",
    "watching": "見守り・話し相手",
    "advice": "相談",
    OTHER: "そのほか",
    MIXED: "行ごとにちがう",
}
# By which words a kind is known; what a row says beside its own work stands in `_BESIDE`.
_WORDS: Final = {
    "shop": r"買い?物|移動販売|移動スーパー|販売車|移動店舗|巡回販売|行商|御用聞き|食料品",
    "meals": r"配食|弁当|給食|宅食|会食|食事|食堂|昼食|夕食",
    "ride": r"送迎|送り迎え|移送|外出|移動支援|移動サービス|通院|乗り?合い|デマンド|タクシー",
    "help": (
        r"家事|掃除|そうじ|洗濯|(?:ごみ|ゴミ)出し|草取り|草刈|草むしり|庭木|剪定|電球|雪かき|除雪|"
        r"雪下ろし|家具|修繕|修理|ちょっとした|困りごと(?!相談)|手伝い|生活支援(?!コーディ)|"
        r"有償ボランティア|お助け|助け合い"
    ),
    "watching": r"見守り|安否|話し相手|傾聴|声かけ|友愛訪問|電話訪問",
    "advice": r"相談|窓口",
    GATHERING: (
        r"通いの場|サロン|居場所|体操|茶|カフェ|つどい|集い|交流|運動|ストレッチ|ヨガ|ウォーキング|"
        r"脳トレ|介護予防|手芸|囲碁|将棋|麻雀|カラオケ|書道|講座|教室|老人クラブ|卓球"
    ),
}
_KNOWN_BY: Final = {kind: re.compile(words) for kind, words in _WORDS.items()}
_BESIDE: Final = re.compile(
    r"送迎(?:は|が)?(?:あり|有り?|つき|付き?|可|なし|無し?|不可)|ご?相談(?:ください|下さい|のうえ|の上)"
    r"|[要応]相談|[^、。\n]*(?:しません|ありません|できません|いません|行いません)"
)
# A word of these beside another kind says how it is done, not what it is.
_WEAK: Final = frozenset({GATHERING, "advice"})
_LIVING: Final = "purpose:living_support"
_ALWAYS: Final[dict[str, tuple[str, ...]]] = {
    "shop": ("field:shopping", _LIVING),
    "meals": ("field:meals", "need:meals", _LIVING),
    "ride": ("field:mobility", "need:ride", "resource:transport", "provision:ride", _LIVING),
    "help": ("resource:living_support", COME, _LIVING),
    "watching": ("field:watching", "resource:watching", COME, _LIVING),
    "advice": ("resource:window", "provision:consult"),
    OTHER: (),
}
_MORE: Final[dict[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "shop": (
        (
            r"移動販売|移動スーパー|販売車|移動店舗|巡回販売|行商",
            ("need:delivery", "provision:mobile_shop", "resource:mobile_shop"),
        ),
        (r"代行|御用聞き", ("need:shopping_for", "provision:deliver", "resource:living_support")),
        (r"同行|付き?添|一緒|いっしょ", ("need:shopping_with", COME, "resource:living_support")),
        (r"バス|ツアー", ("need:shopping_with", "field:mobility", "provision:ride")),
        (r"宅配|配達|届け", ("need:delivery", "provision:deliver")),
    ),
    "meals": (
        (r"配食|弁当|宅食|宅配|届け", ("provision:deliver", "resource:meals")),
        (r"会食|食堂|食事会", (GO, "need:place_to_be", "field:place_to_be")),
    ),
    "ride": (
        (r"通院|病院", ("need:hospital_escort",)),
        (r"外出|同行|付き?添", ("need:outing_escort",)),
    ),
    "help": (
        (r"掃除|そうじ|片付け|家事", ("field:cleaning", "need:cleaning")),
        (r"ごみ|ゴミ", ("field:cleaning", "need:garbage")),
        (r"洗濯|家事", ("field:laundry", "need:laundry")),
        (r"調理|料理", ("field:cooking", "need:cooking")),
        (r"草|庭|剪定", ("field:housing", "need:garden")),
        (r"雪", ("field:housing", "need:snow")),
        (r"電球|修繕|修理|大工", ("field:housing", "need:small_repairs")),
        (r"家具", ("field:housing", "need:furniture")),
        (r"買い?物", ("field:shopping", "need:shopping_for")),
    ),
    "watching": (
        (r"見守り|安否|声かけ", ("need:watching",)),
        (r"話し相手|傾聴|訪問", ("need:talking",)),
    ),
}
_COMPILED: Final = {
    kind: tuple((re.compile(words), terms) for words, terms in more) for kind, more in _MORE.items()
}
# When neither the row nor the name of the list says more.
_UNSAID: Final[dict[str, tuple[str, ...]]] = {
    "shop": ("need:shopping_for", "need:shopping_with", "need:delivery", "resource:living_support"),
    "help": ("need:other",),
    "watching": ("need:watching", "need:talking"),
}
Described = tuple[str, str, str]


@lru_cache(maxsize=4096)
def kinds_in(words: str) -> tuple[str, ...]:
    """This function will return the kinds that words name, in the order of `LIST_KINDS`."""
    plain = _BESIDE.sub(" ", unicodedata.normalize("NFKC", words))
    return tuple(kind for kind in LIST_KINDS if kind in _KNOWN_BY and _KNOWN_BY[kind].search(plain))


def kinds_of_row(kind_cell: str, name: str, activity: str) -> tuple[str, ...]:
    """This function will return what one row offers; () when nothing says it.

    The cell of its kind decides, then its name; the words about it add what they clearly name.
    """
    said = kinds_in(kind_cell)
    if said:
        return said
    by_name, by_words = _clear(kinds_in(name)), _clear(kinds_in(activity))
    if not by_name or by_name == (GATHERING,):
        return by_name or by_words
    more = (kind for kind in by_words if kind not in _WEAK)
    return tuple(dict.fromkeys((*by_name, *more)))


def proposed_kind(titles: Iterable[str], rows: Sequence[Described]) -> str:
    """This function will propose what kind of list it is: by its name, else by its rows.

    `rows` are (cell of the kind, name, words about it); "" when nothing says it.
    """
    said = _clear(kinds_in(" ".join(titles)))
    if len(said) == 1 and not any(cell for cell, _, _ in rows):
        return said[0]
    found = {kind for row in rows for kind in kinds_of_row(*row)}
    if len(found) == 1:
        return found.pop()
    return MIXED if found else ""


def terms_of_listed(list_kind: str, row: Described, title: str) -> tuple[str, ...]:
    """This function will return the terms of a row of a list of a kind.

    A cell that names the kind of its row counts more than the kind of the list.
    """
    cell, name, activity = row
    kinds = kinds_of_row(*row) if list_kind == MIXED else kinds_in(cell) or (list_kind,)
    words = f"{cell} {name} {activity}"
    return tuple(dict.fromkeys(term for kind in kinds for term in _terms(kind, words, title)))


def terms_of_other_kinds(row: Described, title: str, terms: Iterable[str]) -> tuple[str, ...]:
    """This function will return the terms a row would have had as a row of another kind.

    Where a list came in as what it is not, these are taken away when it is read again.
    """
    words, kept = " ".join(row), set(terms)
    every = (term for kind in LIST_KINDS if kind != MIXED for term in _terms(kind, words, title))
    return tuple(sorted({*every} - kept))


def _clear(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if kind not in _WEAK) or kinds


def _terms(kind: str, words: str, title: str) -> tuple[str, ...]:
    if kind == GATHERING:
        return terms_of_gathering(words)
    more = _details(kind, words) or _details(kind, title) or _UNSAID.get(kind, ())
    return (*_ALWAYS[kind], *more)


def _details(kind: str, words: str) -> tuple[str, ...]:
    plain = _BESIDE.sub(" ", unicodedata.normalize("NFKC", words))
    found = (terms for pattern, terms in _COMPILED.get(kind, ()) if pattern.search(plain))
    return tuple(term for terms in found for term in terms)
