"""Services long not asked about, and people of the small town who sign in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from tests.builders import build_person
from tests.directory.builders import CITY, OFFICER, Town, published, ride
from yui.accounts.models import User
from yui.directory.actions import (
    Identity,
    ServiceInput,
    SlipSecrets,
    confirm_service,
    draw_secrets,
    issue_slips,
)
from yui.directory.models import Service
from yui.directory.states import ConfirmedHow
from yui.policy.roles import Role
from yui.policy.viewer import Viewer


def worker(
    login: str = "kakunin", role: Role = Role.MUNICIPAL_OFFICER, area_path: str = CITY
) -> tuple[Viewer, Client]:
    """Somebody who signs in, with their browser."""
    viewer = build_person(login, role, area_path)
    client = Client()
    client.force_login(User.objects.get(login=login))
    return viewer, client


def asked(
    town: Town, at: datetime, *, days_ago: int, given: ServiceInput | None = None
) -> Identity:
    """A published service that its office confirmed so many days ago."""
    made = published(town, at, given or ride(town))
    on = (at - timedelta(days=days_ago)).date()
    confirm_service(by=OFFICER, at=at, service_id=made.id, how=ConfirmedHow.PHONE, on=on)
    return made


def slip_for(made: Identity, at: datetime, by: Viewer = OFFICER) -> SlipSecrets:
    """A slip of a service, in force."""
    secrets = draw_secrets(made.id)
    issue_slips(by=by, at=at, secrets=[secrets])
    return secrets


def row_of(made: Identity) -> Service:
    return Service.objects.get(id=made.id)


def words_of(response: Any) -> str:
    """What a page says, without marks and without what only breaks lines."""
    return "".join(re.sub(r"<[^>]*>", "", response.content.decode()).split())
