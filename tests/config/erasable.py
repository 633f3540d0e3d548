"""A small town in which one user and one leader stand wherever Yui keeps something.

Run in a process of its own, on the data of a `Program`: `python -m tests.config.erasable`.
"""

from __future__ import annotations

import json
from typing import Any

USER_CANARIES = ("kesu-login-4711", "消去野ためし太郎", "kesu-4711@office.example")
LEADER, OWN_NUMBER, SECOND_NUMBER = "消去野ためし花子", "000-555-7801", "000-555-7802"
LEADER_MAIL, GIVEN_BY = "hanako-4711@salon.example", "代表の消去野はなこ"
CONTACT_CANARIES = (
    *(LEADER, LEADER_MAIL, GIVEN_BY),
    *(OWN_NUMBER, SECOND_NUMBER, "0005557801", "0005557802"),
)
# Another person of the same town, who stays.
STAYS = ("のこる見本次郎", "000-555-7899")


def main() -> None:
    """Build everything and print the codes of the records that name the leader."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    told = {"contact": _contact(), "imported": _imported(), "user": _user()}
    call_command("work", "--until-empty")
    print(json.dumps(told))


def _contact() -> str:
    from tests.builders import AT, CITY, build_organization, build_service, consent_input
    from tests.directory.entries import build_writers
    from yui.directory.actions import (
        ContactInput,
        PhoneInput,
        issue_slips,
        report_wrong_service,
        start_draft,
        submit_draft,
    )
    from yui.directory.actions.slips import draw_secrets
    from yui.directory.models import Consent, Draft, Revision
    from yui.directory.queries.entries import live_entry
    from yui.directory.states import WrongReason
    from yui.policy.viewer import ANONYMOUS
    from yui.search.actions import note_unmet

    people = build_writers()
    group = build_organization(CITY, "山の手サロンの会", email=LEADER_MAIL)
    own = PhoneInput(SECOND_NUMBER, is_private=True)
    made = build_service(
        CITY,
        organization=group,
        name="山の手サロン",
        description=f"世話役は{LEADER}です。電話は{OWN_NUMBER}です。",
        contacts=(ContactInput(LEADER, "代表", is_leader=True, phones=(PhoneInput(OWN_NUMBER),)),),
        phones=(own,),
        email=LEADER_MAIL,
        consent=consent_input(),
    )
    build_service(
        CITY,
        name="のこるサロン",
        contacts=(ContactInput(STAYS[0], "代表", is_leader=True, phones=(PhoneInput(STAYS[1]),)),),
    )
    Consent.objects.filter(service_id=made.id).update(given_by=GIVEN_BY)
    content = live_entry(people.officer, made.short_code).content
    typed: dict[str, Any] = dict(content) | {"summary": f"{LEADER} の会", "consent_by": GIVEN_BY}
    draft_id = start_draft(by=people.officer, at=AT, content=typed, short_code=made.short_code)
    Revision.objects.create(
        service_id=made.id,
        submission_id=draft_id,
        at=AT,
        field="phone",
        before="000-555-7700",
        after=OWN_NUMBER,
    )
    version = Draft.objects.get(id=draft_id).version
    submit_draft(by=people.officer, at=AT, draft_id=draft_id, version=version, content=typed)
    secrets = draw_secrets(made.id)
    issue_slips(by=people.officer, at=AT, secrets=[secrets])
    report_wrong_service(
        by=ANONYMOUS,
        at=AT,
        short_code=made.short_code,
        reason=WrongReason(WrongReason.values[0]),
        note=f"{LEADER}さんの電話は０００-５５５-７８０２です",
        contact=LEADER_MAIL,
    )
    note_unmet(words=LEADER, conditions="", area_path=CITY, on=AT.date())
    return made.short_code


def _imported() -> str:
    from tests.builders import AT, CITY, OPERATOR
    from yui.directory.models import Service
    from yui.exchange.actions import apply_batch, match_columns, plan_batch, receive_file

    lines = ["No,活動名,代表者,携帯", f"1,ほたるの会,{LEADER},{OWN_NUMBER}", "2,つばめの会,,"]
    batch_id = receive_file(
        by=OPERATOR,
        at=AT,
        area_path=CITY,
        file_name="salon.csv",
        pieces=["\n".join(lines).encode("cp932")],
        is_official=False,
    )
    plan_batch(by=OPERATOR, at=AT, batch_id=batch_id)
    matches = {"key": "No", "name": "活動名", "leader": "代表者", "leader_phone": "携帯"}
    match_columns(by=OPERATOR, at=AT, batch_id=batch_id, matches=matches, sector="daily")
    plan_batch(by=OPERATOR, at=AT, batch_id=batch_id)
    apply_batch(by=OPERATOR, at=AT, batch_id=batch_id)
    return str(Service.objects.get(name="ほたるの会").short_code)


def _user() -> str:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from django.contrib.sessions.backends.db import SessionStore

    from tests.builders import AT, CITY, OPERATOR
    from yui.accounts.actions import (
        NewRole,
        add_membership,
        create_user,
        invite,
        mail_invitation,
    )
    from yui.accounts.models import Body
    from yui.policy.roles import Role

    login, name, mail = USER_CANARIES
    body = Body.objects.filter(area__path=CITY).order_by("id")[0]
    user_id = create_user(
        by=OPERATOR,
        at=AT,
        login=login,
        display_name=name,
        password="kome-to-miso-42-nori",
        email=mail,
    )
    add_membership(
        by=OPERATOR,
        at=AT,
        user_id=user_id,
        role=Role.COORDINATOR_LAYER_1,
        body_id=body.id,
        area_path=CITY,
    )
    role = NewRole(body.id, Role.COORDINATOR_LAYER_2, name, CITY, email=mail)
    invitation = invite(by=OPERATOR, at=AT, new=role)
    mail_invitation(
        by=OPERATOR, at=AT, invitation_id=invitation, link_of=lambda token: token, page="/join/"
    )
    EmailAddress.objects.create(user_id=user_id, email=mail)
    Authenticator.objects.create(user_id=user_id, type="totp", data={"name": name})
    session = SessionStore()
    session["who"] = name
    session.create()
    from allauth.usersessions.models import UserSession

    UserSession.objects.create(
        user_id=user_id, session_key=session.session_key, ip="127.0.0.1", user_agent=login
    )
    return str(user_id)


if __name__ == "__main__":
    main()
