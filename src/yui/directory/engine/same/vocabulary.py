"""Words of names that say a legal form, a kind of service or a part of a house: reviewed data.

Every word stands here as people write it and is compared folded (lib.japanese.fold).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from yui.lib.japanese import fold


def _listed(words: str) -> list[str]:
    """The words of a text, which is how a reviewed list reads best."""
    return words.split()


_LEGAL_FORMS: Final = """
    株式会社 有限会社 合同会社 合資会社 合名会社 相互会社 社会福祉法人 医療法人社団
    医療法人財団 社会医療法人財団 社会医療法人社団 社会医療法人 特定医療法人
    医療法人 特定非営利活動法人 NPO法人 一般社団法人 一般財団法人 公益社団法人
    公益財団法人 社団法人 財団法人 地方独立行政法人 独立行政法人 学校法人 宗教法人
    企業組合 協同組合連合会 生活協同組合 農業協同組合 労働者協同組合 協同組合
"""
LEGAL_FORMS: Final = tuple(sorted(map(fold, _listed(_LEGAL_FORMS)), key=len, reverse=True))
SHORT_FORMS: Final = re.compile(
    r"[(（](?:株|有|同|資|名|社|財|福|医|医社|医財|社福|特非|NPO|一社|一財|公社|公財)[)）]"
    r"|[㈱㈲㈳㈶㈻]"
)

# Kinds that an office changes between without becoming another one for the people who go there.
# A small 特養 beside a large one is designated apart, as its units are, and stays apart.
FAMILIES: Final[Mapping[str, str]] = {
    "day_small": "day",
    "multi_nursing_former": "multi_nursing",
}

# Words by which names say what kind of service they are; "" says no kind. The longest wins.
_KIND_WORDS: Final[Mapping[str, str]] = {
    "visit": (
        "訪問介護事業所 訪問介護事業部 訪問介護事業 訪問介護ステーション 訪問介護センター "
        "訪問介護サービス "
        "訪問介護支援センター 訪問介護 ヘルパーステーション ホームヘルパーステーション "
        "ホームヘルプステーション ホームヘルプサービスセンター ホームヘルプサービス "
        "ホームヘルプセンター ホームヘルプ ホームヘルパーセンター ヘルパーセンター "
        "ヘルパー派遣センター ヘルプ ヘルパー事業所 介護ヘルパー ホームヘルパー ヘルパー"
    ),
    "visit_night": "夜間対応型訪問介護事業所 夜間対応型訪問介護",
    "visit_around_clock": (
        "定期巡回・随時対応型訪問介護看護事業所 定期巡回・随時対応型訪問介護看護 "
        "定期巡回随時対応型サービス 定期巡回サービス 定期巡回"
    ),
    "visit_nursing": "訪問看護ステーション 訪問看護事業所 訪問看護",
    "visit_bathing": "訪問入浴介護 訪問入浴サービス 訪問入浴",
    "day": (
        "地域密着型通所介護事業所 地域密着型通所介護 通所介護事業所 通所介護センター 通所介護施設 "
        "通所介護 デイサービスセンター デイサービスホーム デイサービス事業所 デイサービスハウス "
        "居宅デイサービス ディサービスセンター ディサービス "
        "デイサービス デイセンター デイハウス デイホーム 老人デイサービスセンター"
    ),
    "day_dementia": (
        "認知症対応型通所介護 認知症対応型デイサービスセンター 認知症対応型デイサービス"
    ),
    "day_rehabilitation": "通所リハビリテーション 通所リハビリ デイケアセンター デイケア",
    "special_home": (
        "指定介護老人福祉施設 介護老人福祉施設 特別養護老人ホーム 広域型特別養護老人ホーム 特養"
    ),
    "special_home_small": (
        "地域密着型介護老人福祉施設入所者生活介護 地域密着型介護老人福祉施設 "
        "地域密着型特別養護老人ホーム 小規模特別養護老人ホーム"
    ),
    "health_facility": "介護老人保健施設 老人保健施設 老健",
    "medical_home": "介護医療院",
    "group_home": "認知症対応型共同生活介護 認知症高齢者グループホーム グループホーム",
    "multi": "小規模多機能型居宅介護事業所 小規模多機能型居宅介護 小規模多機能ホーム 小規模多機能",
    "multi_nursing": "看護小規模多機能型居宅介護 看護小規模多機能 複合型サービス",
    "short_stay": "短期入所生活介護 ショートステイ",
    "residence": (
        "介護付有料老人ホーム 介護付き有料老人ホーム 住宅型有料老人ホーム 有料老人ホーム "
        "特定施設入居者生活介護 軽費老人ホーム ケアハウス サービス付き高齢者向け住宅 養護老人ホーム"
    ),
    "disability": "居宅介護 重度訪問介護 同行援護 行動援護 生活介護 就労継続支援 共同生活援助",
    "care_plan": "居宅介護支援事業所 居宅介護支援センター 居宅介護支援",
    "equipment": "福祉用具貸与 福祉用具",
    "clinic": "診療所 クリニック 医院",
    "hospital": "病院",
    "": "指定 介護予防 地域密着型 地域密着",
}
KIND_OF: Final[Mapping[str, str]] = {
    fold(word): kind for kind, words in _KIND_WORDS.items() for word in _listed(words)
}
KIND_WORDS: Final = re.compile("|".join(sorted(map(re.escape, KIND_OF), key=len, reverse=True)))

# Kinds of houses people live in: such a house is never one of the services given in it.
HOMES: Final = frozenset(
    {
        "special_home",
        "special_home_small",
        "health_facility",
        "medical_home",
        "group_home",
        "residence",
    }
)

# Words that make two names two things: parts of a house, units, branches, halves of a day.
MARKS: Final = re.compile(
    r"ゆにっと型|ゆにっと|従来型|多床室型?|本体|本館|さてらいと|新館|別館|分館|旧館|あねっくす|ぷらす|せかんど|second|ねくすと|next|"
    r"支店|支社|支部|支所|営業所|出張所|分室|分所|分校|分院|図書室|[0-9]+日型|半日型|終日型|"
    r"短時間|午前|午後|夜間|一般型|認知症型|共生型|予防型|"
    r"りはびり(?:特化型|型)?|機能訓練(?:特化)?型?|(?:運動|歩行)特化型"
)
# A last word by which houses and shops of one name are told apart（はもり館, 焼津駅前店）.
HOUSES: Final = re.compile(r"[^ 0-9]+(?:館|店|棟)$")
# What only says that there are others besides; a name without any mark may mean this one.
MAIN_MARKS: Final = re.compile(r"本店|本社|本部|本院")
ORDINALS: Final = re.compile(
    r"第?([0-9]+|[一二三四五六七八九十壱弐参]+)(?:号館|番館|号店|号棟|号)"
    r"|第([0-9]+|[一二三四五六七八九十壱弐参]+)|([0-9]+)|(?<=[^a-z])(i{1,3}|iv|v)(?= |$)"
)
# How the names of those who run something end, where the name of the thing itself follows.
OWNERS: Final = re.compile(
    r"(?:会|組合|市|町|村|区|県|市立|町立|村立|県立|社協|財団|機構|事業団|公社|法人|附属)$"
)
# What in front of a name makes another house of it.
TELLING: Final = frozenset("新旧元東西南北中上下大小第")
