"""Slips for leaders: what is printed on one, and what its code opens."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from yui.directory.errors import ServiceNotFound, SlipRefused
from yui.directory.models import Schedule, Service, Slip
from yui.directory.models.identity import TOKEN_LENGTH
from yui.directory.queries.cards import cards_for
from yui.directory.queries.pages import short_code_from
from yui.directory.queries.values import PhoneLine, ServiceCard, WindowOf
from yui.directory.queries.visible import kept_services
from yui.directory.queries.windows import window_of
from yui.directory.states import LISTED, ServiceState
from yui.lib.clock import date_in_jst
from yui.policy.viewer import ANONYMOUS, Viewer

# A sheet holds eight; more are printed sheet by sheet.
MOST_SLIPS = 96
_DASHES = "-‐‑–—―−ー 　"


@dataclass(frozen=True, slots=True)
class SlipText:
    """This value will hold what a slip says of a service: its name, last known hours, whom to call.

    `office` is the window that answers for the service; None where none is known.
    """

    service_id: UUID
    name: str
    hours: str
    office: str
    phone: PhoneLine | None


@dataclass(frozen=True, slots=True)
class OpenSlip:
    """This value will hold what a valid slip opens: the service as its leader may see it.

    `card` is what residents see of it, None for a record that is not public. `paused_to` is
    the last day of a pause that is known.
    """

    service_id: UUID
    name: str
    hours: str
    card: ServiceCard | None
    area_path: str
    is_paused: bool
    paused_to: date | None


def slip_texts(viewer: Viewer, short_codes: Sequence[str]) -> tuple[SlipText, ...]:
    """This function will return what is printed for services of the viewer's own, in their order.

    Raises: ServiceNotFound when one of them is not the viewer's own to keep.
    """
    codes = list(dict.fromkeys(short_code_from(code) for code in short_codes))[:MOST_SLIPS]
    rows = kept_services(viewer).filter(short_code__in=codes, state__in=LISTED)
    found = {row.short_code: row for row in rows.select_related("area")}
    if not codes or len(found) < len(codes):
        raise ServiceNotFound
    hours = hours_of_services([row.id for row in found.values()])
    windows = {path: window_of(path) for path in {row.area.path for row in found.values()}}
    return tuple(_text(found[code], hours, windows[found[code].area.path]) for code in codes)


def open_slip(secret: str, *, at: datetime) -> OpenSlip:
    """This function will return what a typed code or the token of a QR code opens.

    Raises: SlipRefused: unknown, over, revoked, or of a service that is not listed any more.
    """
    row = Slip.objects.filter(id=slip_id_of(secret, at=at)).select_related("service__area").first()
    if row is None or row.service.state not in LISTED:
        raise SlipRefused
    service = row.service
    cards = cards_for(ANONYMOUS, [service.id], at=at)
    return OpenSlip(
        service.id,
        service.name,
        hours_of_services([service.id]).get(service.id, ""),
        cards[0] if cards else None,
        service.area.path,
        service.state == ServiceState.PAUSED
        and (service.paused_to is None or service.paused_to >= date_in_jst(at)),
        service.paused_to,
    )


def slip_id_of(secret: str, *, at: datetime) -> UUID:
    """This function will return the id of the slip in force that a secret belongs to.

    Raises: SlipRefused.
    """
    plain = plain_secret(secret)
    hashed = hash_of_secret(plain)
    rows = Slip.objects.filter(revoked_at__isnull=True, expires_at__gt=at)
    rows = rows.filter(token_hash=hashed) if is_token(plain) else rows.filter(code_hash=hashed)
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise SlipRefused
    return found


def plain_secret(typed: str) -> str:
    """This function will return a code in one form, however it was typed."""
    plain = unicodedata.normalize("NFKC", typed[:100]).upper()
    letters = "".join(letter for letter in plain if letter not in _DASHES)
    return short_code_from(letters) or letters


def is_token(secret: str) -> bool:
    """This function will tell the secret of a QR code (80 bits) from a code that is typed (40)."""
    return len(plain_secret(secret)) == TOKEN_LENGTH


def hash_of_secret(plain: str) -> str:
    """This function will return the keyed hash of a secret: the database alone tells no code."""
    return salted_hmac("yui.directory.slip", plain, algorithm="sha256").hexdigest()


def _text(row: Service, hours: dict[UUID, str], window: WindowOf | None) -> SlipText:
    office, phone = (window.name, window.phone) if window else ("", None)
    return SlipText(row.id, row.name, hours.get(row.id, ""), office, phone)


def hours_of_services(ids: Sequence[UUID]) -> dict[UUID, str]:
    """This function will return the opening times of services in words; several places joined."""
    rows = Schedule.objects.filter(service__in=ids).values_list(
        "service_id", "sentence", "not_read"
    )
    placed = Schedule.objects.filter(service_at_location__service__in=ids).values_list(
        "service_at_location__service_id", "sentence", "not_read"
    )
    found: dict[UUID, list[str]] = {}
    for service_id, sentence, not_read in sorted((*rows, *placed)):
        if sentence or not_read:
            found.setdefault(service_id, []).append(sentence or not_read)
    return {service_id: "。".join(dict.fromkeys(lines)) for service_id, lines in found.items()}
