"""What the page of one's own second steps says of sign-in by a provider."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from yui.accounts.engine.providers import Provider
from yui.accounts.queries import Member
from yui.lib.clock import format_date_ja


def provider_lines(
    providers: Iterable[Provider], *, may_use: Collection[str], linked: Collection[str]
) -> tuple[dict[str, object], ...]:
    """This function will return what the page says of each provider one may use or is linked to."""
    return tuple(
        {
            "key": each.key,
            "label": each.label,
            "is_linked": each.issuer in linked,
            "may_use": each.issuer in may_use,
        }
        for each in providers
        if each.issuer in may_use or each.issuer in linked
    )


def step_words(step_from: date | None, *, on: date) -> str:
    """This function will say that a second step is asked for and from when; "" where it is not."""
    if step_from is None:
        return ""
    if on < step_from:
        return _("%(day)sから、次のどれかが要ります。それまでに、ひとつ使い始めてください。") % {
            "day": format_date_ja(step_from)
        }
    return _("仕事を続けるには、次のどれかが要ります。ひとつ使い始めると、仕事の机に進めます。")


def without_step(people: Iterable[Member], body_id: int) -> tuple[str, ...]:
    """This function will return the names of the people of a body who use no second step yet."""
    names = {each.user_id: each.name for each in people if _lacks(each, body_id)}
    return tuple(names.values())


def _lacks(each: Member, body_id: int) -> bool:
    return each.body_id == body_id and not each.has_second_step
