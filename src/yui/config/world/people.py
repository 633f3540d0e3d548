"""Bodies and people of the sample world: every role, fixed passwords, two-step secrets."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP

from yui.accounts.actions import NewUser, add_membership, create_body, create_users
from yui.accounts.models import User
from yui.accounts.states import BodyKind
from yui.config.world.content import Content
from yui.config.world.land import Land
from yui.lib.clock import date_in_jst, fiscal_year, fiscal_year_bounds
from yui.policy.roles import OFFICERS, Role
from yui.policy.viewer import Viewer

_NATION = "nation"
_SYLLABLES = (
    "ka",
    "ki",
    "ko",
    "sa",
    "shi",
    "su",
    "ta",
    "to",
    "na",
    "ni",
    "ha",
    "mi",
    "mo",
    "ya",
    "yu",
)


@dataclass(frozen=True, slots=True)
class Post:
    """This value will hold one role somebody acts in: for a body (key) and an area (reference)."""

    role: Role
    body: str
    area: str
    ended: bool = False
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class Somebody:
    """This value will describe a person before there is one; `two_steps` sign in with a code."""

    login: str
    name: str
    posts: tuple[Post, ...]
    two_steps: bool = True


@dataclass(frozen=True, slots=True)
class HeldRole:
    """This value will hold one membership as `world.json` names it."""

    context: int
    role: str
    body: int
    area: str


@dataclass(frozen=True, slots=True)
class Person:
    """This value will hold one person as `world.json` names them."""

    id: int
    login: str
    password: str
    totp_secret: str | None
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class MadeBody:
    """This value will hold one body as `world.json` names it."""

    id: int
    name: str
    kind: str
    area: str


def make_bodies(
    *, by: Viewer, at: datetime, content: Content, land: Land
) -> Mapping[str, MadeBody]:
    """This function will make every body of the content, and two of the nation, by key."""
    nation = (
        (_NATION, "全国事務局（見本）", BodyKind.OTHER),
        ("ministry", "見本省 高齢者支援課", BodyKind.MINISTRY),
    )
    made = {key: _body(by, at, name=name, kind=kind, area_path="") for key, name, kind in nation}
    for body in content.bodies:
        made[body["key"]] = _body(
            by,
            at,
            name=body["name"],
            kind=BodyKind(body["kind"]),
            area_path=land.paths[body["area"]],
            phone=body["phone"]["number"],
            hours=body["phone"]["hours"] or "",
        )
    return made


def _body(
    by: Viewer,
    at: datetime,
    *,
    name: str,
    kind: BodyKind,
    area_path: str,
    phone: str = "",
    hours: str = "",
) -> MadeBody:
    body_id = create_body(
        by=by,
        at=at,
        name=name,
        kind=kind,
        area_path=area_path,
        phone=phone,
        hours=hours,
        is_sample=True,
    )
    return MadeBody(body_id, name, kind.value, area_path)


def make_people(
    *,
    by: Viewer,
    at: datetime,
    seed: int,
    somebodies: Sequence[Somebody],
    bodies: Mapping[str, MadeBody],
    land: Land,
) -> tuple[Person, ...]:
    """This function will make the people with their roles; secrets come from the seed."""
    drawn = {each.login: _Drawn.of(seed, each) for each in somebodies}
    new = [NewUser(each.login, each.name, drawn[each.login].password) for each in somebodies]
    ids = create_users(by=by, at=at, new=new)
    return tuple(
        _person(by, at, user_id, each, drawn[each.login], bodies, land)
        for user_id, each in zip(ids, somebodies, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What somebody signs in with; `secret` is that of the second step."""

    password: str
    secret: str | None

    @classmethod
    def of(cls, seed: int, somebody: Somebody) -> _Drawn:
        draw = random.Random(f"{seed} {somebody.login}")  # noqa: S311 -- known on purpose
        return cls(_password(draw), _secret(draw) if somebody.two_steps else None)


def _person(
    by: Viewer,
    at: datetime,
    user_id: int,
    somebody: Somebody,
    drawn: _Drawn,
    bodies: Mapping[str, MadeBody],
    land: Land,
) -> Person:
    if drawn.secret:
        TOTP.activate(User.objects.get(id=user_id), drawn.secret)
    roles = tuple(_role(by, at, user_id, post, bodies, land) for post in somebody.posts)
    return Person(user_id, somebody.login, drawn.password, drawn.secret, roles)


def _role(
    by: Viewer,
    at: datetime,
    user_id: int,
    post: Post,
    bodies: Mapping[str, MadeBody],
    land: Land,
) -> HeldRole:
    body = bodies[post.body]
    area_path = land.paths[post.area] if post.area else ""
    context = add_membership(
        by=by,
        at=at,
        user_id=user_id,
        role=post.role,
        body_id=body.id,
        area_path=area_path,
        acting_for_id=bodies[post.acting_for].id if post.acting_for else None,
        until=_last_day(at, post),
        manages_accounts=post.role in OFFICERS,
    )
    return HeldRole(context, post.role.value, body.id, area_path)


def _last_day(at: datetime, post: Post) -> date | None:
    """Contracts end with the fiscal year; who left did so yesterday."""
    today = date_in_jst(at)
    if post.ended:
        return today - timedelta(days=1)
    return fiscal_year_bounds(fiscal_year(today))[1] if post.acting_for else None


def _password(draw: random.Random) -> str:
    """Easy to type and to read aloud; only ever used where everybody may know it."""
    words = ("".join(draw.choices(_SYLLABLES, k=3)) for _ in range(3))
    return f"{'-'.join(words)}-{draw.randrange(100, 1000)}"


def _secret(draw: random.Random) -> str:
    return base64.b32encode(draw.randbytes(20)).decode("ascii")


def written_people() -> tuple[Somebody, ...]:
    """This function will return the people of the four written municipalities: every role."""
    city, pref = "municipality:90100", "prefecture:90"
    return (
        Somebody("zenkoku", "見本 全国", (Post(Role.NATIONAL_SECRETARIAT, _NATION, ""),)),
        Somebody("ministry", "見本 省子", (Post(Role.MINISTRY_OFFICER, "ministry", ""),)),
        Somebody("auditor", "見本 監", (Post(Role.AUDITOR, _NATION, ""),)),
        Somebody("operator", "見本 運用", (Post(Role.OPERATOR, _NATION, ""),)),
        Somebody("adviser", "見本 助言", (Post(Role.ADVISER, _NATION, pref),)),
        Somebody("pref-90", "見本 県子", (Post(Role.PREFECTURAL_OFFICER, "pref-mihon", pref),)),
        Somebody(
            "pref-91",
            "例 府太",
            (Post(Role.PREFECTURAL_OFFICER, "pref-reiji", "prefecture:91"),),
        ),
        *_city_people(city),
        *_office("90321", "tame-kenko", "body-tame-shakyo"),
        *_office("90405", "rei-fukushi", "body-rei-shakyo"),
        *_office("91201", "reiji-choju", "body-reiji-shakyo"),
    )


def _city_people(city: str) -> Iterator[Somebody]:
    """The designated city has everybody an SC works with, one of them in two roles."""
    shakyo, sphere = "body-mihon-shakyo", "sphere:tsutsumibashi"
    officer = Post(Role.MUNICIPAL_OFFICER, "mihon-korei", city)
    ward = Post(Role.MUNICIPAL_OFFICER, "ward-90101", "ward:90101")
    first = Post(Role.COORDINATOR_LAYER_1, shakyo, city)
    second = Post(Role.COORDINATOR_LAYER_2, shakyo, sphere)
    owner = Post(Role.ORGANIZATION_OWNER, "body-npo-tebako", city)
    editor = Post(Role.ORGANIZATION_EDITOR, shakyo, city)
    centre = Post(Role.SUPPORT_CENTRE, "support-tb-houkatsu", sphere)
    manager = Post(Role.CARE_MANAGER, "body-sf-kawabe", city)
    commissioner = Post(Role.WELFARE_COMMISSIONER, "mihon-korei", sphere)
    contractor = Post(Role.CONTRACTOR, "body-npo-kaze", city, acting_for="mihon-korei")
    work = Post(Role.WORK_COORDINATOR, "body-mihon-silver", city)
    left = Post(Role.COORDINATOR_LAYER_2, shakyo, "sphere:yanagino", ended=True)
    yield Somebody("officer-90100", "見本 市子", (officer,))
    yield Somebody("officer-90101", "見本 区太", (ward,))
    yield Somebody("sc1-90100", "見本 一枝", (first,))
    yield Somebody("sc2-90101", "見本 二郎", (second, editor))
    yield Somebody("work-90100", "見本 就子", (work,))
    yield Somebody("centre-90101", "見本 包子", (centre,))
    yield Somebody("manager-90100", "見本 計子", (manager,))
    yield Somebody("commissioner-90101", "見本 民生", (commissioner,), two_steps=False)
    yield Somebody("owner-90100", "見本 代表", (owner,), two_steps=False)
    yield Somebody(
        "editor-90100",
        "見本 団子",
        (Post(Role.ORGANIZATION_EDITOR, "body-npo-tebako", city),),
        two_steps=False,
    )
    yield Somebody("contractor-90100", "見本 受子", (contractor,))
    yield Somebody("left-90100", "見本 去子", (left,), two_steps=False)


def _office(code: str, office: str, council: str) -> Iterator[Somebody]:
    """Every town has an officer and a layer-1 SC."""
    area = f"municipality:{code}"
    yield Somebody(f"officer-{code}", "例 職員", (Post(Role.MUNICIPAL_OFFICER, office, area),))
    yield Somebody(f"sc1-{code}", "例 支子", (Post(Role.COORDINATOR_LAYER_1, council, area),))


def generated_people(content: Content) -> tuple[Somebody, ...]:
    """This function will return the officers and SCs of generated municipalities."""
    found: list[Somebody] = []
    for area in content.areas:
        here = [body for body in content.bodies if body["area"] == _reference(area["code"])]
        offices = [body["key"] for body in here if body["kind"] == "municipality"]
        councils = [body["key"] for body in here if body["kind"] == "welfare_council"]
        if offices and councils:
            found += _office(area["code"], offices[-1], councils[0])
    return tuple(found)


def _reference(code: str) -> str:
    return f"municipality:{code}"
