"""Reading what a person is told this week, and who is still to be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet

from yui.accounts.models import Membership, User
from yui.accounts.queries import Context, contexts_of, viewer_for
from yui.directory.queries.changes import open_changes
from yui.directory.queries.due import due_passed_on, due_services
from yui.directory.queries.inquiries import answered_since, open_inquiries
from yui.directory.queries.news import MOST_NEWS, news_of
from yui.directory.rules import may_ask
from yui.journal.queries import first_position_of
from yui.lib.clock import date_in_jst
from yui.notices.errors import LinkRefused
from yui.notices.models import Notice, Stop
from yui.notices.states import NoticeKind
from yui.policy.decide import municipality_of
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.review.queries import queue

# What the journal calls the mails of a week.
WEEK = "notices.week"
_SALT = "yui.notices.stop"
_WEEK = timedelta(days=7)
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Recipient:
    """This value will hold who is told: a person with an address."""

    user_id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Line:
    """This value will hold one line of a mail and the path of the page it is about."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Group:
    """This value will hold lines under one heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """This value will hold what is told for one role of a person."""

    role: str
    place: str
    groups: tuple[Group, ...]


def monday_of(at: datetime) -> date:
    """This function will return the Monday of the week it is in Japan."""
    today = date_in_jst(at)
    return today - timedelta(days=today.weekday())


def people_with_mail() -> QuerySet[User]:
    """This function will return who gets mail: at work, with an address, not stopped."""
    held = Membership.objects.filter(user=OuterRef("pk"), ended_at__isnull=True)
    stopped = Stop.objects.filter(user=OuterRef("pk"))
    people = User.objects.filter(Exists(held), ~Exists(stopped), is_active=True)
    return people.exclude(email="")


def next_to_tell(first_date: date) -> tuple[int, Recipient] | None:
    """This function will return the week's entry and the next person who was not told of it."""
    entry = first_position_of(WEEK, str(first_date))
    if not entry:
        return None
    told = Notice.objects.filter(entry=entry, kind=NoticeKind.WEEKLY, recipient=OuterRef("pk"))
    row = people_with_mail().filter(~Exists(told)).order_by("id").first()
    return None if row is None else (entry, Recipient(row.id, row.display_name, row.email))


def digest_of(user_id: int, *, at: datetime) -> tuple[Part, ...]:
    """This function will return what a person is told, for each role in force; () is nothing.

    Counts and what residents read: a mail holds no word that somebody typed.
    """
    on = date_in_jst(at)
    parts = (_part(user_id, each, on, at) for each in contexts_of(user_id, on=on))
    return tuple(part for part in parts if part.groups)


def _part(user_id: int, context: Context, on: date, at: datetime) -> Part:
    viewer = viewer_for(
        user_id, membership_id=context.membership_id, area_path=context.area_path, on=on
    )
    groups = (
        Group("確認の時期が来たもの", tuple(_due(viewer, at))),
        Group("返事を待っているもの", tuple(_waiting(viewer, at))),
        Group("新しいもの・変わったこと（この7日）", tuple(_news(viewer, at))),
        Group("あなたの問いへの答え", tuple(_answers(viewer, at))),
    )
    return Part(context.role_label, context.area_name, tuple(each for each in groups if each.lines))


def _due(viewer: Viewer, at: datetime) -> Iterator[Line]:
    total = due_services(viewer, at=at, size=1).total
    if not total:
        return
    passed = due_passed_on(viewer, at=at)
    more = f"（{passed:,}件は、長く確かめられず、移ってきました）" if passed else ""
    yield Line(f"{total:,}件{more}", "/directory/due/")


def _waiting(viewer: Viewer, at: datetime) -> Iterator[Line]:
    changes, waiting = open_changes(viewer).total, queue(viewer)
    if changes:
        yield Line(f"変更の知らせ {changes:,}件", "/directory/changes/")
    inquiries = open_inquiries(viewer, at=at)
    if inquiries:
        passed = sum(bool(each.passed_days) for each in inquiries)
        more = f"（{passed:,}件は、返事がなく、移ってきました）" if passed else ""
        yield Line(f"SC への問い {len(inquiries):,}件{more}", "/directory/inquiries/")
    decisions = len(waiting.to_decide) + waiting.more
    if decisions:
        yield Line(f"審査 {decisions:,}件", "/review/")


def _news(viewer: Viewer, at: datetime) -> Iterator[Line]:
    """What residents read, of the own town; an office that only publishes reads it there."""
    home = municipality_of(viewer.area_path or "")
    if not home or not may_ask(viewer, area_path=home):
        return
    found = news_of(ANONYMOUS, home, since=at - _WEEK, until=at, at=at)
    for label, names in (
        ("新しいもの", [card.name for card in found.new]),
        ("変わったもの", [each.card.name for each in found.changed]),
        ("終わったもの", [each.name for each in found.ended]),
    ):
        if names:
            shown = "、".join(names[:_MOST_NAMES]) + (" など" if len(names) > _MOST_NAMES else "")
            least = "以上" if len(names) >= MOST_NEWS else ""
            yield Line(f"{label} {len(names)}件{least}（{shown}）", "/desk/news/")


def _answers(viewer: Viewer, at: datetime) -> Iterator[Line]:
    for each in answered_since(viewer, since=at - _WEEK, at=at):
        yield Line(each.name or "見つからなかったこと", f"/directory/inquiries/{each.id}/")


def stop_token(user_id: int) -> str:
    """This function will return what a mail's link carries: who stops it, signed."""
    return signing.dumps(user_id, salt=_SALT)


def user_of_token(token: str) -> int:
    """This function will return who may be stopped by a token. Raises: LinkRefused."""
    try:
        user_id = int(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise LinkRefused from error
    if not User.objects.filter(id=user_id).exists():
        raise LinkRefused
    return user_id


def is_stopped(user_id: int) -> bool:
    """This function will say whether a person wants no weekly mail."""
    return Stop.objects.filter(user=user_id).exists()
