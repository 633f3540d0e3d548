"""Reads the mails of development from the outbox directory."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it would have been sent; `id` is the name of its file."""

    id: str
    subject: str
    sender: str
    to: str
    sent: str
    body: str


def visible_mails(directory: Path) -> tuple[Mail, ...]:
    """This function will return the mails of an outbox, newest first."""
    files = sorted(directory.glob("*.eml"), reverse=True) if directory.is_dir() else []
    return tuple(_mail(path.stem, path.read_bytes()) for path in files)


def get_mail(directory: Path, mail_id: str) -> Mail | None:
    """This function will return one mail of the outbox, or None. No path is built from the id."""
    return next((mail for mail in visible_mails(directory) if mail.id == mail_id), None)


def _mail(mail_id: str, text: bytes) -> Mail:
    message = message_from_bytes(text, EmailMessage, policy=policy.default)
    part = message.get_body(("plain", "html"))
    return Mail(
        id=mail_id,
        subject=str(message["Subject"] or "（件名なし）"),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        sent=str(message["Date"] or ""),
        body=part.get_content() if part else "",
    )
