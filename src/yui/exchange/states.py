"""Closed sets of the exchange room and the moves of a batch."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """This enumeration will name where a batch stands between the file and the directory."""

    RECEIVED = "received", _("受け取りました")
    PLANNING = "planning", _("読んでいます")
    MATCHING = "matching", _("列を合わせてください")
    PLANNED = "planned", _("計画ができました")
    APPLYING = "applying", _("取り込んでいます")
    APPLIED = "applied", _("取り込みました")
    REFUSED = "refused", _("読めませんでした")
    CANCELLED = "cancelled", _("やめました")
    UNDONE = "undone", _("元に戻しました")


MOVES: dict[BatchState, frozenset[BatchState]] = {
    BatchState.RECEIVED: frozenset({BatchState.PLANNING, BatchState.REFUSED, BatchState.CANCELLED}),
    BatchState.PLANNING: frozenset(
        {
            BatchState.PLANNING,
            BatchState.PLANNED,
            BatchState.MATCHING,
            BatchState.REFUSED,
            BatchState.CANCELLED,
        }
    ),
    BatchState.MATCHING: frozenset({BatchState.PLANNING, BatchState.CANCELLED}),
    BatchState.PLANNED: frozenset(
        {BatchState.PLANNING, BatchState.APPLYING, BatchState.APPLIED, BatchState.CANCELLED}
    ),
    BatchState.APPLYING: frozenset({BatchState.APPLYING, BatchState.APPLIED, BatchState.PLANNED}),
    BatchState.APPLIED: frozenset({BatchState.UNDONE}),
    BatchState.REFUSED: frozenset({BatchState.PLANNING, BatchState.CANCELLED}),
    BatchState.CANCELLED: frozenset(),
    BatchState.UNDONE: frozenset(),
}
WORKING = frozenset({BatchState.RECEIVED, BatchState.PLANNING, BatchState.APPLYING})


class Outcome(models.TextChoices):
    """This enumeration will name what the plan does with a row."""

    ADD = "add", _("加える")
    CHANGE = "change", _("変える")
    SAME = "same", _("同じ")
    VANISHED = "vanished", _("ファイルにない")
    REJECTED = "rejected", _("取り込めない")
    OLDER = "older", _("新しい版があるのでそのまま")


class VanishedChoice(models.TextChoices):
    """This enumeration will name what to do with a record the new file does not have."""

    KEEP = "keep", _("そのまま残す")
    END = "end", _("終わったことにする")


RULE_LABELS = {
    "lost_zero": _("消えた先頭の0を戻しました"),
    "full_width": _("全角の数字を半角にしました"),
    "check_digit": _("5桁の団体コードを6桁にしました"),
    "code_from_address": _("団体コードを住所から求めました"),
    "line_break": _("「（改行）」や<br>を改行にしました"),
    "html": _("HTMLの印を外しました"),
    "spaces": _("前後の空白を外しました"),
    "dash_as_empty": _("「-」を空白にしました"),
    "comma_number": _("数字のコンマを外しました"),
    "swapped_point": _("入れ替わった緯度と経度を直しました"),
    "point_dropped": _("日本の外などの座標を入れませんでした"),
    "point_far": _("ほかの行から遠くはなれた座標を入れませんでした"),
    "point_half": _("緯度と経度の片方しかないので、座標を入れませんでした"),
    "point_missing": _("座標の0を空白にしました"),
    "broken_number": _("表計算で壊れた番号を入れませんでした"),
    "mail_in_url": _("URLの列のメールアドレスを移しました"),
    "url_scheme": _("URLの先頭を補いました"),
    "url_dropped": _("URLでない文字を入れませんでした"),
    "hyphens": _("電話番号に区切りを入れました"),
    "phone_dropped": _("読めない電話番号を入れませんでした"),
    "number_dropped": _("正しくない番号を入れませんでした"),
    "postal_code": _("郵便番号をととのえました"),
    "helper_column": _("説明の列を読み飛ばしました"),
    "blank_row": _("ひな形の空行を読み飛ばしました"),
    "formula_guard": _("式よけの印を外しました"),
    "hidden_letters": _("目に見えない文字を外しました"),
    "phone_words": _("電話番号の前後の字を外しました"),
    "fee_words": _("料金の書き方をそろえました"),
    "cut": _("長すぎるところを切りました"),
    "year_from_period": _("日付の年を、一覧が表す日から補いました"),
    "in_description": _("長い説明を、「説明」に移しました"),
    "by_hand": _("手で直しました"),
    "as_before": _("前に手で直したとおりにしました"),
    "area_code": _("電話に市外局番を付けました"),
    "from_above": _("「〃」や「同上」を、上の行と同じにしました"),
}
FLAG_LABELS = {
    "far_from_office": _("役所から60kmより遠い座標です"),
    "other_prefecture": _("別の都道府県の座標です"),
    "address_elsewhere": _("住所がほかの市区町村です"),
    "hours_not_read": _("曜日や時間を読み取れません"),
    "phone_left_out": _("電話が読めないので、電話なしで入ります"),
    "phone_kept": _("電話が空か読めません。電話は前のまま残します"),
    "phone_own": _("自宅や個人の電話です。住民には見せず、窓口の電話を案内します"),
    "fax_own": _("自宅や個人のFAXです。入れません"),
    "text_own": _("自宅や個人の電話を書いた文です。その文は入れません"),
    "place_own": _("自宅や個人の家です。住民には、地区（圏域）だけを見せます"),
    "sphere_unknown": _("この名前の圏域は、まだありません。圏域なしで入ります"),
    "time_impossible": _("ない時刻があります"),
    "capacity_not_read": _("定員を数として読めません"),
    "no_address": _("住所がありません"),
    "confirmed_left_out": _("確かめた日が読めないので、日なしで入ります"),
    "confirmed_to_come": _("確かめた日がまだ来ていない日なので、日なしで入ります"),
    "too_long": _("長すぎるので、この項目なしで入ります"),
    "same_place": _("名前と住所が同じ行があります。二重でないか、確かめてください"),
    "kind_not_read": _("何をするところか読み取れないので、分類なしで入ります"),
}
