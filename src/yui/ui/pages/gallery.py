"""Invented content of 見本市 for the gallery: every component in every state."""

from __future__ import annotations

from typing import Any

from yui.ui.pages import desk_parts as desk
from yui.ui.pages import parts
from yui.ui.pages.frame import DeskMenuGroup, DeskMenuItem

TOWN = parts.MunicipalityBar("見本市", "#town", "#change", "みほんし")
MENU = (
    parts.MenuItem("さがす", "#search", is_current=True),
    parts.MenuItem("催し", "#events"),
    parts.MenuItem("事例", "#cases"),
    parts.MenuItem("いっしょにつくる", "#together"),
    parts.MenuItem("使い方", "#help"),
)
LINKS = (
    parts.Link("団体の方へ", "#organizations"),
    parts.Link("学ぶ", "#learn"),
    parts.Link("オープンデータ", "#data"),
    parts.Link("ウェブアクセシビリティ方針", "#accessibility"),
    parts.Link("個人情報のあつかい", "#privacy"),
    parts.Link("運営している人たち", "#people"),
)
BOX = parts.PhoneBox(
    "見本市 地域包括支援センター", parts.Phone("000-555-0120", "月曜〜金曜 8時30分〜17時15分")
)
REPORT = parts.Link("この内容はちがいます、と知らせる", "#report")

_OPEN = parts.Status("受付中", "open")
_WAIT = parts.Status("満員・待てます", "wait")
_STALE = parts.Checked(
    "2026年4月15日に確かめた内容です。変わっているかもしれません。電話で確かめてください。",
    is_stale=True,
)


def _facts(*pairs: tuple[str, str]) -> tuple[parts.Fact, ...]:
    return tuple(parts.Fact(label, tuple(text.split("|"))) for label, text in pairs)


CARDS = (
    parts.ResultCard(
        "あさひ 買い物いっしょ便",
        "#s1",
        "週に1回、近所の人が車で家まで迎えに来ます。店ではいっしょに歩きます。",
        _OPEN,
        parts.Phone("000-555-1201", "電話の受付 月曜〜金曜 9時〜16時"),
        facts=_facts(
            ("どこ", "川辺地区（家の前から）"),
            ("いつ", "毎週火曜 9時30分〜11時30分"),
            ("お金", "1回 200円"),
            ("ほかに", "車いすで使えます・荷物を家の中まで運びます"),
        ),
        checked=parts.Checked("2026年11月10日に電話で確かめました"),
        number=1,
        point=parts.Point(35.01, 139.01),
        action=parts.Link("リストに入れる", "#keep"),
    ),
    parts.ResultCard(
        "川辺 おつかい会",
        "#s2",
        "電話で頼んだ物が、次の日に家へ届きます。",
        _WAIT,
        parts.Phone("000-555-1203", "電話の受付 月曜〜金曜 10時〜15時"),
        facts=_facts(("どこ", "川辺・中央地区"), ("いつ", "月曜・木曜に配達")),
        checked=_STALE,
        number=2,
        point=parts.Point(35.02, 139.03),
    ),
    parts.ResultCard(
        "特定非営利活動法人 見本市北部地区ささえあい助け合いネットワークの会 "
        "雪かき・草取り・小さな修理の手伝い",
        "#s3",
        "名前が長いときの見え方です。",
        parts.Status("休止中（3月まで）"),
        others=(
            parts.ContactWay("FAX", "000-555-1299", hours="受付 月曜〜金曜 9時〜16時"),
            parts.ContactWay("メール", "mihon@example.jp", "mailto:mihon@example.jp"),
        ),
        facts=_facts(("どこ", "北山地区")),
        tags=("家に来てもらう", "無料"),
        checked=parts.Checked("2026年9月末の公表による内容です"),
        number=3,
        point=parts.Point(35.02, 139.03),
    ),
    parts.ResultCard(
        "浜 朝の体操",
        "#s4",
        status=parts.Status("終わりました"),
        others=(parts.ContactWay("会場", "浜コミュニティセンターへ、直接どうぞ"),),
        number=4,
    ),
)
SHORT = tuple(
    parts.ShortResult(name, f"#n{index}", line, phone=parts.Phone(number))
    for index, (name, line, number) in enumerate(
        (
            ("移動スーパー みなと号", "集会所の前で買えます", "000-555-1202"),
            ("川辺 おつかい会", "買った物を家に届けます", "000-555-1203"),
            ("大野商店 電話で配達", "重い物を1つから届けます", "000-555-1204"),
        )
    )
)
CASES = (
    parts.ShortResult(
        "朝のごみ出しを、散歩の仲間が引き受けた",
        "#c1",
        "23軒で続いています",
        meta="見本市（人口4万2千人）",
    ),
    parts.ShortResult(
        "空いた店で週3回のお昼ごはん", "#c2", "1日18人が食べています", meta="試町（人口8千人）"
    ),
    parts.ShortResult(
        "病院の日だけ走る乗り合いの車", "#c3", "通院をやめた人が5人減りました", meta="例村"
    ),
)
TROUBLES = tuple(
    parts.WordButton(word, f"#t{index}", count)
    for index, (word, count) in enumerate(
        (
            ("買い物", 12),
            ("食事", 9),
            ("ごみ出し", 4),
            ("そうじ・洗たく", 7),
            ("通院・外出", 8),
            ("話し相手", 6),
            ("見守り", 5),
            ("小さな修理", 3),
            ("雪かき・草取り", 6),
            ("お金・手続き", None),
        )
    )
)
WISHES = tuple(
    parts.WordButton(word, f"#w{index}", count)
    for index, (word, count) in enumerate(
        (
            ("体を動かしたい", 21),
            ("人と集まりたい", 34),
            ("習いたい", 15),
            ("人の役に立ちたい", 11),
            ("何か始めたい", 1206),
        )
    )
)
WAYS = (
    parts.WordButton("曜日を「いつでも」にする", "#y1", 2),
    parts.WordButton("市の全部からさがす", "#y2", 6),
    parts.WordButton("となりの試町を見る", "#y3", 3),
)
EVENTS = (
    parts.EventItem(
        "11月25日（水）",
        "10時〜11時30分",
        "いきいき体操の日",
        "#e1",
        "川辺公民館",
        "無料・申し込みなし",
    ),
    parts.EventItem(
        "11月26日（木）",
        "11時30分〜13時",
        "みんなのお昼ごはん",
        "#e2",
        "駅前 旧さくら商店",
        "300円・前の日までに電話",
        parts.Phone("000-555-0141"),
    ),
    parts.EventItem(
        "11月28日（土）",
        "13時30分〜15時",
        "スマホの困りごと相談",
        "#e3",
        "北山コミュニティセンター",
        state="中止になりました",
    ),
)
PEOPLE = (
    parts.Person("見本 花子", "川辺・中央地区", parts.Phone("000-555-0131"), "みほん"),
    parts.Person("見本 次郎", "北山地区", parts.Phone("000-555-0132"), "みほん"),
    parts.Person("見本 桜", "浜・南地区", parts.Phone("000-555-0133", "月曜〜金曜 9時〜17時")),
)
SERVICE_FACTS = _facts(
    ("使える人", "川辺地区に住む65歳以上の方。介護の認定はなくてもかまいません。"),
    ("どこ", "家の前から、スーパー見本 川辺店まで"),
    ("いつ", "毎週火曜 9時30分〜11時30分|祝日と12月29日〜1月3日は休みます"),
    ("お金", "1回 200円（燃料代）"),
    ("乗り降り", "段が1つあります。手を貸します。車いすは1台のせられます。"),
)
LONG_FACTS = _facts(
    ("運営しているところ", "見本市 高齢福祉課"), ("ライセンス", "クリエイティブ・コモンズ 表示 4.0")
)
NUMBERS = (
    parts.Number("開いているまち", "212"),
    parts.Number("手助けと集まり", "18,460", "件"),
    parts.Number("うまくいった話", "937", "件"),
)
STEPS = (
    parts.Step("声を聞く", "担当が、体操の会で14軒の話を聞きました。", "2026年1月"),
    parts.Step("相談する", "散歩の会・自治会・市の清掃課など11人で3回集まりました。", "2月〜3月"),
    parts.Step("本番", "当番表を作り、23軒で始めました。", "7月から"),
)
THREAD = (
    parts.ThreadStep(
        "声",
        "2026年1月14日",
        quote="ごみ袋が重くて、集積所まで行けない",
        text="川辺地区の80代の方が、体操の会で担当に話しました。",
        consent="本人の許しをもらい、言ったままのことばをのせています。",
    ),
    parts.ThreadStep(
        "困りごと",
        "1月〜2月",
        "川辺地区で、同じ声が14件ありました",
        text="坂が急で、集積所まで200メートル以上の家が多い。",
        link=parts.Link("困りごとのまとめを見る", "#v1"),
    ),
    parts.ThreadStep(
        "手助け",
        "7月から、いまも",
        "あさひ ごみ出し便",
        status=_OPEN,
        text="いま23軒が使っています",
        phone=parts.Phone("000-555-1211"),
        state="now",
    ),
    parts.ThreadStep("事例", text="ここから先は、まだ決まっていません", state="later"),
)
PAPERS = (
    parts.Link("当番表", "#p1", "Excel・1枚"),
    parts.Link("お願いの紙（大きな字）", "#p2", "Word・1枚"),
)
PLACES = tuple(
    parts.Link(name, "#pref") for name in ("見本市", "試町", "例村", "ひな形町", "仮名村")
)
DISTRICTS = (
    parts.Choice("", "どの地区でも"),
    parts.Choice("kawabe", "川辺地区"),
    parts.Choice("kita", "北山地区"),
)
DAYS = (
    parts.Choice("mon", "月曜"),
    parts.Choice("tue", "火曜"),
    parts.Choice("wed", "水曜", "午前だけ"),
)
MISTAKES = (
    parts.FieldError("postcode-wrong", "郵便番号：数字が6けたです。あと1けた入れてください。"),
    parts.FieldError("district-wrong", "地区：えらんでください。"),
)

DESK_MENU = (
    DeskMenuGroup((DeskMenuItem("きょうの仕事", "#d0", "9", is_current=True),)),
    DeskMenuGroup(
        (DeskMenuItem("声を記録する", "#d1"), DeskMenuItem("声・困りごと", "#d2", "7")), "聞く"
    ),
    DeskMenuGroup(
        (DeskMenuItem("確認する", "#d3", "23"), DeskMenuItem("社会資源", "#d4", "1,046")), "台帳"
    ),
    DeskMenuGroup(
        (DeskMenuItem("取り込み", "#d5"), DeskMenuItem("月次報告", "#d6", "11月")), "まとめ"
    ),
)
URGENT = desk.StateWord("急ぐ", "urgent")
WORDS = (
    URGENT,
    desk.StateWord("待ち", "wait"),
    desk.StateWord("進行", "moving"),
    desk.StateWord("済", "done"),
)
COLUMNS = (
    desk.Column("仕事"),
    desk.Column("種類"),
    desk.Column(
        "確認済み", is_number=True, sort_href="#o1", sorted="ascending", sorted_words="低い順"
    ),
    desk.Column("たった日数", is_number=True, sort_href="#o2"),
    desk.Column(""),
)
ROWS: tuple[desk.Row | desk.GroupRow, ...] = (
    desk.GroupRow("ほか 1 件", URGENT),
    desk.Row(
        (
            desk.Cell("みどり会 買い物バス", "#r1", "坂の上・0000-12-3401"),
            desk.Cell("確認", word=desk.StateWord("まだ", "wait")),
            desk.Cell("18 %", percent=18),
            desk.Cell("214日"),
            desk.Cell(action=parts.Link("電話する", "#r1")),
        ),
        is_chosen=True,
    ),
    desk.GroupRow("きょう 1 件"),
    desk.Row(
        (
            desk.Cell("「冬は坂がこわくて店に行けない」ほか 1 件", "#r2", "訪問で聞いた"),
            desk.Cell("声"),
            desk.Cell(),
            desk.Cell("聞き取り前"),
            desk.Cell(action=parts.Link("読む", "#r2")),
        )
    ),
)
TILES = (
    desk.Tile("加える", "#p1", 42, "新しい資源"),
    desk.Tile("変える", "#p2", 17, "項目 23 か所"),
    desk.Tile("同じ", "#p3", 92984, "何もしません"),
    desk.Tile("ファイルにない", "#p4", 6, "消しません。どうするか選ぶ"),
    desk.Tile("取り込めない", "#p5", 9, "ここで直せます", is_current=True),
)
DECISIONS = (
    desk.DecideChoice("publish", "公開する", "A"),
    desk.DecideChoice("return", "差し戻す", "R"),
    desk.DecideChoice("ask", "ほかの人に聞く", "F"),
)
CHANGES = (
    desk.Change("料金", "1 食 300 円", "1 食 350 円（子ども 100 円）"),
    desk.Change("定員", "", "20 人。前の日までに電話"),
    desk.Change(
        "はじめ方", "直接お越しください。", "世話人（000-0000-3407）へ電話", "携帯電話らしい番号。"
    ),
)
STAGES = (
    desk.Stage("0 体制づくり", "済 6月2日", "done"),
    desk.Stage("1 課題把握", "済 7月18日", "done"),
    desk.Stage("2 目的共有", "いまここ", "now"),
    desk.Stage("3 主体探索", "1月から"),
    desk.Stage("4 協議・対話", "まだ"),
)
KEYS = (desk.KeyHint("J", "次の行"), desk.KeyHint("/", "探す"), desk.KeyHint("Z", "元に戻す"))


def samples() -> dict[str, Any]:
    """This function will return all sample values under lower-case names, for the templates."""
    values = {name.lower(): value for name, value in globals().items() if name.isupper()}
    renamed = {f"{name}_list": values[name] for name in ("people", "numbers")}
    return values | renamed | {"thread_steps": THREAD, "stage_list": STAGES}
