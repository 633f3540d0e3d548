"""Closed sets of a search: the codes that stand in addresses, and the words people read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# The names are short, since they stand in addresses that are printed.
LABELS = {
    "q": _("ことば"),
    "trouble": _("困りごと"),
    "wish": _("やってみたいこと"),
    "field": _("分野"),
    "need": _("困りごとの種類"),
    "kind": _("使い方"),
    "purpose": _("目的"),
    "sphere": _("地区"),
    "day": _("曜日"),
    "time": _("時間"),
    "fee": _("お金"),
    "flag": _("ほかの条件"),
    "sector": _("さがすもの"),
    "near": _("どこから近い順"),
    "within": _("近さ"),
    "sort": _("並べ方"),
    "page": _("ページ"),
}
# Conditions whose codes are the terms of a vocabulary.
VOCABULARIES = {
    "trouble": "trouble",
    "wish": "wish",
    "field": "field",
    "need": "need",
    "kind": "provision",
    "purpose": "purpose",
}
WEEKDAYS = (
    ("mon", _("月曜")),
    ("tue", _("火曜")),
    ("wed", _("水曜")),
    ("thu", _("木曜")),
    ("fri", _("金曜")),
    ("sat", _("土曜")),
    ("sun", _("日曜")),
)
BANDS = (("am", _("午前")), ("pm", _("午後")), ("eve", _("夕方から")))
FEES = (("free", _("無料")), ("paid", _("有料")))
FLAGS = (
    ("transport", _("送り迎えがある")),
    ("meals", _("食事が出る")),
    ("vacancy", _("いま受け付けている")),
)
SECTORS = (
    ("insurance", _("介護保険の事業所")),
    ("medical", _("訪問・リハビリの医療")),
    ("public", _("公共の施設・窓口")),
    ("all", _("すべて")),
)
SORTS = (
    ("relevance", _("ことばに近い順")),
    ("distance", _("近い順")),
    ("freshness", _("確かめた日が新しい順")),
)
WITHIN = (("500", _("500メートルまで")), ("1000", _("1キロまで")), ("2000", _("2キロまで")))
CHOICES = {
    "day": WEEKDAYS,
    "time": BANDS,
    "fee": FEES,
    "flag": FLAGS,
    "sector": SECTORS,
    "within": WITHIN,
    "sort": SORTS,
}
LONGEST_WORDS = 100
LONGEST_PLACE = 40
MOST_PAGES = 500
