"""A seeded stream of service documents for the search benchmarks (no real people or groups).

Words follow Zipf's law over everyday welfare words and a long tail of made-up compounds; the
municipalities, their codes and office coordinates are the real ones of the japancode package.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from bisect import bisect
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

from yui.search.engine.documents import Document


def listed(text: str) -> list[str]:
    """This function will cut a text at its spaces."""
    return text.split()


HEAD = listed(
    """
    地域 みなさん 健康 体操 サロン 集まる お茶 交流 介護予防 公民館 楽しい 会 ボランティア
    高齢者 買い物 支援 ふれあい 食事 見守り 移動 相談 認知症 カフェ 歌 運動 送迎 配食 弁当
    手芸 囲碁 将棋 麻雀 散歩 料理 掃除 洗濯 ごみ出し 電球 交換 草取り 病院 付き添い スマホ
    教室 講座 防災 訓練 畑 花 子ども 食堂 移動販売 スーパー 宅配 除雪 庭木 手入れ 話し相手
    傾聴 家事 援助 通院 外出 車 バス 乗り合い タクシー 健康診断 血圧 測定 栄養 口腔 筋力
    転倒 予防 ヨガ 太極拳 フラダンス カラオケ 卓球 グラウンドゴルフ ウォーキング ラジオ体操
    百歳体操 脳トレ 折り紙 書道 俳句 絵手紙 写真 パソコン 英会話 読み聞かせ 昔話 祭り 清掃
    花壇 公園 学校 登下校 空き家 農園 直売
    """
)
TAIL = (
    "山川田村木林森野原井上下中本高大小石島松竹梅藤花光春秋"
    "夏冬北南東西金水土日月星空海風雲雪草米麦里町谷沢池橋"
)
NAMES = listed(
    """
    ひまわり さくら あおぞら なかよし ほほえみ たんぽぽ いこい ふれあい のぞみ すみれ こだま
    みどり わかば
    """
)
FIELDS = listed(
    """
    health place_to_be exchange shopping mobility meals watching learning culture sports
    volunteering cleaning cooking laundry housing care medical town_making work safety
    farmland environment successors
    """
)
NEEDS = listed(
    """
    exercise place_to_be talking hobby meals shopping_for delivery ride watching cleaning
    role hospital_escort shopping_with outing_escort cooking garbage laundry garden
    small_repairs smartphone paperwork snow furniture respite medication disaster pets other
    """
)
KINDS = ("visit", "come", "deliver", "shop", "phone", "ride")
ENDINGS = (
    "をしています。",
    "のお手伝いをします。",
    "を楽しみます。",
    "の集まりです。",
    "もできます。",
)
NOTES = (
    "はじめての方も歓迎です。",
    "申し込みはいりません。",
    "飲み物をお持ちください。",
    "送迎はお電話でご相談ください。",
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BANDS = ("am", "pm", "eve")


def municipalities() -> list[tuple[str, str, str, float, float]]:
    """This function will list (path, prefecture, name, latitude, longitude) of all of Japan."""
    spec = find_spec("japancode")
    if spec is None or spec.origin is None:
        raise SystemExit("the japancode package is missing")
    file = Path(spec.origin).parent / "data" / "municipalities.json"
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [
        (f"{int(row['pid']):02}/{int(row['cid']):05}", row["pref"], row["city"].split()[-1],
         float(row["lat"]), float(row["lng"]))
        for row in rows
    ]  # fmt: skip


class DocumentStream:
    """This class will draw documents from a seed; the same seed draws the same documents."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        tail = [first + second for first in TAIL for second in TAIL]
        self.random.shuffle(tail)
        self.words = [*HEAD, *tail]
        weights = [1 / (rank + 12) for rank in range(len(self.words))]
        self._steps = list(accumulate(weights))
        self.places = municipalities()
        self.random.shuffle(self.places)
        self._place_steps = list(accumulate(1 / (rank + 30) for rank in range(len(self.places))))

    def word(self) -> str:
        """This function will draw one word by Zipf's law."""
        return self.words[bisect(self._steps, self.random.random() * self._steps[-1])]

    def place(self) -> tuple[str, str, str, float, float]:
        """This function will draw a municipality, large ones more often."""
        steps = self._place_steps
        return self.places[bisect(steps, self.random.random() * steps[-1])]

    def documents(self, count: int) -> Iterator[Document]:
        """This function will yield `count` documents."""
        for number in range(count):
            yield self._document(number)

    def _sentence(self) -> str:
        return f"{self.word()}と{self.word()}{self.random.choice(ENDINGS)}"

    def _document(self, number: int) -> Document:
        draw = self.random
        path, prefecture, city, latitude, longitude = self.place()
        district = f"{path}/{path[3:]}-{draw.randrange(1, 9)}"
        owner = f"{city}{draw.choice(NAMES)}{draw.choice(('会', 'クラブ', 'ネット', 'サポート'))}"
        spread = 0.06 * math.sqrt(draw.random())
        angle = draw.random() * 2 * math.pi
        return Document(
            key=hashlib.md5(str(number).encode()).hexdigest(),
            name=f"{draw.choice(NAMES)}{self.word()}{self.word()}",
            summary=self._sentence(),
            text=self._sentence() + self._sentence() + draw.choice(NOTES),
            organization=owner,
            place=self._place(prefecture, city),
            phones=(f"0{draw.randrange(10**9):09}",),
            areas=(district,),
            fields=self._some(FIELDS, 2),
            needs=self._some(NEEDS, 3),
            kinds=(draw.choice(KINDS),),
            purposes=(f"p{draw.randrange(4)}",),
            slots=self._slots(),
            fee=draw.choice(("free", "paid", "unknown")),
            flags=tuple(f for f in ("transport", "meals", "vacancy") if draw.random() < 0.2),
            sector="daily" if draw.random() < 0.85 else "insurance",
            points=((latitude + spread * math.sin(angle), longitude + spread * math.cos(angle)),),
            confirmed_day=739_000 + draw.randrange(700),
            neutral_key=draw.getrandbits(30),
            visible_to=("public",) if draw.random() < 0.97 else (path, "registered"),
            position=number,
        )  # fmt: skip

    def _place(self, prefecture: str, city: str) -> str:
        block = f"{self.random.choice(TAIL)}町{self.random.randrange(1, 60)}"
        return (
            f"{city}コミュニティセンター {prefecture}{city}{block}-{self.random.randrange(1, 30)}"
        )

    def _some(self, codes: list[str], most: int) -> tuple[str, ...]:
        count = self.random.randint(1, most)
        # Fields and needs are far from evenly spread in real lists.
        drawn = (codes[int(len(codes) * self.random.random() ** 2)] for _ in range(count))
        return tuple(sorted(set(drawn)))

    def _slots(self) -> tuple[str, ...]:
        days = self.random.sample(WEEKDAYS, self.random.choice((1, 1, 1, 2, 3)))
        band = self.random.choice(BANDS[: self.random.choice((2, 2, 3))])
        return tuple(f"{day}-{band}" for day in days)
