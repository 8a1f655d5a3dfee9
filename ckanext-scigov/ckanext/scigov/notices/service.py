"""The only writer of notices. It flushes, never commits.

A notice tells of an act that has its own audit row, so it has none itself; nor has how somebody wants
to be told, which concerns nobody else.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.notices import queries, registry
from ckanext.scigov.notices.domain import notices, words
from ckanext.scigov.notices.domain import params as parameters
from ckanext.scigov.notices.domain.notices import Setting, Subject
from ckanext.scigov.notices.domain.params import Param
from ckanext.scigov.notices.model import NoticeRow, SettingRow
from ckanext.scigov.shared import outbox
from ckanext.scigov.shared.ids import random_key
from ckanext.scigov.shared.session import Session

DELIVER_JOB = "scigov_notices_deliver"


def notify(  # noqa: PLR0913  (each is part of what is told)
    session: Session,
    recipients: Collection[str],
    *,
    kind: str,
    feature: str,
    object_id: str,
    path: str,
    params: Mapping[str, Param],
    now: dt.datetime,
    key: str = "",
) -> int:
    """Tell people of an event: in the portal at once, on their other channels by the outbox.

    All of it is part of the caller's transaction.

    Args:
        session: the caller's; nothing is committed here.
        recipients: ids of users. Whose account is not in use is passed over.
        kind: one that a plugin has words for (``INoticeWords``).
        feature: whose object it is about.
        object_id: the object.
        path: the portal's page to go to.
        params: what the words' places are filled with. Never protected data.
        now: the moment of the event.
        key: tells this event from others of its kind about the same object, for example the number of
            the round. Nobody is told of one event twice, whoever calls how often.

    Returns:
        How many people were told who had not been told before.

    Raises:
        LookupError: nobody has words for this kind.
        ValueError: the parameters do not fit the words, or the path leads out of the portal.
        TypeError: a parameter is none that a notice may carry.
    """
    code = str(kind.value) if isinstance(kind, enum.Enum) else kind
    words.check(registry.words_of(code), params)
    told: dict[str, Any] = {
        "key": notices.event_key(code, Subject(feature, object_id), key),
        "kind": code,
        "feature": feature,
        "object_id": object_id,
        "path": notices.checked_path(path),
        "params": parameters.stored(params),
        "created_at": now,
    }
    settings = queries.settings_of(session, sorted(set(recipients)))
    if not settings:
        return 0
    # Sorted, so that two events at once wait for each other and no more.
    rows = [{"id": random_key(), "user_id": user_id, **told} for user_id in sorted(settings)]
    new = _insert(session, rows)
    ready = registry.channels()
    payloads = {
        f"{DELIVER_JOB}:{notice_id}:{name}": {"notice": notice_id, "channel": name}
        for notice_id, user_id in new.items()
        for name in notices.channels_of(settings[user_id], ready)
    }
    outbox.enqueue_jobs(session, DELIVER_JOB, payloads, now=now)
    return len(new)


def mark_read(
    session: Session, user_id: str, now: dt.datetime, *, notice_id: str | None = None
) -> int:
    """Mark one of somebody's notices as read, or all of them; return how many were not."""
    wanted = [NoticeRow.id == notice_id] if notice_id is not None else []
    return _mark(session, user_id, now, wanted)


def mark_read_about(
    session: Session, user_id: str, *, feature: str, object_id: str, now: dt.datetime
) -> int:
    """Mark what somebody was told about an object as read: he is looking at it."""
    about = [NoticeRow.feature == feature, NoticeRow.object_id == object_id]
    return _mark(session, user_id, now, about)


def save_setting(session: Session, user_id: str, setting: Setting) -> None:
    chosen = {"mail": setting.mail, "language": setting.language}
    row = insert(SettingRow).values(user_id=user_id, **chosen)
    session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=chosen))
    session.flush()


def forget(session: Session, before: dt.datetime) -> int:
    """Delete what was read before a moment, and what people without an account were told before it."""
    is_read = sa.delete(NoticeRow).where(NoticeRow.read_at < before)
    gone = queries.without_account(NoticeRow.user_id)
    is_nobodys = sa.delete(NoticeRow).where(NoticeRow.created_at < before, gone)
    session.execute(sa.delete(SettingRow).where(queries.without_account(SettingRow.user_id)))
    return sum(
        len(session.execute(one.returning(NoticeRow.id)).all()) for one in (is_read, is_nobodys)
    )


def _insert(session: Session, rows: list[dict[str, Any]]) -> dict[str, str]:
    """Write the rows of those who have not been told; return the ids with their users."""
    added = (
        insert(NoticeRow)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["user_id", "key"])
        .returning(NoticeRow.id, NoticeRow.user_id)
    )
    return {row[0]: row[1] for row in session.execute(added)}


def _mark(
    session: Session, user_id: str, now: dt.datetime, wanted: list[sa.ColumnElement[bool]]
) -> int:
    unread = [NoticeRow.user_id == user_id, NoticeRow.read_at.is_(None)]
    marked = sa.update(NoticeRow).where(*unread, *wanted).values(read_at=now)
    return len(session.execute(marked.returning(NoticeRow.id)).all())
