"""Closed sets of the directory room and the moves between states of a service."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Vocabulary(StrEnum):
    """This enumeration will name the taxonomies that the code of this room reads."""

    FIELD = "field"
    NEED = "need"
    PROVISION = "provision"
    PURPOSE = "purpose"
    SERVICE_CLASS = "service_class"
    DELIVERY_MODE = "delivery_mode"
    ACCESSIBILITY = "accessibility"


class ServiceState(models.TextChoices):
    """This enumeration will name the states of a service."""

    DRAFT = "draft", _("下書き")
    PUBLISHED = "published", _("公開")
    PAUSED = "paused", _("一時休止")
    ENDED = "ended", _("終了")
    # Found to be another record: that one is kept, and this one leads on to it on every door.
    MERGED = "merged", _("まとめた")


# Which state may follow which. 「要再確認」 is derived from freshness and is no state.
MOVES: dict[ServiceState, frozenset[ServiceState]] = {
    # A draft never ends: an ended service keeps answering for its printed code, with its name.
    ServiceState.DRAFT: frozenset({ServiceState.PUBLISHED}),
    ServiceState.PUBLISHED: frozenset(
        {ServiceState.DRAFT, ServiceState.PAUSED, ServiceState.ENDED}
    ),
    ServiceState.PAUSED: frozenset(
        {ServiceState.DRAFT, ServiceState.PUBLISHED, ServiceState.ENDED}
    ),
    ServiceState.ENDED: frozenset({ServiceState.DRAFT, ServiceState.PUBLISHED}),
    # Only taking the merge back moves it on, to where it stood before.
    ServiceState.MERGED: frozenset(),
}
# Nothing to be found any more.
GONE = (ServiceState.ENDED, ServiceState.MERGED)
LISTED = (ServiceState.PUBLISHED, ServiceState.PAUSED)


class Sameness(models.TextChoices):
    """This enumeration will say what people decided about two records that look alike."""

    WAITING = "waiting", _("まだ決めていません")
    SAME = "same", _("同じもの")
    DIFFERENT = "different", _("ちがうもの")


class Sector(models.TextChoices):
    """This enumeration will sort services by what residents expect to find first."""

    DAILY = "daily", _("暮らしの支え・居場所・活動")
    INSURANCE = "insurance", _("介護保険の事業所")
    MEDICAL = "medical", _("医療機関")
    PUBLIC = "public", _("公共施設・窓口")


class Vacancy(models.TextChoices):
    """This enumeration will say whether there is room."""

    OPEN = "open", _("受付中")
    WAITING = "full_can_wait", _("満員・待てます")
    FULL = "full", _("満員")
    ASK = "ask", _("電話で確かめてください")


class Flag(models.TextChoices):
    """This enumeration will hold あり・なし・不明: unknown is never 'no'."""

    YES = "yes", _("あり")
    NO = "no", _("なし")
    UNKNOWN = "unknown", _("不明")


class FeeClass(models.TextChoices):
    """This enumeration will say whether a service costs money."""

    FREE = "free", _("無料")
    PAID = "paid", _("有料")
    UNKNOWN = "unknown", _("不明")


class ConfirmedHow(models.TextChoices):
    """This enumeration will say how a record was confirmed to be true."""

    PHONE = "phone", _("電話で")
    VISIT = "visit", _("たずねて")
    MAIL = "mail", _("メールで")
    FORM = "form", _("画面の手続きで")
    PAPER = "paper", _("書面で")
    SLIP = "slip", _("はがきで")
    OFFICIAL_LIST = "official_list", _("公表された一覧で")


class Scope(models.TextChoices):
    """This enumeration will name the audiences consent is asked for, one by one."""

    OFFICE = "office", _("庁内")
    PROFESSIONALS = "professionals", _("SC・包括・ケアマネまで")
    PAPER = "paper", _("紙")
    WEB = "web", _("ウェブ")
    OPENDATA = "opendata", _("オープンデータ")


class PhoneKind(models.TextChoices):
    """This enumeration will name the kinds of line (HSDS phone.type)."""

    VOICE = "voice", _("電話")
    FAX = "fax", _("FAX")


class Rhythm(models.TextChoices):
    """This enumeration will name how somebody says on the telephone when a group meets."""

    WEEKLY = "weekly", _("毎週")
    ORDINAL = "ordinal", _("第何曜日（第2・第4火曜など）")
    FORTNIGHT = "fortnight", _("1週間おき（隔週）")
    WORDS = "words", _("ことばで書く")
    KEPT = "kept", _("いまのまま")


class EntryField(models.TextChoices):
    """This enumeration will name the fields of the hand entry, in the order of a telephone call."""

    NAME = "name", _("なまえ")
    KANA = "kana", _("ふりがな")
    GROUP = "group", _("している団体")
    FIELD = "field", _("どんな手助けか")
    SUMMARY = "summary", _("ひとことの説明")
    DESCRIPTION = "description", _("くわしい説明")
    PLACE_NAME = "place_name", _("場所の名前")
    ADDRESS = "address", _("住所")
    DISTRICT = "district", _("地区")
    IS_HOME = "is_home", _("個人の家")
    RHYTHM = "rhythm", _("いつ")
    WEEKDAYS = "weekdays", _("曜日")
    ORDINALS = "ordinals", _("第何週")
    FIRST_DATE = "first_date", _("次にある日")
    STARTS_AT = "starts_at", _("はじまり")
    ENDS_AT = "ends_at", _("おわり")
    SEASON_FROM = "season_from", _("季節のはじめの月")
    SEASON_TO = "season_to", _("季節のおわりの月")
    HOURS_WORDS = "hours_words", _("いつかを、ことばで")
    PHONE = "phone", _("電話")
    PHONE_HOURS = "phone_hours", _("電話に出る時間")
    IS_PRIVATE = "is_private", _("個人の電話")
    FEE = "fee", _("お金")
    HOW_TO_START = "how_to_start", _("利用のはじめ方")
    CONSENT_BY = "consent_by", _("同意した人の役")
    CONSENT_HOW = "consent_how", _("同意の取り方")
    CONSENT_DATE = "consent_date", _("同意した日")
    SCOPES = "scopes", _("のせてよいところ")
    SHOWS_PHONE = "shows_phone", _("電話をのせる")
    SHOWS_ADDRESS = "shows_address", _("住所をのせる")


class CheckOutcome(models.TextChoices):
    """This enumeration will say what came of asking whether a record is still true."""

    CONFIRMED = "confirmed", _("確認した")
    NOT_REACHED = "not_reached", _("つながらなかった")


class ChangeField(models.TextChoices):
    """This enumeration will name what a change request is about; WORDS can only be read."""

    HOURS = "hours", _("日時")
    PHONE = "phone", _("電話番号")
    PLACE = "place", _("場所")
    WORDS = "words", _("そのほか")


# What an accepted request writes by itself; the rest a person mends.
WRITTEN_FIELDS = (ChangeField.HOURS, ChangeField.PHONE, ChangeField.PLACE)


class Weekday(models.TextChoices):
    """This enumeration will name the day somebody looked for."""

    MONDAY = "mon", _("月曜")
    TUESDAY = "tue", _("火曜")
    WEDNESDAY = "wed", _("水曜")
    THURSDAY = "thu", _("木曜")
    FRIDAY = "fri", _("金曜")
    SATURDAY = "sat", _("土曜")
    SUNDAY = "sun", _("日曜")


class Rung(models.IntegerChoices):
    """This enumeration will say who answers first, and to whom it is passed on."""

    LAYER_2 = 1, _("第2層の生活支援コーディネーター")
    LAYER_1 = 2, _("第1層の生活支援コーディネーター")
    OFFICE = 3, _("役所・役場の担当")


class ChangeSource(models.TextChoices):
    """This enumeration will say who asked for a change."""

    LEADER = "leader", _("代表者（はがき）")
    STAFF = "staff", _("電話での聞き取り")
    READER = "reader", _("住民からの知らせ")


class ChangeState(models.TextChoices):
    """This enumeration will say how far a change request has come."""

    OPEN = "open", _("待っています")
    ACCEPTED = "accepted", _("直しました")
    DECLINED = "declined", _("直しません")


class WrongReason(models.TextChoices):
    """This enumeration will name what readers find wrong."""

    CLOSED = "closed", _("もうやっていない、終わっている")
    HOURS = "hours", _("日時がちがう")
    PHONE = "phone", _("電話がつながらない、番号がちがう")
    PLACE = "place", _("場所がちがう")
    FEE = "fee", _("料金がちがう")
    OTHER = "other", _("そのほか")


class SlipAnswer(models.TextChoices):
    """This enumeration will name what a leader answers with one press."""

    UNCHANGED = "unchanged", _("変わりありません")
    RESTS = "rests", _("今月は休み")
