"""Made-up records and what lists do to them: slips that change nothing, and look-alikes.

Everything is drawn from a seed; no name, number or address belongs to anybody.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from yui.directory.engine.same import Thing


def _listed(words: str) -> list[str]:
    return words.split()


_FAMILIES: Final = _listed("髙橋 渡邊 濱田 齋藤 長澤 廣瀬 櫻井 山﨑 小嶋 瀧本 龍野 冨田")
_WORDS: Final = _listed(
    "ひまわり あおぞら ほほえみ たんぽぽ なごみ こもれび やすらぎ いこい すみれ のぞみ "
    "わかば みどり さざんか こすもす はまなす しおかぜ せせらぎ ゆうなぎ"
)
_KINDS: Final = {
    "day": ("デイサービスセンター", "デイサービス", "通所介護事業所"),
    "visit": ("ヘルパーステーション", "訪問介護事業所", "訪問介護ステーション"),
    "special_home": ("特別養護老人ホーム", "介護老人福祉施設", "特養"),
}
_TOWNS: Final = _listed("本町 栄町 大字西野 緑が丘 中央 東原 三ツ沢 岩瀬 桜台 塩屋")
_KANJI: Final = "〇一二三四五六七八九"
_MODERN: Final = str.maketrans("髙邊濱齋澤廣櫻﨑嶋瀧龍冨", "高辺浜斎沢広桜崎島滝竜富")
_VOICED: Final = str.maketrans("がぎござじだばびぶ", "かきこさしたはひふ")


@dataclass(frozen=True, slots=True)
class Case:
    """This value will hold two records, whether they are one thing, and how the second was made."""

    first: Thing
    second: Thing
    same: bool
    how: str


def cases(seed: int, count: int) -> Iterator[Case]:
    """This function will draw `count` cases, as many of one thing as of two."""
    draw = random.Random(seed)
    for number in range(count):
        thing = _thing(draw, number)
        is_same = number % 2 == 0
        change = draw.choice(_SLIPS if is_same else _LOOKALIKES)
        other = replace(change(draw, thing), key=f"{number:05}b")
        yield Case(thing, other, is_same, change.__name__)


def _thing(draw: random.Random, number: int) -> Thing:
    kind = draw.choice(sorted(_KINDS))
    # A number in every name of its own would be a mark; a family and two words are not.
    own = draw.choice(_FAMILIES) + "".join(draw.sample(_WORDS, 2))
    town = draw.choice(_TOWNS)
    numbers = [draw.randrange(1, 10), draw.randrange(1, 40), draw.randrange(1, 30)]
    return Thing(
        key=f"{number:05}a",
        name=f"{_KINDS[kind][0]}{own}",
        area=f"14/{14100 + draw.randrange(40)}",
        phones=(f"045{draw.randrange(10**7):07}",),
        address="神奈川県見本市{}{}丁目{}番{}号".format(town, *numbers),
        latitude=35.4 + draw.random() * 0.4,
        longitude=139.3 + draw.random() * 0.4,
        kinds=frozenset({kind}),
    )


def old_letters_written_new(draw: random.Random, thing: Thing) -> Thing:
    """This function will write 髙 as 高 and so on, and lose the point."""
    name = thing.name.translate(_MODERN)
    return replace(thing, name=name, latitude=None, longitude=None)


def legal_form_added(draw: random.Random, thing: Thing) -> Thing:
    """This function will put a company in front or behind, in one of its spellings."""
    form = draw.choice(("㈱", "(株)", "株式会社", "有限会社 ", "社会福祉法人"))
    name = f"{thing.name} {form}" if draw.random() < 0.3 else f"{form}{thing.name}"
    return replace(thing, name=name.strip())


def kind_worded_otherwise(draw: random.Random, thing: Thing) -> Thing:
    """This function will say the kind of service in another official word."""
    kind = next(iter(thing.kinds))
    name = thing.name.replace(_KINDS[kind][0], draw.choice(_KINDS[kind][1:]))
    return replace(thing, name=name)


def kana_slipped(draw: random.Random, thing: Thing) -> Thing:
    """This function will lose the voicing marks of the kana."""
    return replace(thing, name=thing.name.translate(_VOICED))


def kana_in_katakana(draw: random.Random, thing: Thing) -> Thing:
    """This function will write hiragana as half-width or full katakana with spaces between."""
    name = "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ゖ" else one for one in thing.name)
    return replace(thing, name=name.replace("ー", "－"))


def letter_lost(draw: random.Random, thing: Thing) -> Thing:
    """This function will drop one letter of kana from the middle of the name."""
    place = len(thing.name) - 3
    return replace(thing, name=thing.name[:place] + thing.name[place + 1 :])


def address_in_hyphens(draw: random.Random, thing: Thing) -> Thing:
    """This function will write 3丁目2番1号 as 3-2-1, without the prefecture."""
    address = thing.address.removeprefix("神奈川県").replace("丁目", "-").replace("番", "－")
    return replace(thing, address=address.replace("号", ""), latitude=None, longitude=None)


def address_in_kanji(draw: random.Random, thing: Thing) -> Thing:
    """This function will write the 丁目 in kanji and the rest in full-width digits."""
    head, tail = thing.address.split("丁目")
    wide = tail.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return replace(thing, address=f"{head[:-1]}{_KANJI[int(head[-1])]}丁目{wide}")


def phone_missing(draw: random.Random, thing: Thing) -> Thing:
    """This function will leave the number out."""
    return replace(thing, phones=())


def moved(draw: random.Random, thing: Thing) -> Thing:
    """This function will move the office elsewhere in the town, its number unchanged."""
    return replace(thing, address="神奈川県見本市別所99番地", latitude=None, longitude=None)


def second_branch(draw: random.Random, thing: Thing) -> Thing:
    """This function will open a second one in the same place."""
    mark = draw.choice(("第二", "２号館", "Ⅱ", "別館", "アネックス", "ユニット型", "③"))
    return replace(thing, name=f"{thing.name}{mark}")


def other_branch(draw: random.Random, thing: Thing) -> Thing:
    """This function will name a branch by its town; the head office answers for both."""
    return replace(
        thing, name=f"{thing.name} {draw.choice(_TOWNS)[-2:]}店", address="神奈川県見本市3-3-3"
    )


def other_kind(draw: random.Random, thing: Thing) -> Thing:
    """This function will give another service in the same house at the same number."""
    kind = draw.choice(sorted(_KINDS.keys() - thing.kinds))
    own = thing.name.removeprefix(_KINDS[next(iter(thing.kinds))][0])
    return replace(thing, name=f"{_KINDS[kind][0]}{own}", kinds=frozenset({kind}))


def other_office_in_house(draw: random.Random, thing: Thing) -> Thing:
    """This function will put another office of the kind in the same house."""
    kind = next(iter(thing.kinds))
    name = _KINDS[kind][0] + draw.choice(_FAMILIES) + draw.choice(_WORDS) + "の家"
    return replace(thing, name=name, phones=(f"045{draw.randrange(10**7):07}",))


def same_name_elsewhere(draw: random.Random, thing: Thing) -> Thing:
    """This function will give another office of another place the same name."""
    return replace(
        thing,
        address="神奈川県見本市遠方1丁目1番1号",
        phones=(f"045{draw.randrange(10**7):07}",),
        latitude=None,
        longitude=None,
    )


def number_shared(draw: random.Random, thing: Thing) -> Thing:
    """This function will let another office of the same company answer at the same number."""
    kind = next(iter(thing.kinds))
    name = _KINDS[kind][0] + "".join(draw.sample(_WORDS, 2)) + "の里"
    return replace(
        thing, name=name, address="神奈川県見本市遠方2丁目2番2号", latitude=None, longitude=None
    )


Change = Callable[[random.Random, Thing], Thing]
_SLIPS: Final[tuple[Change, ...]] = (
    old_letters_written_new,
    legal_form_added,
    kind_worded_otherwise,
    kana_slipped,
    kana_in_katakana,
    letter_lost,
    address_in_hyphens,
    address_in_kanji,
    phone_missing,
    moved,
)
_LOOKALIKES: Final[tuple[Change, ...]] = (
    second_branch,
    other_branch,
    other_kind,
    other_office_in_house,
    same_name_elsewhere,
    number_shared,
)
