"""SELECTs of this feature, named after their condition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from ckan import model

from ckanext.scigov.notices.domain.notices import Notice, Recipient, Setting, Subject
from ckanext.scigov.notices.model import NoticeRow, SettingRow
from ckanext.scigov.shared.session import Session

MOST_COUNTED = 100
"""Nobody needs to know how many more there are; counting ends here."""


@dataclass(frozen=True, slots=True)
class Page:
    notices: list[Notice]
    count: int
    unread: int


def find(session: Session, notice_id: str) -> Notice | None:
    row = session.get(NoticeRow, notice_id)
    return _notice(row) if row is not None else None


def settings_of(session: Session, user_ids: Collection[str]) -> dict[str, Setting]:
    """Return how each of these people wants to be told; who has no account any more is left out."""
    user = model.User
    query = (
        sa.select(user.id, SettingRow.mail, SettingRow.language)
        .outerjoin(SettingRow, SettingRow.user_id == user.id)
        .where(user.id.in_(user_ids), user.state == model.State.ACTIVE)
    )
    return {row[0]: _setting(row[1], row[2]) for row in session.execute(query)}


def person(session: Session, user_id: str) -> tuple[Recipient, Setting] | None:
    """Return somebody whose account is in use, and how he wants to be told."""
    user = model.User
    query = (
        sa.select(user.name, user.fullname, user.email, SettingRow.mail, SettingRow.language)
        .outerjoin(SettingRow, SettingRow.user_id == user.id)
        .where(user.id == user_id, user.state == model.State.ACTIVE)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    name, full_name, mail, *chosen = row
    setting = _setting(*chosen)
    return Recipient(user_id, name, full_name or name, mail or "", setting.language), setting


def setting_of(session: Session, user_id: str) -> Setting:
    row = session.get(SettingRow, user_id)
    return _setting(row.mail, row.language) if row is not None else Setting()


def unread_count(session: Session, user_id: str) -> int:
    """Return how many notices somebody has not read, at most ``MOST_COUNTED``."""
    unread = sa.select(NoticeRow.id).where(*_unread(user_id)).limit(MOST_COUNTED)
    return session.scalar(sa.select(sa.func.count()).select_from(unread.subquery())) or 0


def page_of(session: Session, user_id: str, *, only_unread: bool, limit: int, offset: int) -> Page:
    """Return somebody's notices, those not read first, then the newest first."""
    wanted = _unread(user_id) if only_unread else [NoticeRow.user_id == user_id]
    query = (
        sa.select(NoticeRow)
        .where(*wanted)
        .order_by(NoticeRow.read_at.is_not(None), NoticeRow.created_at.desc(), NoticeRow.id)
        .limit(limit)
        .offset(offset)
    )
    number = sa.func.count()
    of_all = sa.select(number, number.filter(NoticeRow.read_at.is_(None)))
    count, unread = session.execute(of_all.where(NoticeRow.user_id == user_id)).one()
    notices = [_notice(row) for row in session.scalars(query)]
    return Page(notices, unread if only_unread else count, unread)


def _unread(user_id: str) -> list[sa.ColumnElement[bool]]:
    return [NoticeRow.user_id == user_id, NoticeRow.read_at.is_(None)]


def _setting(mail: bool | None, language: str | None) -> Setting:
    return Setting() if mail is None else Setting(mail, language or "")


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        id=row.id,
        user_id=row.user_id,
        kind=row.kind,
        subject=Subject(row.feature, row.object_id),
        path=row.path,
        params=row.params,
        created_at=row.created_at,
        read_at=row.read_at,
    )


def without_account(user_id: InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    """Return the condition that an id is of nobody whose account is in use."""
    user = model.User
    in_use = sa.select(user.id).where(user.id == user_id, user.state == model.State.ACTIVE)
    return ~in_use.exists()
