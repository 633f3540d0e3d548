"""Telling people once a week, and stopping it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yui.journal.actions import Act, act
from yui.notices.models import Notice, Stop, Week
from yui.notices.queries import (
    WEEK,
    Part,
    Recipient,
    digest_of,
    monday_of,
    next_to_tell,
    people_with_mail,
    stop_token,
    user_of_token,
)
from yui.notices.states import NoticeKind
from yui.policy.viewer import Viewer

# Where nobody said under which address the house stands, somebody tries it on this machine.
_HERE = "http://localhost:8000"


def tell_next(*, by: Viewer, at: datetime) -> bool:
    """This function will tell one person of this week; false when everybody was told.

    The mail is noted before it goes out, so that none is sent twice, whoever dies meanwhile.
    Raises: OSError (SMTPException is one) when the server takes no mail; then the person is
    told another time.
    """
    first_date = monday_of(at)
    _begin(by, at, first_date)
    found = next_to_tell(first_date)
    if found is None:
        return False
    entry, recipient = found
    parts = digest_of(recipient.user_id, at=at)
    if not _note(entry, recipient, at=at, is_to_be_sent=bool(parts)):
        return True
    if parts:
        _send(entry, recipient, parts, at)
    return True


def stop_mail(*, by: Viewer, at: datetime, token: str) -> None:
    """This function will send a person no weekly mail any more. Raises: LinkRefused."""
    user_id = user_of_token(token)
    with act(by=by, at=at) as done:
        _row, is_new = Stop.objects.get_or_create(user_id=user_id, defaults={"at": at})
        if is_new:
            _record(done, user_id, "stopped")


def start_mail(*, by: Viewer, at: datetime, token: str) -> None:
    """This function will send a person the weekly mail again. Raises: LinkRefused."""
    user_id = user_of_token(token)
    with act(by=by, at=at) as done:
        if Stop.objects.filter(user_id=user_id).delete()[0]:
            _record(done, user_id, "started")


def _record(done: Act, user_id: int, verb: str) -> None:
    done.record(
        f"notices.stop.{verb}", object_type="accounts.user", object_id=user_id, area_path=""
    )


def _begin(by: Viewer, at: datetime, first_date: date) -> None:
    """One entry a week, and none where nobody gets mail; of two workers one begins."""
    if Week.objects.filter(first_date=first_date).exists() or not people_with_mail().exists():
        return
    try:
        with act(by=by, at=at) as done:
            Week.objects.create(first_date=first_date, at=at)
            done.record(f"{WEEK}.begun", object_type=WEEK, object_id=first_date, area_path="")
    except IntegrityError:
        return


def _note(entry: int, recipient: Recipient, *, at: datetime, is_to_be_sent: bool) -> bool:
    """False when another worker was first."""
    try:
        with transaction.atomic():
            Notice.objects.create(
                entry=entry,
                recipient_id=recipient.user_id,
                kind=NoticeKind.WEEKLY,
                at=at,
                was_sent=is_to_be_sent,
            )
    except IntegrityError:
        return False
    return True


def _send(entry: int, recipient: Recipient, parts: Iterable[Part], at: datetime) -> None:
    home = settings.YUI.base_url or _HERE
    stop = f"{home}/notices/stop/{stop_token(recipient.user_id)}/"
    message = EmailMessage(
        _("結（Yui）今週のお知らせ"),
        "\n".join(_words(recipient, parts, home, stop)),
        to=[recipient.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    try:
        message.send()
    except OSError:
        Notice.objects.filter(entry=entry, recipient=recipient.user_id).delete()
        raise


def _words(recipient: Recipient, parts: Iterable[Part], home: str, stop: str) -> Iterator[str]:
    yield _("%(name)s 様") % {"name": recipient.name}
    for part in parts:
        yield ""
        yield f"【{part.place}　{part.role}】"
        for group in part.groups:
            yield ""
            yield f"■ {group.heading}"
            for line in group.lines:
                yield f"・{line.words}"
                yield f"  {home}{line.path}"
    yield ""
    yield _("週に1回、お知らせがあるときだけ送ります。やめるときは、次のアドレスを開いて押します。")
    yield stop
