"""SELECTs about what was found: of nothing but the datasets that the public's feed holds at this moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.dcat.domain.scoring import Shares
from ckanext.scigov.dcat.model import Check, FindingOf
from ckanext.scigov.dcat.queries import NEVER
from ckanext.scigov.search import walking
from ckanext.scigov.shared.session import Session

PACKAGE = model.package_table.c
_RANK = sa.case({"error": 0, "warning": 1}, value=FindingOf.severity, else_=2)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is wrong, in how many datasets, and how often in all of them."""

    severity: str
    path: str
    zh: str
    en: str
    datasets: int
    times: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How many datasets the feed holds, how many of them were checked, and how many have what."""

    datasets: int
    checked: int
    with_errors: int
    with_warnings: int


@dataclass(frozen=True, slots=True)
class Faulty:
    """A dataset with errors."""

    id: str
    name: str
    title: str
    errors: int


def _seen(labels: Collection[str]) -> sa.Subquery:
    return walking.visible(labels, without=NEVER).subquery()


def rules(session: Session, labels: Collection[str]) -> list[Rule]:
    """Return what is found wrong in datasets, the gravest and most frequent first."""
    seen = _seen(labels)
    datasets = sa.func.count()
    query = (
        sa.select(
            FindingOf.severity, FindingOf.path, FindingOf.zh, FindingOf.en, datasets, sa.func.sum(FindingOf.times)
        )
        .join(seen, seen.c.id == FindingOf.dataset_id)
        .group_by(FindingOf.severity, FindingOf.path, FindingOf.zh, FindingOf.en)
        .order_by(_RANK, datasets.desc(), FindingOf.path, FindingOf.en)
    )  # fmt: skip
    return [Rule(*row) for row in session.execute(query)]


def of_catalogue(session: Session) -> list[Rule]:
    """Return what is found wrong with the catalogue itself and with what belongs to no dataset."""
    own = (FindingOf.severity, FindingOf.path, FindingOf.zh, FindingOf.en, sa.literal(0), FindingOf.times)  # fmt: skip
    query = sa.select(*own).where(FindingOf.dataset_id == "").order_by(FindingOf.position)
    return [Rule(*row) for row in session.execute(query)]


def last_round(session: Session) -> dt.datetime | None:
    """Return when the job ran last: it checks the catalogue each time."""
    return session.scalar(sa.select(Check.checked_at).where(Check.dataset_id == ""))


def summary(session: Session, labels: Collection[str]) -> Summary:
    seen, count = _seen(labels), sa.func.count
    query = sa.select(
        count(seen.c.id), count(Check.dataset_id), count().filter(Check.errors > 0), count().filter(Check.warnings > 0)
    ).select_from(seen).outerjoin(Check, Check.dataset_id == seen.c.id)  # fmt: skip
    return Summary(*session.execute(query).one())


def with_errors(session: Session, labels: Collection[str], offset: int, limit: int) -> list[Faulty]:
    """Return datasets with errors, those with the most first."""
    seen = _seen(labels)
    query = (
        sa.select(PACKAGE.id, PACKAGE.name, PACKAGE.title, Check.errors)
        .join(Check, Check.dataset_id == PACKAGE.id)
        .join(seen, seen.c.id == PACKAGE.id)
        .where(Check.errors > 0)
        .order_by(Check.errors.desc(), PACKAGE.id)
        .offset(offset)
        .limit(limit)
    )
    return [Faulty(id_, name, title or name, errors) for id_, name, title, errors in session.execute(query)]  # fmt: skip


def shares(session: Session, labels: Collection[str]) -> Shares:
    """Return how many of the feed's datasets meet each indicator of the score."""
    seen = _seen(labels)
    checked = sa.select(Check.met, Check.has_distribution).join(seen, seen.c.id == Check.dataset_id).subquery()  # fmt: skip
    counted = sa.select(sa.func.count(), sa.func.count().filter(checked.c.has_distribution))
    datasets, with_distribution = session.execute(counted.select_from(checked)).one()
    each = sa.select(sa.func.unnest(checked.c.met).label("code")).subquery()
    met = sa.select(each.c.code, sa.func.count()).group_by(each.c.code)
    return Shares(dict(session.execute(met).tuples().all()), datasets, with_distribution)
