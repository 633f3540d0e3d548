"""Closed sets of the accounts room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yui.policy.roles import COORDINATORS, MEMBERS, OFFICERS, Role


class Department(models.TextChoices):
    """This enumeration will name the departments of offices, by what they are for."""

    ELDERLY = "elderly", _("高齢・介護")
    WELFARE = "welfare", _("福祉")
    HEALTH = "health", _("健康・保健")
    TRANSPORT = "transport", _("交通")
    INDUSTRY = "industry", _("産業・労働")
    HOUSING = "housing", _("住宅")
    FARMING = "farming", _("農政")
    DISASTER = "disaster", _("防災")
    COMMUNITY = "community", _("市民協働・地域づくり")
    LEARNING = "learning", _("教育・生涯学習")
    DIGITAL = "digital", _("デジタル")
    OTHER = "other", _("その他")


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


class ApprovalKind(models.TextChoices):
    """This enumeration will name what needs a second person; upper rooms ask for theirs here."""

    INVITATION = "invitation", _("職員・利用者管理者を招待する")
    MANAGER = "manager", _("利用者管理者にする")


class SecondStep(models.TextChoices):
    """This enumeration will name what is asked beside the password, as allauth names them."""

    TOTP = "totp", _("認証アプリ")
    SHEET = "recovery_codes", _("印刷した番号の表")
    PASSKEY = "webauthn", _("パスキー")


def every_step() -> list[str]:
    """This function will return what a new body allows: every second step."""
    return list(SecondStep.values)


class Decision(models.TextChoices):
    """This enumeration will name how an approval ended; a stale one ends by its hour."""

    APPROVED = "approved", _("承認した")
    REFUSED = "refused", _("承認しなかった")


class Renewal(models.TextChoices):
    """This enumeration will name what becomes of a role when the fiscal year changes."""

    GO_ON = "go_on", _("続ける")
    HAND_OVER = "hand_over", _("交代")
    END = "end", _("終わる")


_ABOVE = frozenset({Role.ADVISER, Role.AUDITOR, Role.CONTRACTOR})
# Which roles the people of a kind of body can hold.
ROLES_OF: dict[BodyKind, frozenset[Role]] = {
    BodyKind.MINISTRY: _ABOVE | {Role.NATIONAL_SECRETARIAT, Role.MINISTRY_OFFICER},
    BodyKind.PREFECTURE: _ABOVE | {Role.PREFECTURAL_OFFICER},
    BodyKind.MUNICIPALITY: _ABOVE
    | COORDINATORS
    | {Role.MUNICIPAL_OFFICER, Role.SUPPORT_CENTRE, Role.WELFARE_COMMISSIONER},
    BodyKind.SUPPORT_CENTRE: frozenset(
        {Role.SUPPORT_CENTRE, Role.COORDINATOR_LAYER_2, Role.CARE_MANAGER}
    ),
    BodyKind.WELFARE_COUNCIL: COORDINATORS | MEMBERS | {Role.SUPPORT_CENTRE, Role.CONTRACTOR},
    BodyKind.COMPANY: MEMBERS | {Role.CARE_MANAGER, Role.CONTRACTOR},
    BodyKind.NONPROFIT: MEMBERS | {Role.CARE_MANAGER, Role.WORK_COORDINATOR, Role.CONTRACTOR},
    BodyKind.GROUP: MEMBERS,
    BodyKind.OTHER: MEMBERS | {Role.NATIONAL_SECRETARIAT, Role.WORK_COORDINATOR},
}
# Only an officer lets somebody into these: they reach beyond the body itself.
GIVEN_BY_OFFICERS = OFFICERS | _ABOVE
# How deep the area of a role lies: 0 the nation, 1 a prefecture, 2 a town or a part of one.
TIER_OF: dict[Role, int] = {
    Role.NATIONAL_SECRETARIAT: 0,
    Role.MINISTRY_OFFICER: 0,
    Role.PREFECTURAL_OFFICER: 1,
    **dict.fromkeys(
        (
            Role.MUNICIPAL_OFFICER,
            *sorted(COORDINATORS),
            Role.SUPPORT_CENTRE,
            Role.WELFARE_COMMISSIONER,
        ),
        2,
    ),
}
