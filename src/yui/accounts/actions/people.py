"""Making bodies, people and their memberships on the host; offices invite (`inviting`)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yui.accounts.errors import AccountRefused
from yui.accounts.models import Body, Membership, User
from yui.accounts.queries.contexts import group_paths
from yui.accounts.rules import common_area, may_make_bodies
from yui.accounts.states import BodyKind, Department
from yui.areas.models import Area, AreaGroup
from yui.journal.actions import act
from yui.policy.roles import Role
from yui.policy.viewer import Viewer


def create_body(
    *,
    by: Viewer,
    at: datetime,
    name: str,
    kind: BodyKind,
    area_path: str,
    phone: str = "",
    hours: str = "",
    parent_id: int | None = None,
    is_sample: bool = False,
) -> int:
    """This function will make a body that can act for an area and return its id.

    Raises: AccountRefused when the viewer may not, or there is no such area.
    """
    _require(by, area_path)
    with act(by=by, at=at) as done:
        body = Body.objects.create(
            name=name,
            kind=kind,
            area=_area(area_path),
            phone=phone,
            hours=hours,
            parent_id=parent_id,
            is_sample=is_sample,
        )
        done.record(
            "accounts.body.created",
            object_type="accounts.body",
            object_id=body.id,
            area_path=area_path,
        )
    return body.id


@dataclass(frozen=True, slots=True)
class NewUser:
    """This value will hold a person to be made; the password as it will be typed."""

    login: str
    display_name: str
    password: str
    email: str = ""


def create_user(
    *, by: Viewer, at: datetime, login: str, display_name: str, password: str, email: str = ""
) -> int:
    """This function will make a person who can sign in and return their id.

    Raises: AccountRefused when the viewer may not, the password is weak or the name is taken.
    """
    new = NewUser(login, display_name, password, email)
    (user_id,) = create_users(by=by, at=at, new=(new,))
    return user_id


def create_users(*, by: Viewer, at: datetime, new: Sequence[NewUser]) -> tuple[int, ...]:
    """This function will make people who can sign in, all or none; their ids in the same order.

    Raises: AccountRefused when the viewer may not, a password is weak or a sign-in name is taken.
    """
    _require(by, by.area_path or "")
    users = [_unsaved(at, each) for each in new]
    # Hashing a password takes a tenth of a second on purpose; it leaves other threads free.
    with ThreadPoolExecutor() as threads:
        hashes = threads.map(make_password, (each.password for each in new))
    try:
        with act(by=by, at=at) as done, transaction.atomic():
            for user, hashed in zip(users, hashes, strict=True):
                user.password = hashed
                user.save(force_insert=True)
                done.record(
                    "accounts.user.created",
                    object_type="accounts.user",
                    object_id=user.id,
                    area_path=by.area_path or "",
                )
    except IntegrityError as error:
        raise AccountRefused("その名前はもう使われています。別の名前にしてください。") from error
    return tuple(user.id for user in users)


def _unsaved(at: datetime, new: NewUser) -> User:
    user = User(login=new.login, display_name=new.display_name, email=new.email, created_at=at)
    try:
        validate_password(new.password, user)
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages)) from error
    return user


def add_membership(
    *,
    by: Viewer,
    at: datetime,
    user_id: int,
    role: Role,
    body_id: int,
    area_path: str = "",
    area_group_key: str = "",
    department: Department | None = None,
    acting_for_id: int | None = None,
    until: date | None = None,
    manages_accounts: bool = False,
) -> int:
    """This function will let a person act in a role for a body and area until a day (inclusive).

    With `area_group_key` the person acts in the members of that group, one at a time.
    Raises: AccountRefused when the viewer may not, there is no such area or group, or a
    contractor has no end or nobody to act for.
    """
    _require(by, area_path)
    if role is Role.CONTRACTOR and (until is None or acting_for_id is None):
        raise AccountRefused("受託者には、契約が終わる日と、どの組織の仕事をするかが要ります。")
    group = _group(area_group_key) if area_group_key else None
    with act(by=by, at=at) as done:
        membership = Membership.objects.create(
            user_id=user_id,
            role=role,
            body_id=body_id,
            area=None if group else _area(area_path),
            area_group=group,
            department=department or "",
            acting_for_id=acting_for_id,
            until=until,
            manages_accounts=manages_accounts,
        )
        done.record(
            "accounts.membership.added",
            object_type="accounts.membership",
            object_id=membership.id,
            area_path=common_area(group_paths(group.id)) if group else area_path,
            fields=("role", "body", "area", "until", "manages_accounts"),
        )
    return membership.id


def _require(by: Viewer, area_path: str) -> None:
    if not may_make_bodies(by, area_path=area_path):
        raise AccountRefused(
            "利用者を作れるのは、運用担当だけです。組織の利用者管理者は、招待します。"
        )


def _area(path: str) -> Area:
    found = Area.objects.filter(path=path).first()
    if found is None:
        raise AccountRefused(f"地域 {path} がありません。先に地域を入れてください。")
    return found


def _group(key: str) -> AreaGroup:
    found = AreaGroup.objects.filter(key=key).first()
    if found is None or not group_paths(found.id):
        raise AccountRefused(f"地域のまとまり {key} がありません。先に市区町村を入れてください。")
    return found
