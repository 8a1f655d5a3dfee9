"""SELECTs of imports, of what was chosen for columns, and of what is there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from ckan import model

from ckanext.scigov.intake.domain.states import BatchState, RowState
from ckanext.scigov.intake.model import Batch, BatchRow, ColumnChoice
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables.domain.kinds import Kind

PIECE = 5_000
"""So many values are asked for by one statement."""
TYPES: Mapping[Kind, Any] = {
    Kind.TEXT: sa.Text(),
    Kind.INTEGER: sa.BigInteger(),
    Kind.NUMBER: sa.Numeric(),
    Kind.DOUBLE: sa.Double(),
    Kind.FLOAT: sa.REAL(),
    Kind.DATE: sa.Date(),
    Kind.DATETIME: sa.TIMESTAMP(timezone=True),
    Kind.BOOLEAN: sa.Boolean(),
}


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that is there, by what an import finds it."""

    id: str
    title: str
    source_id: str
    source_portal: str


def find(session: Session, batch_id: str, *, lock: bool = False) -> Batch | None:
    return session.get(
        Batch, batch_id, with_for_update=lock or None, populate_existing=lock or False
    )


def listed(
    session: Session, provider_ids: Collection[str], user_id: str | None, limit: int, offset: int
) -> tuple[list[Batch], int]:
    """Return imports for some providers, newest first, and how many there are.

    Args:
        session: the caller's.
        provider_ids: of these.
        user_id: only his where they are of tables; None: everybody's.
        limit: at most so many.
        offset: without the first ones.
    """
    mine = sa.true() if user_id is None else Batch.made_by == user_id
    where = (
        Batch.provider_id.in_(sorted(provider_ids)),
        Batch.state != BatchState.DISCARDED.value,
        sa.or_(Batch.resource_id == "", mine),
    )
    count = session.scalar(sa.select(sa.func.count()).select_from(Batch).where(*where))
    query = sa.select(Batch).where(*where).order_by(Batch.made_at.desc(), Batch.id)
    return list(session.scalars(query.limit(limit).offset(offset))), count or 0


def counts(session: Session, batch_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Return how many rows are in which state: import → state → number."""
    query = (
        sa.select(BatchRow.batch_id, BatchRow.state, sa.func.count())
        .where(BatchRow.batch_id.in_(sorted(batch_ids)))
        .group_by(BatchRow.batch_id, BatchRow.state)
    )
    found: dict[str, dict[str, int]] = {batch_id: {} for batch_id in batch_ids}
    for batch_id, state, number in session.execute(query) if batch_ids else ():
        found[batch_id][state] = number
    return found


def rows(
    session: Session,
    batch_id: str,
    state: RowState | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[BatchRow]:
    """Return rows of an import in their order."""
    query = sa.select(BatchRow).where(BatchRow.batch_id == batch_id).order_by(BatchRow.number)
    if state is not None:
        query = query.where(BatchRow.state == state.value)
    return list(session.scalars(query.limit(limit).offset(offset)))


def chosen(session: Session, provider_id: str, kind: str) -> dict[str, str]:
    """Return what was chosen for the columns of a provider's sheets: header → field."""
    query = sa.select(ColumnChoice.header, ColumnChoice.field).where(
        ColumnChoice.provider_id == provider_id, ColumnChoice.kind == kind
    )
    return {row[0]: row[1] for row in session.execute(query)}


def to_forget(session: Session, before: dt.datetime) -> list[str]:
    """Return imports whose cells are kept no longer."""
    query = sa.select(Batch.id).where(
        sa.func.coalesce(Batch.undone_at, Batch.written_at, Batch.made_at) < before,
        sa.exists().where(BatchRow.batch_id == Batch.id),
    )
    return list(session.scalars(query.order_by(Batch.id)))


def entries_called(
    session: Session, provider_id: str, titles: Collection[str], source_ids: Collection[str]
) -> list[Known]:
    """Return a provider's entries with these titles, or these identifiers of a source."""
    package: Any = model.Package
    identifier = package.extras[_ID].astext
    query = (
        sa.select(
            package.id,
            package.title,
            sa.func.coalesce(identifier, ""),
            sa.func.coalesce(package.extras[_PORTAL].astext, ""),
        )
        .where(
            package.owner_org == provider_id,
            package.type == "dataset",
            package.state != model.State.DELETED,
            sa.or_(
                package.title == sa.any_(sa.cast(sorted(titles), sa.ARRAY(sa.Text))),
                identifier == sa.any_(sa.cast(sorted(source_ids), sa.ARRAY(sa.Text))),
            ),
        )
        .order_by(package.metadata_created, package.id)
    )
    return [Known(*row) for row in session.execute(query)]


_ID, _PORTAL = "source_id", "source_portal"


def standing(session: Session, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return how entries stand: id → state, and a checksum of all that they say.

    Who takes a change back leaves an entry with the checksum that it had before.
    """
    package: Any = model.Package
    parts = (
        package.name, package.title, package.notes, package.url, package.version, package.license_id,
        package.owner_org, sa.cast(package.private, sa.Text), sa.cast(package.extras, sa.Text),
        _resources_in_a_text(package.id), _tags_in_a_text(package.id),
    )  # fmt: skip
    told = sa.func.md5(sa.func.concat_ws(_BETWEEN, *(sa.func.coalesce(one, "") for one in parts)))
    query = sa.select(package.id, package.state, told).where(
        package.id == sa.any_(sa.cast(sorted(ids), sa.ARRAY(sa.Text)))
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


_BETWEEN = "\x1f"


def _resources_in_a_text(package_id: Any) -> Any:
    one: Any = model.Resource
    parts = (one.id, one.url, one.url_type, one.name, one.description, one.format, one.hash)
    text = sa.func.concat_ws(_BETWEEN, *parts, sa.cast(one.extras, sa.Text))
    told = sa.func.string_agg(text, aggregate_order_by(sa.literal(_BETWEEN), one.position))
    where = (one.package_id == package_id, one.state == model.State.ACTIVE)
    return sa.select(told).where(*where).correlate(model.Package).scalar_subquery()


def _tags_in_a_text(package_id: Any) -> Any:
    link, tag = model.PackageTag, model.Tag
    told = sa.func.string_agg(tag.name, aggregate_order_by(sa.literal(_BETWEEN), tag.name))
    query = sa.select(told).join_from(link, tag, link.tag_id == tag.id)
    where = (link.package_id == package_id, link.state == model.State.ACTIVE)
    return query.where(*where).correlate(model.Package).scalar_subquery()


def titles_of(session: Session, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return name and title of entries that are there."""
    package = model.Package
    query = sa.select(package.id, package.name, package.title).where(
        package.id.in_(sorted(ids)), package.state != model.State.DELETED
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)} if ids else {}


def keys_in_table(
    resource_id: str, kinds: Mapping[str, Kind], keys: Sequence[tuple[str, ...]]
) -> frozenset[tuple[str, ...]]:
    """Return those of some keys that a table has.

    Args:
        resource_id: of the table.
        kinds: of the columns that make up a key, in its order.
        keys: a value for each of the columns.
    """
    found: set[tuple[str, ...]] = set()
    with row_queries.reading() as connection:
        for start in range(0, len(keys), PIECE):
            piece = keys[start : start + PIECE]
            arrays = (
                sa.cast([key[at] for key in piece], sa.ARRAY(sa.Text)) for at in range(len(kinds))
            )
            wanted = sa.func.unnest(*arrays).table_valued(*(f"c{at}" for at in range(len(kinds))))
            wanted = wanted.render_derived(name="wanted")
            same = (
                row_queries.column(name) == sa.cast(one, TYPES[kind])
                for (name, kind), one in zip(kinds.items(), wanted.c, strict=True)
            )
            query = (
                sa.select(*wanted.c)
                .distinct()
                .join_from(wanted, row_queries.table(resource_id), sa.and_(*same))
            )
            found |= {tuple(row) for row in connection.execute(query)}
    return frozenset(found)


def names_of_users(session: Session, ids: Collection[str]) -> dict[str, str]:
    query = sa.select(model.User.id, model.User.fullname, model.User.name)
    found = session.execute(query.where(model.User.id.in_(sorted(ids)))) if ids else ()
    return {row[0]: row[1] or row[2] for row in found}


def titles_of_providers(session: Session, ids: Collection[str]) -> dict[str, str]:
    query = sa.select(model.Group.id, model.Group.title, model.Group.name)
    found = session.execute(query.where(model.Group.id.in_(sorted(ids)))) if ids else ()
    return {row[0]: row[1] or row[2] for row in found}
