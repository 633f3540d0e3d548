"""Signing in, choosing the role one acts in, inviting people, and joining by a letter."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from yui.accounts.queries import OWN_GROUP, SHARED_KEY, Context, Reach, all_providers
from yui.accounts.states import Department, SecondStep
from yui.ui.forms import DayInput, Form

_LONGEST = 60
_BROKEN = _("パスキーを確かめられませんでした。もう一度押してください。")
_CHOOSE = {
    "required": _("ひとつ、えらんでください。"),
    "invalid_choice": _("ここにあるものから、ひとつえらんでください。"),
}


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """This form will take name and password; the page itself says what to do without them."""

    is_shared = forms.BooleanField(
        label=_("共用のパソコンで使う（15分使わないと、終わります）"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.providers = all_providers()
        # allauth puts a second, smaller link to the same page into the hint.
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password", "is_shared"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponseBase:
        """This function will sign in, and remember for the session where."""
        request.session[SHARED_KEY] = self.cleaned_data["is_shared"]
        answer: HttpResponseBase = super().login(request, redirect_url)
        return answer


class EnterElsewhereForm(Form):
    """This form will take, where somebody signs in by a provider, on what computer."""

    is_shared = forms.BooleanField(required=False)


class ContextForm(Form):
    """This form will take one of the person's own contexts (`Context.key`)."""

    context = forms.ChoiceField(label=_("どの立場で仕事をしますか"))

    def __init__(self, *args: Any, contexts: tuple[Context, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self,
            "context",
            ((each.key, f"{each.body_name} {each.role_label}{_member(each)}") for each in contexts),
        )


class InviteForm(Form):
    """This form will take whom to invite into what; the action says what does not fit."""

    name = forms.CharField(
        label=_("名前"),
        max_length=_LONGEST,
        error_messages={"required": _("名前を書いてください。")},
    )
    body = forms.TypedChoiceField(label=_("組織"), coerce=int, error_messages=_CHOOSE)
    role = forms.ChoiceField(label=_("立場"), error_messages=_CHOOSE)
    area = forms.ChoiceField(label=_("受け持つ地域"), error_messages=_CHOOSE)
    department = forms.ChoiceField(
        label=_("部門"), required=False, choices=[("", _("きめない")), *Department.choices]
    )
    until = forms.DateField(
        label=_("いつまで"),
        widget=DayInput,
        required=False,
        help_text=_("この日までです。受託者は、契約が終わる日を入れてください。"),
        error_messages={"invalid": _("日付を選んでください。")},
    )
    manages_accounts = forms.BooleanField(
        label=_("利用者管理者にする"),
        required=False,
        help_text=_("この組織の利用者を招待したり、終わりにしたりできます。"),
    )
    email = forms.EmailField(
        label=_("メールアドレス"),
        required=False,
        help_text=_("なければ、手紙を印刷してわたします。"),
        error_messages={"invalid": _("メールアドレスの形ではありません。")},
    )

    def __init__(self, reach: Reach, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._group_id = reach.group_id
        _choose(self, "body", reach.bodies)
        _choose(self, "role", reach.roles)
        _choose(self, "area", reach.areas)

    def group_id(self) -> int | None:
        """This function will return the area group that was chosen instead of an area."""
        return self._group_id if self.cleaned_data["area"] == OWN_GROUP else None


class _Passkey:
    """An answer of a browser that is no answer of a passkey at all is a wrong one, not an error."""

    def clean(self) -> dict[str, Any]:
        """This function will take a broken answer for a wrong one."""
        try:
            found: dict[str, Any] = super().clean()  # type: ignore[misc]  # of allauth's form
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_BROKEN) from error
        return found

    def clean_credential(self) -> Any:
        """This function will take a broken answer for a wrong one."""
        check = getattr(super(), "clean_credential", None)
        try:
            return check() if check else self.cleaned_data["credential"]  # type: ignore[attr-defined]  # a form
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_BROKEN) from error


class NewPasskeyForm(_Passkey, AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """This form will take a new passkey and its name."""

    name = forms.CharField(label=_("名前"), required=False, max_length=_LONGEST)


class PasskeyForm(_Passkey, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """This form will take the answer of a passkey at signing in."""


class PasskeyAgainForm(_Passkey, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # the same
    """This form will take the answer of a passkey before a grave change."""


class StepsForm(Form):
    """This form will take which second steps, and which providers, a body allows."""

    steps = forms.MultipleChoiceField(
        label=_("使ってよい方法"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("少なくともひとつは、使えるようにしてください。")},
    )
    step_from = forms.DateField(
        label=_("いつから、だれにでも求めるか"),
        widget=DayInput,
        required=False,
        help_text=_(
            "この日から、どれも使っていない人は、使い始めるまで仕事ができません。"
            "空なら、使うかどうかは本人が決めます。"
        ),
        error_messages={"invalid": _("日付を選んでください。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        elsewhere = ((each.issuer, each.label) for each in all_providers())
        _choose(self, "steps", (*SecondStep.choices, *elsewhere))

    def day(self) -> date | None:
        """This function will return from which day one is asked for; None: it is not."""
        found: date | None = self.cleaned_data["step_from"]
        return found

    def chosen_steps(self) -> list[SecondStep]:
        """This function will return the second steps among what was chosen."""
        return [step for step in SecondStep if step in self.cleaned_data["steps"]]

    def chosen_issuers(self) -> list[str]:
        """This function will return the issuers among what was chosen."""
        chosen = self.cleaned_data["steps"]
        return [each.issuer for each in all_providers() if each.issuer in chosen]


class HelpDeskForm(Form):
    """This form will take whom staff ask; left empty, it takes it back."""

    name = forms.CharField(
        label=_("どこに聞くか"),
        max_length=_LONGEST,
        required=False,
        help_text=_("課や係の名前です。人の名前は書きません。例 高齢福祉課 地域支援係"),
    )
    phone = forms.CharField(label=_("電話番号"), max_length=20, required=False)
    hours = forms.CharField(
        label=_("つながる時間"),
        max_length=_LONGEST,
        required=False,
        help_text=_("例 平日 9時から17時"),
    )


class CodeForm(Form):
    """This form will take the code of a letter as it is typed from paper."""

    code = forms.CharField(
        label=_("手紙のコード"),
        max_length=100,
        help_text=_("大文字・小文字、ハイフンのあるなしは、どちらでもかまいません。"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("手紙のコードを打ってください。")},
    )


class NewPasswordForm(Form):
    """This form will take a new password; the secret of the letter goes along hidden."""

    code = forms.CharField(max_length=100, widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("パスワード"),
        max_length=256,
        strip=False,
        help_text=_("12文字以上。日本語や空白も使えます。"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
        error_messages={"required": _("パスワードを決めてください。")},
    )


class JoinForm(NewPasswordForm):
    """This form will also take the sign-in name somebody chooses."""

    login = forms.CharField(
        label=_("入るときの名前"),
        max_length=_LONGEST,
        help_text=_("半角の英字と数字で3文字以上。例 yamada-h"),
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._@-]{2,59}$",
                _("半角の英字と数字、「-」「_」「.」「@」で、3文字以上にしてください。"),
            )
        ],
        error_messages={"required": _("入るときの名前を決めてください。")},
    )
    field_order = ("code", "login", "password")


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


def _member(context: Context) -> str:
    """The municipality one acts in, where the membership is of several."""
    return f"（{context.area_name}）" if context.is_of_group else ""
