"""The doors of signing in. allauth's views, each behind a declared door; sign-up stays shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import path

from yui.accounts.forms import SignInForm
from yui.accounts.states import SecondStep
from yui.accounts.views import (
    elsewhere,
    emergencies,
    entering,
    helping,
    joining,
    people,
    practising,
    sessions,
    steps,
)
from yui.policy.door import Policy, door

_BOTH = ("GET", "HEAD", "POST")


def _behind(policy: Policy, view: Callable[..., Any]) -> Callable[..., Any]:
    return door(policy=policy, methods=_BOTH, writes=True)(view)


def _allowed(step: SecondStep, view: Callable[..., Any]) -> Callable[..., Any]:
    return _behind("signed_in", steps.setting_up(step, view))


_sign_in = account.LoginView.as_view(form_class=SignInForm)

urlpatterns = [
    path("context/", entering.context, name="context"),
    path("sessions/", sessions.sessions, name="accounts-sessions"),
    path("sessions/left/", sessions.left, name="accounts-sessions-left"),
    path("break-glass/", emergencies.glasses, name="accounts-glasses"),
    path("help/", helping.help_desk, name="accounts-help"),
    path("practice/", practising.practice, name="accounts-practice"),
    path("people/", people.people, name="accounts-people"),
    path("people/invite/", people.new_invitation, name="accounts-invite"),
    path("people/<int:membership_id>/", people.member, name="accounts-member"),
    path("invitations/<uuid:invitation_id>/", people.invitation, name="accounts-invitation"),
    path("renewal/", people.renewal, name="accounts-renewal"),
    path("approvals/", people.approvals, name="accounts-approvals"),
    path("join/", _behind("sign_in_pages", joining.typed_code), name="accounts-join"),
    path("join/<str:token>/", _behind("sign_in_pages", joining.link), name="accounts-link"),
    path("login/", _behind("sign_in_pages", _sign_in), name="account_login"),
    path("logout/", _behind("sign_in_pages", account.logout), name="account_logout"),
    path("inactive/", _behind("sign_in_pages", account.account_inactive), name="account_inactive"),
    path("signup/", _behind("sign_in_pages", account.signup), name="account_signup"),
    path(
        "reauthenticate/",
        _behind("signed_in", account.reauthenticate),
        name="account_reauthenticate",
    ),
    path(
        "password/change/",
        _behind("signed_in", account.password_change),
        name="account_change_password",
    ),
    path(
        "password/reset/",
        _behind("sign_in_pages", entering.password_help),
        name="account_reset_password",
    ),
    path("2fa/", steps.index, name="mfa_index"),
    path("oidc/<slug:key>/", elsewhere.enter, name="accounts-elsewhere"),
    path("oidc/<slug:key>/link/", elsewhere.link, name="accounts-elsewhere-link"),
    path("oidc/<slug:key>/unlink/", elsewhere.unlink, name="accounts-elsewhere-unlink"),
    path("oidc/<slug:key>/callback/", elsewhere.back, name="accounts-elsewhere-back"),
    path("steps/", steps.allowed, name="accounts-steps"),
    path("2fa/authenticate/", _behind("sign_in_pages", mfa.authenticate), name="mfa_authenticate"),
    path(
        "2fa/reauthenticate/", _behind("signed_in", mfa.reauthenticate), name="mfa_reauthenticate"
    ),
    path(
        "2fa/totp/activate/",
        _allowed(SecondStep.TOTP, totp.activate_totp),
        name="mfa_activate_totp",
    ),
    path(
        "2fa/totp/deactivate/",
        _behind("signed_in", totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/recovery-codes/",
        _behind("signed_in", recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        _allowed(SecondStep.SHEET, recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/passkeys/", _behind("signed_in", passkey.list_webauthn), name="mfa_list_webauthn"),
    path(
        "2fa/passkeys/add/",
        _allowed(SecondStep.PASSKEY, passkey.add_webauthn),
        name="mfa_add_webauthn",
    ),
    path(
        "2fa/passkeys/<int:pk>/remove/",
        _behind("signed_in", passkey.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "2fa/passkeys/reauthenticate/",
        _behind("signed_in", passkey.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]
