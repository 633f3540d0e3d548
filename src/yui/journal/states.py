"""Why a personal record was read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """This enumeration will name by which way somebody came to read it."""

    PAGE = "page", _("画面で見た")
    IMPORT = "import", _("取り込みの表で見た")
    EXPORT = "export", _("書き出した")
