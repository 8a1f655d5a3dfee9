"""SELECTs of the feed, named after their condition."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dcat.domain.catalogue import Agent
from ckanext.scigov.dcat.domain.writing import FORMS
from ckanext.scigov.dcat.model import Check, Fragment
from ckanext.scigov.search import walking
from ckanext.scigov.search.bulk import copying
from ckanext.scigov.search.prepared import Prepared, any_of
from ckanext.scigov.shared.session import Session

NEVER = ("security_level=4",)
"""What no feed gives away, whoever may see it."""
GROUP = model.group_table.c


@dataclass(frozen=True, slots=True)
class Step:
    """A dataset of a page: its id, the stamp of its document, and how it reads if that is known and fresh."""

    id: str
    stamp: str
    text: str | bytes | None
    terms: tuple[str, ...] = ()
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: of whom, from where on, and since when."""

    labels: Collection[str]
    made_for: str
    form: str
    after: str = ""
    start: int = 0
    limit: int = 100
    since: dt.datetime | None = None


def steps(session: Session, wish: Wish) -> list[Step]:
    """Return the datasets behind ``after``, one more than the limit if there are more."""
    site, follows = tk.config["ckan.site_id"], bool(wish.after)
    statement = _steps(site, wish.form, follows=follows, changed=wish.since is not None)
    known: dict[str, Any] = {"after": wish.after} if follows else {}
    if wish.since is not None:
        known["since"] = wish.since
    rows = statement.run(
        session.connection(), labels=list(wish.labels), made_for=wish.made_for, start=wish.start, rows=wish.limit + 1,
        **known,
    )  # fmt: skip
    return [
        Step(id_, stamp, bytes(text) if isinstance(text, memoryview) else text, tuple(terms or ()), provider or "")
        for id_, stamp, text, terms, provider in rows.fetchall()
    ]  # fmt: skip


@functools.lru_cache(maxsize=64)
def _steps(_site: str, form: str, *, follows: bool, changed: bool) -> Prepared:
    """Return the statement for a page: writing it anew takes a third as long as the database takes to answer it."""
    after = sa.bindparam("after", type_=sa.Text) if follows else None
    labels, made_for = sa.bindparam("labels"), sa.bindparam("made_for", type_=sa.Text)
    seen = _fresh(labels, made_for, form, after)
    query = sa.select(seen.c.id, seen.c.stamp, seen.c.text, seen.c.terms, seen.c.provider_id)
    if follows:
        query = query.where(seen.c.id > after)
    if changed:
        since = sa.bindparam("since", type_=sa.DateTime(timezone=True))
        query = query.where(sa.or_(seen.c.text.is_(None), seen.c.changed_at >= since))
    start, rows = (sa.bindparam(name, type_=sa.Integer) for name in ("start", "rows"))
    return Prepared(query.order_by(seen.c.id).offset(start).limit(rows))


def _fresh(labels: Any, made_for: Any, form: str, after: Any = None) -> sa.Subquery:
    """Return what may be seen beside the fragments that are made of just that."""
    seen = walking.visible(labels, without=NEVER).subquery()
    text = getattr(Fragment, form)
    is_fresh = [
        Fragment.dataset_id == seen.c.id, Fragment.stamp == seen.c.stamp, Fragment.made_for == made_for,
        Fragment.gone_at.is_(None),
    ]  # fmt: skip
    if after is not None:
        # Without it a page far behind is looked for from the first fragment on.
        is_fresh.append(Fragment.dataset_id > after)
    columns = (seen.c.id, seen.c.stamp, text.label("text"), Fragment.terms, Fragment.provider_id, Fragment.changed_at)  # fmt: skip
    joined = sa.select(*columns).select_from(seen).outerjoin(Fragment, sa.and_(*is_fresh))
    return joined.subquery()


def stale(session: Session, labels: Collection[str], made_for: str, limit: int) -> dict[str, str]:
    """Return stamps of datasets that no fragment reads as in every form, by id."""
    seen = _fresh(labels, made_for, "nt")
    forms = (getattr(Fragment, name) for name in FORMS)
    lacks_one = sa.exists().where(
        Fragment.dataset_id == seen.c.id, sa.or_(*(one.is_(None) for one in forms))
    )
    query = sa.select(seen.c.id, seen.c.stamp).where(sa.or_(seen.c.text.is_(None), lacks_one))
    return {row[0]: row[1] for row in session.execute(query.limit(limit))}


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A dataset that reads differently since it was checked, or was checked by other shapes."""

    id: str
    read_at: dt.datetime
    text: bytes
    terms: list[str]
    provider: str


def unchecked(
    session: Session, labels: Collection[str], made_for: str, judged_by: str, limit: int
) -> list[Unchecked]:
    """Return datasets of the feed that are to be checked, in the order of ids."""
    seen = walking.visible(labels, without=NEVER).subquery()
    is_known = sa.and_(
        Check.dataset_id == Fragment.dataset_id, Check.read_at == Fragment.changed_at,
        Check.judged_by == judged_by,
    )  # fmt: skip
    query = (
        sa.select(
            Fragment.dataset_id,
            Fragment.changed_at,
            Fragment.nt,
            Fragment.terms,
            Fragment.provider_id,
        )
        .join(seen, seen.c.id == Fragment.dataset_id)
        .outerjoin(Check, is_known)
        .where(
            Fragment.gone_at.is_(None), Fragment.made_for == made_for, Check.dataset_id.is_(None)
        )
        .order_by(Fragment.dataset_id)
        .limit(limit)
    )
    return [Unchecked(*row) for row in session.execute(query)]


def named(session: Session, labels: Collection[str]) -> tuple[set[str], set[str]]:
    """Return the terms that the whole feed names, and who publishes in it."""
    seen = walking.visible(labels, without=NEVER).subquery()
    columns = sa.select(Fragment.terms, Fragment.provider_id)
    of_feed = columns.join(seen, seen.c.id == Fragment.dataset_id).subquery()
    terms = session.scalars(sa.select(sa.func.unnest(of_feed.c.terms)).distinct())
    providers = session.scalars(sa.select(of_feed.c.provider_id).distinct())
    return set(terms), set(providers) - {""}


def how_many(session: Session, labels: Collection[str]) -> int:
    seen = walking.visible(labels, without=NEVER).subquery()
    return int(session.scalar(sa.select(sa.func.count()).select_from(seen)) or 0)


def gone(session: Session, labels: Collection[str]) -> list[str]:
    """Return the datasets that the feed has held and that nobody without an account sees any more."""
    seen = walking.visible(labels, without=NEVER).subquery()
    query = (
        sa.select(Fragment.dataset_id)
        .where(Fragment.gone_at.is_(None))
        .where(~sa.select(seen.c.id).where(seen.c.id == Fragment.dataset_id).exists())
        .order_by(Fragment.dataset_id)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def removals(session: Session, since: dt.datetime | None, after: str, limit: int) -> list[Fragment]:
    """Return what is gone since a moment, in the order of ids, behind ``after``."""
    query = sa.select(Fragment).where(Fragment.gone_at.is_not(None), Fragment.dataset_id > after)
    if since is not None:
        query = query.where(Fragment.gone_at >= since)
    return list(session.scalars(query.order_by(Fragment.dataset_id).limit(limit + 1)))


def removal(session: Session, dataset_id: str) -> Fragment | None:
    found = session.get(Fragment, dataset_id, populate_existing=True)
    return found if found is not None and found.gone_at is not None else None


def known(session: Session, ids: Collection[str]) -> set[str]:
    """Return those of the datasets that have a fragment, be it an emptied one."""
    query = sa.select(Fragment.dataset_id).where(Fragment.dataset_id.in_(ids))
    return set(session.scalars(query))


def agents(session: Session, ids: Collection[str]) -> list[Agent]:
    """Return providers with code and level, in the order of their ids."""
    found = []
    for id_, title, name, extras in _agents().run(session.connection(), ids=list(ids)):
        said = extras or {}
        code, level = said.get("provider_code") or "", said.get("unit_level") or ""
        found.append(Agent(id_, title or name, str(code), str(level)))
    return found


@functools.cache
def _agents() -> Prepared:
    columns = sa.select(GROUP.id, GROUP.title, GROUP.name, GROUP.extras)
    return Prepared(columns.where(GROUP.id == any_of("ids", sa.Text)).order_by(GROUP.id))


@dataclass(frozen=True, slots=True)
class Batch:
    """How many datasets read in N-Triples, one packed text behind another, and what they name."""

    count: int
    last: str
    packed: bytes | None
    """None where one of them is not written yet."""
    terms: frozenset[str]
    providers: frozenset[str]


def batch(session: Session, wish: Wish) -> Batch:
    """Return the next datasets behind ``after`` as one, as many as the limit says."""
    statement = _batch(tk.config["ckan.site_id"])
    ((count, last, packed, named, by),) = copying.copied(
        session.connection(), statement, labels=list(wish.labels), made_for=wish.made_for, after=wish.after,
        rows=wish.limit,
    )  # fmt: skip
    terms, providers = (frozenset((one or b"").decode().split()) for one in (named, by))
    return Batch(int(count or 0), (last or b"").decode(), packed, terms, providers)


@functools.lru_cache(maxsize=4)
def _batch(_site: str) -> Prepared:
    after = sa.bindparam("after", type_=sa.Text)
    labels, made_for = sa.bindparam("labels"), sa.bindparam("made_for", type_=sa.Text)
    seen = _fresh(labels, made_for, "nt", after)
    rows = sa.bindparam("rows", type_=sa.Integer)
    few = sa.select(seen).where(seen.c.id > after).order_by(seen.c.id).limit(rows).cte()
    terms = sa.select(sa.func.unnest(few.c.terms).label("term")).distinct().subquery()
    providers = sa.select(few.c.provider_id).distinct().subquery()
    nothing, space = sa.cast(sa.literal(b""), sa.LargeBinary), sa.literal(" ")
    in_order = aggregate_order_by(nothing, few.c.id)
    is_whole = sa.func.bool_and(few.c.text.is_not(None))
    return Prepared(
        sa.select(
            sa.cast(sa.func.count(), sa.Text),
            sa.func.max(few.c.id),
            sa.case((is_whole, sa.func.string_agg(few.c.text, in_order))),
            sa.select(sa.func.string_agg(terms.c.term, space)).scalar_subquery(),
            sa.select(sa.func.string_agg(providers.c.provider_id, space)).scalar_subquery(),
        ).select_from(few)
    )


@functools.cache
def providers_state() -> Prepared:
    """Return the statement for what providers are called, in short: it changes with each of them."""
    writer = sa.cast(sa.literal_column('"group".xmin'), sa.Text).label("row")
    rows = sa.select(writer).select_from(model.group_table).subquery()
    every = sa.func.string_agg(rows.c.row, sa.literal_column("' ' ORDER BY row"))
    return Prepared(sa.select(sa.func.md5(every)))
