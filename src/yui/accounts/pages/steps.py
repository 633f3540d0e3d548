"""What the page of one's own second steps says of sign-in by a provider."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from yui.accounts.engine.providers import Provider


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
