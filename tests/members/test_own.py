"""「自分たちの団体」: what an owner sees and presses, and where signing in leads."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import AT, CITY, OPERATOR, build_organization, service_input
from tests.directory.desk import words_of
from tests.members.builders import Office, build_office, claimed
from yui.accounts.actions import join
from yui.accounts.models import User
from yui.directory.actions import create_service, publish_service
from yui.directory.models import Service
from yui.members.actions import begin_using, grant_claim
from yui.members.states import Proof

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
OWN = "/members/own/"


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def owner_of(office: Office) -> Client:
    """The browser of somebody whose claim was granted."""
    secret, row = claimed(office)
    grant_claim(by=office.officer, at=AT, application_id=row.id, proof=Proof.CALL_BACK)
    token = begin_using(at=AT, secret=secret)
    join(at=AT, secret=token, login="asahi", password="kome-to-miso-to-nori-42")
    return signed_in("asahi")


def signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def foreign_service() -> UUID:
    """A published service of an organization that somebody else speaks for."""
    other = build_organization(CITY, "ゆうひの会")
    given = service_input(other.id, name="ゆうひの散歩")
    made = create_service(by=OPERATOR, at=AT, given=given)
    publish_service(by=OPERATOR, at=AT, service_id=made.id)
    return made.id


def test_owner_comes_to_the_own_page_and_confirms_with_one_press(office: Office) -> None:
    browser, foreign = owner_of(office), foreign_service()
    assert browser.get("/desk/").headers["Location"] == OWN
    page = browser.get(OWN)
    assert "買い物いっしょ便" in words_of(page)
    assert "ゆうひの散歩" not in words_of(page)
    service = Service.objects.get(organization_id=office.organization.id)
    assert f"/directory/services/{service.short_code}/edit/" in page.content.decode()
    assert browser.post(OWN, {"confirm": service.id}).headers["Location"] == OWN
    service.refresh_from_db()
    assert (service.confirmed_date, service.confirmed_by) == (
        timezone.localdate(),
        "あさひ助け合いの会",
    )
    before = Service.objects.filter(id=foreign).values().get()
    assert browser.post(OWN, {"confirm": foreign}).status_code == 404
    assert browser.post(OWN, {"confirm": "x"}).status_code == 404
    assert Service.objects.filter(id=foreign).values().get() == before


def test_what_does_not_stand_on_the_own_page_is_not_confirmed_there(office: Office) -> None:
    browser = owner_of(office)
    given = service_input(office.organization.id, name="まだ出していない便")
    draft = create_service(by=OPERATOR, at=AT, given=given)
    service = Service.objects.get(organization_id=office.organization.id, name="買い物いっしょ便")
    before = list(Service.objects.order_by("id").values())
    assert browser.post(OWN, {"confirm": draft.id}).status_code == 404
    assert signed_in("officer").post(OWN, {"confirm": service.id}).status_code == 404
    assert list(Service.objects.order_by("id").values()) == before


def test_every_link_of_an_owners_menu_opens(office: Office) -> None:
    browser = owner_of(office)
    page = browser.get(OWN).content.decode()
    menu = page[page.index("<nav") :].split("</nav>")[0]
    links = re.findall(r'href="([^"]+)"', menu)
    assert OWN in links
    assert [browser.get(link).status_code for link in links] == [200] * len(links)


def test_office_still_comes_to_its_desk_and_finds_no_organization(office: Office) -> None:
    browser = signed_in("officer")
    assert "きょうの仕事" in words_of(browser.get("/desk/"))
    assert "この立場の団体はありません" in words_of(browser.get(OWN))
    assert Client().get(OWN).status_code == 302
