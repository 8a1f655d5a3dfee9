"""A notice to one person, and when two of them are the same."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

PORTAL, MAIL, WEBHOOK = "portal", "mail", "webhook"
LONGEST_PATH = 500
_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]*")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a notice is about: a feature's object."""

    feature: str
    object_id: str


@dataclass(frozen=True, slots=True)
class Setting:
    """How somebody wants to be told."""

    mail: bool = True
    language: str = ""
    """Empty: the site's."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told, as it is kept."""

    id: str
    user_id: str
    kind: str
    subject: Subject
    path: str
    params: Mapping[str, Any]
    created_at: dt.datetime
    read_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person as channels know him."""

    user_id: str
    name: str
    display_name: str
    mail: str
    language: str


@dataclass(frozen=True, slots=True)
class Message:
    """A notice in words, on its way; ``id`` is the same at every attempt and on every channel."""

    id: str
    kind: str
    recipient: Recipient
    subject: str
    body: str
    url: str
    created: dt.datetime


def event_key(kind: str, subject: Subject, key: str) -> str:
    """Return what makes an event: nobody is told of one twice.

    Without a key of the caller's, a kind is told once about an object, however often it is called for.
    """
    return f"{subject.feature}:{subject.object_id}:{kind}:{key}"


def checked_path(path: str) -> str:
    """Return a path of the portal.

    Raises:
        ValueError: it leads, or may be read to lead, somewhere else.
    """
    if not _PATH.fullmatch(path) or len(path) > LONGEST_PATH:
        raise ValueError(f"This is no path of the portal: {path!r}. It begins with one slash.")
    return path


def channels_of(setting: Setting, ready: Iterable[str]) -> tuple[str, ...]:
    """Return the channels a notice takes beside the portal, on which everybody is told.

    Args:
        setting: the recipient's. Mail is his choice, all else the operator's.
        ready: the channels that the site has.
    """
    return tuple(sorted({name for name in ready if name != MAIL or setting.mail} - {PORTAL}))


def address(path: str, *, site_url: str, root_path: str, language: str) -> str:
    """Return the full address of a page; ``language`` is empty where it is the site's own."""
    root = (root_path or "/{{LANG}}").replace("{{LANG}}", language)
    parts = [part for part in root.split("/") if part]
    return "/".join([site_url.rstrip("/"), *parts]) + quote(path, safe="/?&=%:@!$'()*+,;~#")
