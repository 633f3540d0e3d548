"""Words that once led nowhere, or astray: they find what fits, or what is near, and no more."""

from __future__ import annotations

import pytest

from tests.search.engine.builders import World, document


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(
        tmp_path_factory.mktemp("town"),
        [
            document("直し隊 かなづち", summary="家の小さな修理です。", needs=("small_repairs",)),
            document("はつらつ窓口", summary="地域包括支援センターです。"),
            document("ぶらり号", summary="移動販売の車が来ます。"),
            document("おつかい便", summary="買い物代行です。", needs=("shopping_for",)),
            document("寺の縁側", summary="寺院の本堂を開きます。"),
            document("山の柵の会", summary="イノシシから畑を守ります。"),
            document("旅の会", summary="トイレのあるバスで出かけます。"),
            document("歩こう会", summary="傷害保険に入ります。証書は会で持ちます。"),
            document("絵の会", summary="申し込みは電話です。"),
            document("縫い物の部屋", summary="裁縫をします。"),
            document("網ほずし", summary="仕事は午前だけです。"),
            document("だまされない講座", summary="詐欺の手口を学びます。"),
            document("みどり薬局", summary="夜も開きます。", sector="medical"),
            document("お茶の間", summary="みんなで話します。", needs=("place_to_be",)),
            document("押しボタン", summary="緊急通報装置を貸します。", needs=("watching",)),
            document("ぐっすりの会", summary="快眠のこつを聞きます。"),
            document("家の最期", summary="在宅看取りをします。", sector="medical"),
        ],
    )


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("洗濯機がこわれた", "直し隊 かなづち"),
        ("畳がいたんだ", "直し隊 かなづち"),
        ("針仕事", "縫い物の部屋"),
        ("仕立て直し", "縫い物の部屋"),
        ("湿布", "みどり薬局"),
        ("薬がなくなった", "みどり薬局"),
        ("友達がいない", "お茶の間"),
        ("電話が鳴る", "だまされない講座"),
        ("電話が怖い", "だまされない講座"),
        ("一人で寝るのがこわい", "押しボタン"),
        ("看取り", "家の最期"),
        ("一人でいたくない", "お茶の間"),
        ("一人ぼっち", "お茶の間"),
        ("独りぼっち", "お茶の間"),
        ("ひとりぼっち", "お茶の間"),
        ("家で一人で泣いている", "お茶の間"),
        ("毎日泣いています", "お茶の間"),
        ("ドアが開かない", "直し隊 かなづち"),
        ("さびしくてたまらない", "お茶の間"),
        ("寂しくて仕方がありません", "お茶の間"),
        ("ひとりでさびしくて", "お茶の間"),
        ("不眠", "ぐっすりの会"),
        ("眠りが浅い", "ぐっすりの会"),
    ],
)
def test_everyday_words_find_what_fits(town: World, words: str, name: str) -> None:
    assert name in town.found(words)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("爪切り", "はつらつ窓口"),
        ("夜中のトイレ", "はつらつ窓口"),
        ("めまいがする", "はつらつ窓口"),
        ("鍵をなくした", "直し隊 かなづち"),
        ("屋根の瓦", "直し隊 かなづち"),
        ("扇風機", "直し隊 かなづち"),
        ("カーテン", "直し隊 かなづち"),
        ("仏壇", "寺の縁側"),
        ("戒名", "寺の縁側"),
        ("パン", "ぶらり号"),
        ("豆腐", "ぶらり号"),
        ("牛乳", "ぶらり号"),
        ("洋服", "ぶらり号"),
        ("靴", "おつかい便"),
        ("ゴミ袋", "おつかい便"),
        ("うつ", "はつらつ窓口"),
        ("コンビニ", "おつかい便"),
        ("宅急便", "おつかい便"),
        ("ブロック塀", "直し隊 かなづち"),
    ],
)
def test_what_is_not_listed_finds_nothing_and_offers_what_is_near(
    town: World, words: str, name: str
) -> None:
    answer = town.ask(words, nearby=10)

    assert answer.total == 0
    assert name in [town.names[hit.key] for hit in answer.nearby]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("夜中のトイレ", "旅の会"),
        ("蜂の巣", "山の柵の会"),
        ("保険証", "歩こう会"),
        ("生命保険", "歩こう会"),
        ("電話が鳴る", "絵の会"),
        ("針仕事", "網ほずし"),
    ],
)
def test_a_word_inside_another_does_not_lead_astray(town: World, words: str, name: str) -> None:
    assert name not in town.found(words)
