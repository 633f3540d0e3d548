"""Closed sets of the areas room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """This enumeration will name the kinds of area; the last three are layers inside a town."""

    NATION = "nation", _("全国")
    PREFECTURE = "prefecture", _("都道府県")
    MUNICIPALITY = "municipality", _("市区町村")
    WARD = "ward", _("行政区")
    SPHERE = "sphere", _("日常生活圏域")
    CENTRE_AREA = "centre_area", _("地域包括支援センターの担当区域")
    SCHOOL_AREA = "school_area", _("小学校区")


LAYERS = frozenset({Tier.SPHERE, Tier.CENTRE_AREA, Tier.SCHOOL_AREA})


class Opening(models.TextChoices):
    """This enumeration will say how far a municipality has come with taking part."""

    NOT_YET = "not_yet", _("まだ始まっていません")
    PREPARING = "preparing", _("準備中")
    OPEN = "open", _("開いています")


class GroupKind(models.TextChoices):
    """This enumeration will name why areas are grouped."""

    WIDE_UNION = "wide_union", _("広域連合")
    PARTIAL_UNION = "partial_union", _("一部事務組合")
    SINGLE = "single", _("単独の保険者")
    PREFECTURAL_OFFICE = "prefectural_office", _("都道府県の出先機関")
    JOINT = "joint", _("共同設置")


class Confidence(models.TextChoices):
    """This enumeration will say how well a fact about a group is supported."""

    OFFICIAL = "official", _("公式の一覧で確かめました")
    REPORTED = "reported", _("公開されている資料にあります")
    UNSURE = "unsure", _("確かめが必要です")


class Term(models.TextChoices):
    """This enumeration will name the standard terms a municipality may call by its own word."""

    SUPPORT_CENTRE = "support_centre", _("地域包括支援センター")
    COORDINATOR = "coordinator", _("生活支援コーディネーター")
    COUNCIL = "council", _("協議体")
    GATHERING = "gathering", _("通いの場")
    SPHERE = "sphere", _("日常生活圏域")
