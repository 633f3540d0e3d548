"""Closed sets of the accounts room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """This enumeration will name the kinds of body that can act."""

    MINISTRY = "ministry", _("府省庁")
    PREFECTURE = "prefecture", _("都道府県")
    MUNICIPALITY = "municipality", _("市区町村")
    SUPPORT_CENTRE = "support_centre", _("地域包括支援センター")
    WELFARE_COUNCIL = "welfare_council", _("社会福祉協議会")
    COMPANY = "company", _("企業")
    NONPROFIT = "nonprofit", _("NPO・団体")
    GROUP = "group", _("住民の団体")
    OTHER = "other", _("その他")
