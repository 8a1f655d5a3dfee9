"""What the public's pages are made of, read in one or two statements before anything else is.

Two moments whose states are equal show the same pages. A row of PostgreSQL bears the transaction that
wrote it (``xmin``), so the rows of a dataset with their writers are its state; lists show what the index
holds, and its state is ``search.api.state``. A page that reads another table needs that table here:
tests/ckan/pages/test_kept_pages.py compares what pages read with what stands here.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Hashable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckan import model
from ckan.lib.search import SearchError

from ckanext.scigov.search import config
from ckanext.scigov.search.alone import alone
from ckanext.scigov.search.api import state as index_state
from ckanext.scigov.search.api.questions import Ordinary
from ckanext.scigov.search.prepared import Prepared
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day

GROUP, MEMBER, PACKAGE = model.group_table, model.member_table, model.package_table
RESOURCE, TAG = model.resource_table, model.package_tag_table
# Of features, each of which keeps its classes to itself.
DOCUMENT = sa.table("scigov_search_document", sa.column("id"))
GRADE = sa.table("scigov_access_grade", sa.column("dataset_id"), sa.column("object_kind"))
LOAD = sa.table("scigov_tables_load", sa.column("resource_id"))
OF_RESOURCES = tuple(
    sa.table(name, sa.column("resource_id"))
    for name in ("scigov_access_vault", "scigov_tables_load", "scigov_tables_location")
)
OUTSIDE = sa.table("scigov_intake_outside", sa.column("dataset_id"))
USAGE = sa.table("scigov_usage_month", sa.column("dataset_id"))
USAGE_STATE = sa.table("scigov_usage_state")
REGISTERS = (sa.table("scigov_catalogue_system"), sa.table("scigov_catalogue_business_item"))
NAME: sa.BindParameter[str] = sa.bindparam("name", type_=sa.Text, required=True)


def of_dataset(name: str) -> Hashable | None:
    """Return the state of the dataset with this id or name; None where it cannot be known."""
    if config.is_solr():
        return None
    with alone() as connection, contextlib.suppress(DBAPIError):
        return (*_dataset().run(connection, name=name).one(), _day())
    return None


def of_lists(provider: str = "") -> Hashable | None:
    """Return the state of all lists of datasets and providers; None where it cannot be known.

    With a provider's name or id it is that of its page, which counts the rows of its tables.
    """
    with alone() as connection, contextlib.suppress(Ordinary, SearchError, DBAPIError):
        moment = index_state.present(())
        if moment.index is not None:
            row = _providers().run(connection).one()
            if provider:
                row = (*row, *_tables().run(connection, name=provider).one())
            return (*moment.index, moment.config_update, *row, _day())
    return None


def _day() -> str:
    """Texts such as what is due follow the date, and no other passing of time.

    The day on which somebody reads and cites begins when it does where the portal is.
    """
    now = clock.now()
    return f"{now.date().isoformat()} {local_day(now).isoformat()}"


@functools.cache
def _providers() -> Prepared:
    tree = _rows(MEMBER, MEMBER.c.table_name == "group")
    parts = [_rows(GROUP, sa.true()), tree, _rows(USAGE_STATE, sa.true())]
    return Prepared(sa.select(_writers(parts), *_server()))


@functools.cache
def _tables() -> Prepared:
    """Return what follows from the tables of one provider, and from how open each of them is."""
    ids = sa.select(GROUP.c.id).where(sa.or_(GROUP.c.id == NAME, GROUP.c.name == NAME))
    packages = sa.select(PACKAGE.c.id).where(PACKAGE.c.owner_org.in_(ids))
    resources = sa.select(RESOURCE.c.id).where(RESOURCE.c.package_id.in_(packages))
    grades = sa.and_(GRADE.c.dataset_id.in_(packages), GRADE.c.object_kind != "dataset")
    loads = _rows(LOAD, LOAD.c.resource_id.in_(resources))
    return Prepared(sa.select(_writers([loads, _rows(GRADE, grades)])))


@functools.cache
def _dataset() -> Prepared:
    is_meant = sa.or_(PACKAGE.c.id == NAME, PACKAGE.c.name == NAME)
    meant = sa.select(PACKAGE.c.id, PACKAGE.c.owner_org).where(is_meant).cte("meant")
    setting = model.system_info_table.c
    update = sa.select(setting.value).where(setting.key == "ckan.config_update").limit(1)
    return Prepared(sa.select(_writers(list(_parts(meant))), update.scalar_subquery(), *_server()))


def _parts(meant: sa.CTE) -> Iterator[sa.Select[Any]]:
    """Yield the rows of each table that the page of a dataset shows something of."""
    ids = sa.select(meant.c.id)
    resources = sa.select(RESOURCE.c.id).where(RESOURCE.c.package_id.in_(ids))
    groups = sa.select(MEMBER.c.group_id).where(MEMBER.c.table_id.in_(ids))
    owner = sa.select(meant.c.owner_org)
    yield _rows(PACKAGE, PACKAGE.c.id.in_(ids))
    yield _rows(RESOURCE, RESOURCE.c.package_id.in_(ids))
    yield _rows(TAG, TAG.c.package_id.in_(ids))
    yield _rows(MEMBER, MEMBER.c.table_id.in_(ids))
    yield _rows(GROUP, sa.or_(GROUP.c.id.in_(groups), GROUP.c.id.in_(owner)))
    yield _rows(DOCUMENT, DOCUMENT.c.id.in_(ids))
    yield _rows(GRADE, GRADE.c.dataset_id.in_(ids))
    yield _rows(OUTSIDE, OUTSIDE.c.dataset_id.in_(ids))
    yield _rows(USAGE, USAGE.c.dataset_id.in_(ids))
    for table in REGISTERS:
        yield _rows(table, sa.true())
    for table in OF_RESOURCES:
        yield _rows(table, table.c.resource_id.in_(resources))


def _rows(table: Any, condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    writer = sa.cast(sa.literal_column(f'"{table.name}".xmin'), sa.Text)
    return sa.select((f"{table.name}:" + writer).label("row")).select_from(table).where(condition)


def _writers(parts: list[sa.Select[Any]]) -> sa.ScalarSelect[str]:
    rows = sa.union_all(*parts).subquery()
    every = sa.func.string_agg(rows.c.row, sa.literal_column("' ' ORDER BY row"))
    return sa.select(sa.func.md5(every)).scalar_subquery()


def _server() -> tuple[sa.ColumnElement[Any], ...]:
    """Numbers of transactions mean something for one server only, and for as long as it runs."""
    return (sa.cast(sa.func.pg_postmaster_start_time(), sa.Text),)
