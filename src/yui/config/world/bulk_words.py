"""Words of the bulk generator. Activities stand in the order of how common they are."""

# ruff: noqa: E501 -- one activity a line reads as a table

from __future__ import annotations

from typing import NamedTuple

Term = tuple[str, str]


class Activity(NamedTuple):
    """This value will hold what a made-up service does, and the terms it carries."""

    name: str
    summary: str
    terms: tuple[Term, ...]


def _activity(
    name: str, summary: str, kind: str, fields: str, needs: str, purpose: str, resource: str
) -> Activity:
    pairs = (
        ("provision", kind),
        ("field", fields),
        ("need", needs),
        ("purpose", purpose),
        ("resource", resource),
    )
    found = ((taxonomy, code) for taxonomy, codes in pairs for code in codes.split())
    return Activity(name, summary, tuple(found))


_HEALTH = ("prevention", "gathering")
_TOGETHER = ("participation", "gathering")
_HELP = ("living_support", "living_support")

# With 「椅子体操教室」, 体操 stands in the name of about 8 of 100 services.
ACTIVITIES: tuple[Activity, ...] = (
    _activity("いきいき体操の会", "座ったままでもできる体操を、みんなで続けています。", "go", "health", "exercise", *_HEALTH),
    _activity("ふれあいサロン", "お茶を飲みながら、近所の人と話す場所です。", "go", "place_to_be", "place_to_be", *_TOGETHER),
    _activity("通所介護", "日中に通い、入浴と昼食と機能訓練を受けます。", "go", "care", "respite", "living_support", "care"),
    _activity("買い物の付き添い", "近所の人がいっしょにお店へ行き、荷物を運びます。", "come", "shopping", "shopping_with", *_HELP),
    _activity("配食と見守り", "夕食を手渡しで届け、変わりがないか声をかけます。", "deliver", "meals watching", "meals watching", "living_support", "meals"),
    _activity("訪問介護", "ヘルパーが家へ来て、体の介護と家事を手伝います。", "come", "care", "cleaning", "living_support", "care"),
    _activity("カラオケの集い", "懐かしい歌を、順番に歌って楽しみます。", "go", "culture", "hobby", *_TOGETHER),
    _activity("ごみ出しの手伝い", "決まった朝に、家の前からごみを集積所へ運びます。", "come", "cleaning", "garbage", *_HELP),
    _activity("居宅介護支援", "介護の計画をいっしょに考え、事業所と話をつけます。", "come", "care", "paperwork", "living_support", "care"),
    _activity("グラウンドゴルフ会", "広場で、ゆっくり回って汗をかきます。", "go", "sports", "exercise", "participation", "gathering"),
    _activity("移動スーパー", "肉や野菜を積んだ車が、決まった曜日に回ります。", "mobile_shop", "shopping", "delivery", "living_support", "mobile_shop"),
    _activity("通院の送り迎え", "病院への行き帰りを、車で送り迎えします。", "ride", "mobility", "ride hospital_escort", "living_support", "transport"),
    _activity("手芸の会", "編み物や縫い物を、おしゃべりしながら作ります。", "go", "culture learning", "hobby", *_TOGETHER),
    _activity("見守り訪問", "月に2回うかがい、話を聞き、困りごとを窓口へつなぎます。", "come", "watching", "watching talking", "living_support", "watching"),
    _activity("健康麻雀の会", "お金をかけず、お酒を飲まず、たばこを吸わずに打ちます。", "go", "culture", "hobby", *_TOGETHER),
    _activity("認知症カフェ", "もの忘れが気になる人と家族が、気がねなく過ごせます。", "go", "place_to_be care", "place_to_be respite", "participation", "dementia_cafe"),
    _activity("椅子体操教室", "椅子に座って、足の力がつく体操をします。", "go", "health", "exercise", *_HEALTH),
    _activity("庭木の手入れ", "枝を切り、草を取り、片付けまで引き受けます。", "come", "housing", "garden", *_HELP),
    _activity("囲碁と将棋の会", "はじめての人も、相手をしながら覚えられます。", "go", "culture", "hobby", *_TOGETHER),
    _activity("スマホ相談会", "電話のかけ方から、若い人がとなりで教えます。", "go", "learning", "smartphone", "participation", "learning"),
    _activity("訪問看護", "看護師が家へ来て、体の様子をみます。", "come", "medical care", "medication", "living_support", "care"),
    _activity("公園の朝の集い", "朝のまだ涼しい時間に、公園に集まります。", "go", "health", "exercise", *_HEALTH),
    _activity("会食の会", "みんなで作り、みんなで食べる昼ごはんの日です。", "go", "meals exchange", "meals place_to_be", *_TOGETHER),
    _activity("家事の手伝い", "掃除と洗濯を、1時間から手伝います。", "come", "cleaning laundry", "cleaning laundry", *_HELP),
    _activity("短期入所", "家族が休みたいときに、数日のあいだ泊まれます。", "go", "care", "respite", "living_support", "care"),
    _activity("ノルディックウォーキング", "両手に杖を持ち、川べりを歩きます。", "go", "health sports", "exercise", *_HEALTH),
    _activity("雪かきの応援", "玄関から道までの雪を、朝のうちによけます。", "come", "housing", "snow", *_HELP),
    _activity("絵手紙の会", "季節の野菜や花をかき、だれかに送ります。", "go", "culture", "hobby", *_TOGETHER),
    _activity("電球の取り替え", "高いところの電球や、戸のがたつきを直します。", "come", "housing", "small_repairs", *_HELP),
    _activity("子ども食堂と一緒の夕べ", "子どもも大人も、いっしょに夕ごはんを食べます。", "go", "meals exchange", "meals place_to_be", *_TOGETHER),
    _activity("コーラスの会", "腹から声を出すと、飲み込む力も保てます。", "go", "culture health", "hobby", *_HEALTH),
    _activity("乗り合いタクシー", "前の日までの電話で、家の近くまで来ます。", "ride", "mobility", "ride", "living_support", "transport"),
    _activity("話し相手の訪問", "1時間ほど、お茶を飲みながら話を聞きます。", "come", "watching", "talking", "living_support", "volunteers"),
    _activity("料理教室", "少ない塩でもおいしい作り方を習います。", "go", "cooking health", "hobby cooking", *_HEALTH),
    _activity("福祉用具の貸し出し", "手すりや歩行器を、試してから借りられます。", "come", "care housing", "small_repairs", "living_support", "care"),
    _activity("書類の読み書きの手伝い", "役所から来た手紙を、いっしょに読みます。", "come", "watching", "paperwork", *_HELP),
    _activity("卓球の会", "打ち返すうちに、足も目もよく動きます。", "go", "sports health", "exercise", *_HEALTH),
    _activity("畑の会", "空いた畑を借り、季節の野菜を育てます。", "go", "farmland exchange", "role hobby", "work_activity", "participation"),
    _activity("傾聴ボランティア", "否定せずに、最後まで聞く練習をした人がうかがいます。", "come", "volunteering watching", "talking", "participation", "volunteers"),
    _activity("脳の元気教室", "数を数えながら足ぶみをして、頭と体をいっしょに使います。", "go", "health", "exercise", *_HEALTH),
    _activity("薬の飲み忘れの声かけ", "決まった時刻に電話をして、飲んだかを聞きます。", "remote", "health watching", "medication watching", "living_support", "watching"),
    _activity("おもちゃの病院", "壊れたおもちゃを、会員が直します。", "go", "volunteering exchange", "role", "work_activity", "participation"),
    _activity("まちの保健室", "血圧をはかり、保健師に気軽に聞けます。", "go", "health medical", "exercise", "prevention", "gathering"),
    _activity("家具の移動", "たんすや冷蔵庫を、2人で動かします。", "come", "housing", "furniture", *_HELP),
    _activity("写真の会", "撮った写真を見せ合い、年に一度の展示をします。", "go", "culture", "hobby", *_TOGETHER),
    _activity("生活の困りごと相談", "どこに聞けばよいか分からないことを、まず聞きます。", "remote", "watching", "paperwork", "living_support", "window"),
    _activity("太極拳の会", "息を整えながら、ゆっくり体を動かします。", "go", "health sports", "exercise", *_HEALTH),
    _activity("犬と猫の世話", "入院のあいだの散歩と、えさやりを引き受けます。", "come", "housing", "pets", *_HELP),
    _activity("昔あそびの会", "こまや竹とんぼを、小学生に教えます。", "go", "exchange culture", "role place_to_be", *_TOGETHER),
    _activity("公園の花の世話", "水やりと草取りをして、終わったらお茶を飲みます。", "go", "environment volunteering", "role", "work_activity", "participation"),
    _activity("朗読の会", "声に出して読み、感想を話します。", "go", "culture learning", "hobby", *_TOGETHER),
    _activity("防災の見回り", "地震のときに声をかけ合う名簿をつくります。", "come", "safety", "disaster watching", "participation", "safety"),
    _activity("フラダンスの会", "腰をゆっくり動かす踊りです。見学だけでもどうぞ。", "go", "culture health", "hobby exercise", *_HEALTH),
    _activity("弁当の宅配", "昼と夜、やわらかい食事も選べます。", "deliver", "meals", "meals delivery", "living_support", "meals"),
    _activity("パソコン教室", "名簿や年賀状を、自分で作れるようになります。", "go", "learning", "smartphone hobby", "participation", "learning"),
    _activity("元気アップ筋トレ", "おもりをつけて、足を上げ下げします。", "go", "health", "exercise", *_HEALTH),
    _activity("空き家の見守り", "風を通し、庭の様子を知らせます。", "come", "housing safety", "watching", *_HELP),
    _activity("登下校の見守り隊", "朝と夕方、通学路に立ちます。", "go", "safety volunteering", "role", "work_activity", "participation"),
    _activity("俳句の会", "月に3句を持ち寄り、読み合います。", "go", "culture", "hobby", *_TOGETHER),
    _activity("介護者の集い", "介護する家族どうしが、遠慮なく話せます。", "go", "care place_to_be", "respite talking", "participation", "gathering"),
    _activity("そば打ちの会", "粉から打ち、昼に食べます。", "go", "cooking culture", "hobby cooking", *_TOGETHER),
    _activity("買い物の代行", "書いてもらった物を、店で買って届けます。", "deliver", "shopping", "shopping_for", *_HELP),
    _activity("民謡の会", "三味線に合わせて、土地の歌を歌います。", "go", "culture", "hobby", *_TOGETHER),
    _activity("終活の相談会", "書いておくことを、順番に整理します。", "go", "learning", "paperwork", "participation", "window"),
)  # fmt: skip

DETAILS: tuple[str, ...] = (
    "はじめての方は、見学から始められます。",
    "持ち物は飲み物だけです。",
    "雨の日も開いています。",
    "送り迎えは、相談してください。",
    "車いすのまま入れます。",
    "男性も多く来ています。",
    "途中で帰ってもかまいません。",
    "世話役が入口で待っています。",
    "申し込みはいりません。",
    "前の日までに電話をください。",
    "一人で来る人がほとんどです。",
    "年に2回、遠足があります。",
    "耳の遠い方には、前の席を空けておきます。",
    "熱のある日は休んでください。",
    "お茶とお菓子が出ます。",
    "駐車場は5台分あります。",
    "バス停から歩いて3分です。",
    "夏は夕方の時間に変わります。",
    "家族といっしょでもかまいません。",
    "帰りの時間は決まっていません。",
    "動きやすい服で来てください。",
    "くつは脱がずに入れます。",
    "会費はその日に集めます。",
    "手すりのあるトイレがあります。",
    "会員は20人ほどです。",
    "新しい人を歓迎しています。",
    "当番の人が鍵を開けます。",
    "保健師が月に一度来ます。",
    "足の悪い人のために、椅子を並べています。",
    "年の初めには餅つきをします。",
    "休むときの連絡はいりません。",
    "病院の帰りに寄る人もいます。",
    "近くの保育園の子が遊びに来ます。",
    "道に迷ったら電話をください。迎えに出ます。",
    "10年つづいています。",
    "会場は2階ですが、エレベーターがあります。",
    "写真は撮りません。",
    "雪の日は休みます。",
    "お金のやり取りは、その場で書きとめます。",
    "わからないことは、何でも聞いてください。",
)
FAMILIES: tuple[str, ...] = (
    "ささえあいの会",
    "ボランティアの会",
    "老人クラブ連合会",
    "社会福祉協議会",
    "福祉会",
    "助け合いネット",
    "シルバー人材センター",
    "まちづくり協議会",
    "暮らしの応援団",
    "婦人会",
    "見守り隊",
    "生活支援センター",
    "商店会",
    "地域運営組織",
    "ふれあい会",
    "健康づくりの会",
)
HOURS: tuple[str, ...] = (
    "毎週月曜 10:00～11:30",
    "毎週火曜 9:30～11:30",
    "毎週水曜 13:30～15:00",
    "毎週木曜 10:00～12:00",
    "毎週金曜 14:00～16:00",
    "毎週土曜 9:00～11:00",
    "毎週日曜 10:00～12:00",
    "月曜～金曜 9:00～17:00",
    "月曜～土曜 8:30～17:30",
    "第2・第4火曜 13:30～15:30",
    "第1・第3水曜 10:00～12:00",
    "第1・第3木曜 13:30～15:00",
    "第2金曜 11:00～13:00",
    "第3土曜 10:00～14:00",
    "火曜・金曜 9:30～11:00",
    "月曜・水曜・金曜 10:00～15:00",
)
PRICES: tuple[str, ...] = (
    "1回 100円",
    "1回 200円",
    "1回 300円",
    "1時間 500円",
    "1食 600円",
    "1か月 500円",
    "年会費 1,000円",
    "材料費のみ",
    "介護保険の1割から3割",
    "燃料代のみ",
)
_HEADS = "朝日 夕日 若葉 青葉 桜 梅 松 竹 花 緑 泉 川辺 山手 浜 港 里 森 北 南 東 西 中央 本町 栄 幸 旭 平和 希望 白鳥 つばめ".split()  # noqa: SIM905 -- words read as words
_TAILS = ("町", "台", "野", "ヶ丘", "新田", "団地", "橋", "坂")
PLACES: tuple[str, ...] = tuple(head + tail for head in _HEADS for tail in _TAILS)
