"""Closed sets of the members room: what is asked in which order, and how an application moves."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ApplicationKind(models.TextChoices):
    """This enumeration will say whether a stored record is claimed or a new one registered."""

    CLAIM = "claim", _("のっている団体の者です")
    REGISTRATION = "registration", _("新しくのせる")


class ApplicationState(models.TextChoices):
    """This enumeration will name the states of an application."""

    DRAFT = "draft", _("書きかけ")
    SENT = "sent", _("返事を待っています")
    ADMITTED = "admitted", _("認められました")
    DECLINED = "declined", _("認められませんでした")


# Which state may follow which. What a reviewer gives back stays sent; it is sent anew when mended.
MOVES: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SENT}),
    ApplicationState.SENT: frozenset(
        {ApplicationState.SENT, ApplicationState.ADMITTED, ApplicationState.DECLINED}
    ),
    ApplicationState.ADMITTED: frozenset(),
    ApplicationState.DECLINED: frozenset(),
}


class Proof(models.TextChoices):
    """This enumeration will name how it was shown that a claim is true."""

    CALL_BACK = "call_back", _("記録にある番号に電話して、確かめた")
    LETTER = "letter", _("記録にある住所に送った手紙のコードで、確かめた")
    OFFICER = "officer", _("ほかの方法で、職員が確かめた")


class Field(models.TextChoices):
    """This enumeration will name what a registration says, in the order of page and paper."""

    NAME = "name", _("団体の名前")
    KANA = "kana", _("ふりがな")
    KIND = "kind", _("団体の種類")
    NUMBER = "number", _("法人番号")
    AREAS = "areas", _("活動する地域")
    FIELDS = "fields", _("かかわる分野")
    OFFERS = "offers", _("出せるもの")
    OFFER_WORDS = "offer_words", _("出せるものを、ことばで")
    WANTS = "wants", _("望むこと")
    CONDITIONS = "conditions", _("条件")
    COOPERATION = "cooperation", _("これまでの協力")
    DEPARTMENT = "department", _("窓口の部署")
    PERSON = "person", _("担当の人")
    PHONE = "phone", _("窓口の電話")
    EMAIL = "email", _("窓口のメール")
    NO_GANGS = "no_gangs", _("暴力団などとの関係")
    PENALTY = "penalty", _("行政処分")
    INSURANCE = "insurance", _("保険")
    COMPLAINTS = "complaints", _("苦情の窓口")
    PRICES = "prices", _("料金の明示")
    VISIBILITY = "visibility", _("見せる範囲")


class Step(models.TextChoices):
    """This enumeration will name the tasks of a registration, in their order."""

    ABOUT = "about", _("どんな団体か")
    WHERE = "where", _("どこで活動するか")
    OFFERS = "offers", _("何を出せるか")
    WANTS = "wants", _("何を望むか")
    CONTACT = "contact", _("窓口")
    PROMISES = "promises", _("掲載の約束")
    SEEN = "seen", _("だれに見せるか")


FIELDS_OF: dict[Step, tuple[Field, ...]] = {
    Step.ABOUT: (Field.NAME, Field.KANA, Field.KIND, Field.NUMBER),
    Step.WHERE: (Field.AREAS,),
    Step.OFFERS: (Field.FIELDS, Field.OFFERS, Field.OFFER_WORDS),
    Step.WANTS: (Field.WANTS, Field.CONDITIONS, Field.COOPERATION),
    Step.CONTACT: (Field.DEPARTMENT, Field.PERSON, Field.PHONE, Field.EMAIL),
    Step.PROMISES: (
        Field.NO_GANGS,
        Field.PENALTY,
        Field.INSURANCE,
        Field.COMPLAINTS,
        Field.PRICES,
    ),
    Step.SEEN: (Field.VISIBILITY,),
}
PROMISES = FIELDS_OF[Step.PROMISES]
LISTS = frozenset({Field.AREAS, Field.FIELDS, Field.OFFERS})
REQUIRED = frozenset(
    {
        Field.NAME,
        Field.KIND,
        Field.AREAS,
        Field.OFFERS,
        Field.PERSON,
        Field.PHONE,
        Field.VISIBILITY,
        *PROMISES,
    }
)
# Steps somebody may pass by; an empty one is said to be so on the task list.
MAY_BE_EMPTY = frozenset({Step.WANTS})

# The text of 掲載基準 that is declared; a later text is a later edition.
EDITION = date(2026, 4, 1)
QUESTIONS: dict[Field, str | Promise] = {
    Field.NO_GANGS: _("暴力団、暴力団員、これらと関係のある人が、団体の運営にかかわっていません。"),
    Field.PENALTY: _("この5年の間に、活動にかかわる行政処分を受けましたか。"),
    Field.INSURANCE: _("けがや事故にそなえる保険に入っていますか。"),
    Field.COMPLAINTS: _("苦情や事故の知らせを受ける窓口を決めていますか。"),
    Field.PRICES: _("お金がかかるとき、始める前に料金を書いたもので知らせますか。"),
}
# The answers of each question; who reviews looks at those in `LOOKED_AT`.
ANSWERS: dict[Field, tuple[tuple[str, str | Promise], ...]] = {
    Field.NO_GANGS: (("yes", _("約束します")),),
    Field.PENALTY: (("no", _("受けていません")), ("yes", _("受けました"))),
    Field.INSURANCE: (
        ("yes", _("入っています")),
        ("not_needed", _("人に会う活動をしないので、要りません")),
        ("no", _("入っていません")),
    ),
    Field.COMPLAINTS: (("yes", _("決めています")), ("no", _("決めていません"))),
    Field.PRICES: (
        ("yes", _("知らせます")),
        ("not_needed", _("お金はかかりません")),
        ("no", _("知らせません")),
    ),
}
LOOKED_AT = frozenset(
    {
        (Field.PENALTY, "yes"),
        (Field.INSURANCE, "no"),
        (Field.COMPLAINTS, "no"),
        (Field.PRICES, "no"),
    }
)
