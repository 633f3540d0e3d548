"""The roles a person can hold. No other package spells a role by hand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """This enumeration will name every role of a membership (issue B lists who they are)."""

    ANONYMOUS = "anonymous", _("どなたでも")
    NATIONAL_SECRETARIAT = "national_secretariat", _("全国事務局")
    MINISTRY_OFFICER = "ministry_officer", _("府省庁職員")
    PREFECTURAL_OFFICER = "prefectural_officer", _("都道府県職員")
    MUNICIPAL_OFFICER = "municipal_officer", _("市区町村職員")
    COORDINATOR_LAYER_1 = "coordinator_layer_1", _("第1層生活支援コーディネーター")
    COORDINATOR_LAYER_2 = "coordinator_layer_2", _("第2層生活支援コーディネーター")
    WORK_COORDINATOR = "work_coordinator", _("就労的活動支援コーディネーター")
    SUPPORT_CENTRE = "support_centre", _("地域包括支援センター職員")
    CARE_MANAGER = "care_manager", _("介護支援専門員")
    WELFARE_COMMISSIONER = "welfare_commissioner", _("民生委員")
    ADVISER = "adviser", _("アドバイザー")
    ORGANIZATION_OWNER = "organization_owner", _("団体の代表者")
    ORGANIZATION_EDITOR = "organization_editor", _("団体の担当者")
    CONTRACTOR = "contractor", _("受託者")
    AUDITOR = "auditor", _("監査担当")
    OPERATOR = "operator", _("運用担当")


OFFICERS = frozenset(
    {
        Role.NATIONAL_SECRETARIAT,
        Role.MINISTRY_OFFICER,
        Role.PREFECTURAL_OFFICER,
        Role.MUNICIPAL_OFFICER,
    }
)
COORDINATORS = frozenset(
    {Role.COORDINATOR_LAYER_1, Role.COORDINATOR_LAYER_2, Role.WORK_COORDINATOR}
)
# Who speaks for a company or group: no staff of an office.
MEMBERS = frozenset({Role.ORGANIZATION_OWNER, Role.ORGANIZATION_EDITOR})
# 「SC・包括・ケアマネまで」: who may read what a group shared with professionals only.
PROFESSIONALS = COORDINATORS | {Role.SUPPORT_CENTRE, Role.CARE_MANAGER}
# 「庁内」: the office itself and those who act for it.
OFFICE_STAFF = OFFICERS | COORDINATORS | {Role.CONTRACTOR}
# Roles that keep the lists of their own area true.
LIST_KEEPERS = frozenset(
    {
        Role.NATIONAL_SECRETARIAT,
        Role.PREFECTURAL_OFFICER,
        Role.MUNICIPAL_OFFICER,
        Role.COORDINATOR_LAYER_1,
        Role.COORDINATOR_LAYER_2,
        Role.CONTRACTOR,
        Role.OPERATOR,
    }
)
# Who writes at all; 民生委員, advisers, care managers and auditors read.
WRITERS = LIST_KEEPERS | {
    Role.MINISTRY_OFFICER,
    Role.WORK_COORDINATOR,
    Role.SUPPORT_CENTRE,
    Role.ORGANIZATION_OWNER,
    Role.ORGANIZATION_EDITOR,
}
# Who puts records of the own town or 圏域 forward; officers decide about them.
SUBMITTERS = LIST_KEEPERS | {Role.WORK_COORDINATOR, Role.SUPPORT_CENTRE}
