"""What lists with English file names are called: residents read the Japanese one.

Facts: names of the data sets as 高松市 lists them (高松市オープンデータ).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_SEAM: Final = "："
_JAPANESE: Final = re.compile(r"[ぁ-んァ-ヶ一-龠]")
_NAMES: Final[Mapping[str, str]] = {
    "environmental facilities": "環境施設",
    "aed location": "AED設置場所",
    "citizen activity facility": "市民活動・男女共同参画施設",
    "community center": "コミュニティセンター",
    "municipal housing": "市営住宅",
    "cemetery": "墓地",
    "funeral": "斎場",
    "tourist facilities": "観光施設",
    "market": "市場",
    "agricultural experience facility": "農業体験施設",
    "kindergarten": "幼稚園",
    "nursery school": "保育施設等",
    "high school": "高等学校など",
    "lifelong learning facility": "生涯学習施設",
    "primary school": "小学校",
    "middle school": "中学校",
    "childrens hall": "児童館など",
    "other child care support facility": "その他子育て支援施設",
    "infant childcare facility": "病児・病後児保育施設",
    "regional child rearing support base": "地域子育て支援拠点",
    "university": "大学",
    "municipal parking": "市立駐車場",
    "city bicycle parking": "市立駐輪場",
    "branch office": "出張所",
    "branch": "支所・連絡事務所",
    "citizen service center": "市役所・市民サービスセンター",
    "hole": "ホール",
    "folklore facility": "歴史・民俗施設",
    "library": "図書館",
    "ground": "グラウンド",
    "other sports facilities": "その他スポーツ施設",
    "pool": "プール",
    "tennis court": "テニスコート",
    "gymnasium": "体育館・武道館",
    "park": "公園",
    "baseball ground other": "野球場ほか",
    "athletics stadium": "陸上競技場",
    "amuseum": "美術館",
    "regional comprehensive support center": "地域包括支援センター",
    "disabled welfare facility": "障がい福祉施設",
    "elderly welfare center": "老人福祉センターなど",
    "elderly wedding house": "老人いこいの家など",
    "elderly welfare facility": "老人福祉施設",
    "group home": "グループホーム",
    "nursing home": "小規模多機能型居宅介護施設",
    "health center": "保健所・保健センター",
    "welfare hall": "社会福祉協議会",
    "other welfare facilities": "その他福祉施設",
    "fire brigade": "消防屯所",
    "fire station": "消防署・消防出張所",
    "citizen disaster prevention center": "市民防災センター",
    "evacuation space": "指定緊急避難場所・指定避難所",
    "tsunami evacuation building": "津波避難ビル",
    "hospital": "医療機関",
    "cultural property": "文化財",
    "public wireless lan": "公衆無線LANアクセスポイント",
    "public toilet": "公衆トイレ",
    "contact center": "ふれあいセンター",
    "general center": "総合センター",
    "regional exchange center": "地域交流館",
    "polling place list": "投票所一覧",
    "agricultural facilities list": "農業施設一覧",
    "road station list": "道の駅一覧",
    "company led childcare facilities list": "企業主導型保育施設一覧",
    "unapproved childcare facilities": "認可外保育施設一覧",
    "events": "イベント情報",
    "recycling box installation location": "使用済小型家電リサイクルBOX設置場所一覧",
    "children club": "民間放課後児童クラブ",
    "list of designated collection bag dealers": "指定収集袋取扱店一覧",
    "rural park": "農村公園",
    "sandbag creation location": "常設土のう作製場所",
    "takamatsu park and ride": "高松市パークアンドライド駐車場",
    "exchange center": "交流センター",
    "judo therapy": "柔道整復師施術所一覧",
    "finger pressure acupuncture and moxacauterization": "あはき施術所一覧",
    "midwifery center": "助産所一覧",
    "dental laboratories": "歯科技工所一覧",
    "children club list": "公立放課後児童クラブ一覧",
    "new barber shops": "理容所開設一覧",
    "new beauty salons": "美容所開設一覧",
    "new cleanings": "クリーニング所開設一覧",
    "new hostels": "旅館業開設一覧",
    "new public baths": "公衆浴場開設一覧",
    "licensed food business facility list": "食品等営業許可施設一覧",
}


def plain_source_name(name: str) -> str:
    """This function will return the name of a source in Japanese.

    「一覧の種類：file name」 names the list by what its publisher calls it; a file name that nobody
    can read says nothing, so that the kind of list stands alone.
    """
    kind, seam, list_name = name.partition(_SEAM)
    if not seam or _JAPANESE.search(list_name):
        return name
    known = _NAMES.get(list_name.strip().casefold())
    return f"{kind}{_SEAM}{known}" if known else kind
