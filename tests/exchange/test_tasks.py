"""The jobs of the worker: they act as the person who asked, with the rights that person has now."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.exchange.builders import CITY, OFFICER, as_csv, care_row, receive
from yui.accounts.models import Body, Membership, User
from yui.areas.models import Area
from yui.directory.models import Service
from yui.exchange.queries import get_batch
from yui.exchange.states import BatchState
from yui.exchange.tasks import apply_later, plan_later
from yui.journal.models import Entry
from yui.policy.roles import Role

pytestmark = pytest.mark.usefixtures("country")


@pytest.fixture
def membership(at: datetime) -> Membership:
    """An officer of the city."""
    area = Area.objects.get(path=CITY)
    body = Body.objects.create(name="試験市役所", kind="municipality", area=area)
    user = User.objects.create(login="o", display_name="試験 太郎", created_at=at)
    return Membership.objects.create(user=user, role=Role.MUNICIPAL_OFFICER, body=body, area=area)


def test_jobs_plan_and_apply_in_the_name_of_the_person(
    at: datetime, membership: Membership
) -> None:
    batch_id = receive(as_csv([care_row(1)]), at)
    plan_later.call(str(batch_id), membership.user_id, membership.pk)
    assert get_batch(OFFICER, batch_id).state is BatchState.PLANNED
    apply_later.call(str(batch_id), membership.user_id, membership.pk)

    assert get_batch(OFFICER, batch_id).state is BatchState.APPLIED
    assert Service.objects.count() == 1
    entry = Entry.objects.get(verb="directory.service.imported")
    assert (entry.actor, entry.membership_id) == (str(membership.user_id), membership.pk)


def test_jobs_of_a_person_whose_role_ended_do_nothing(at: datetime, membership: Membership) -> None:
    batch_id = receive(as_csv([care_row(1)]), at)
    membership.until = timezone.localdate() - timedelta(days=1)
    membership.save()
    plan_later.call(str(batch_id), membership.user_id, membership.pk)
    apply_later.call(str(batch_id), membership.user_id, membership.pk)

    assert get_batch(OFFICER, batch_id).state is BatchState.RECEIVED
    assert not Service.objects.exists()
