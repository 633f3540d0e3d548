"""What is told to people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """This enumeration will name the kinds of mail."""

    WEEKLY = "weekly", _("今週のお知らせ")
