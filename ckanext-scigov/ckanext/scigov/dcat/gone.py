"""What the public's feed holds no more: whoever has harvested it is told, and is told no reason."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from ckan import model

from ckanext.scigov.dcat import config, feed, queries, service
from ckanext.scigov.dcat.domain import catalogue
from ckanext.scigov.dcat.domain.graphs import Graph
from ckanext.scigov.dcat.model import Fragment
from ckanext.scigov.search import config as search_config
from ckanext.scigov.shared import clock

MOST = 1000
REASON = "该数据资源已不在公开目录中。"


def listed(since: dt.datetime | None, after: str) -> dict[str, Any]:
    rows = _removals(since, after)
    told = [
        {
            "id": row.dataset_id,
            "identifier": config.portal().dataset(row.dataset_id),
            "deleted_at": _when(row).isoformat().replace("+00:00", "Z"),
        }
        for row in rows[:MOST]
    ]
    return {"deleted": told, "is_last": len(rows) <= MOST}


def listed_in(form: str, since: dt.datetime | None, after: str) -> tuple[str, str]:
    """Return the list as RDF, a record without a dataset for each, and where it goes on (empty: nowhere)."""
    graph, rows = Graph(), _removals(since, after)
    for row in rows[:MOST]:
        catalogue.removal(graph, _removal(row), config.portal())
    collection = f"{config.root()}/catalog/deleted.{form}"
    following = _place(collection, since, rows[MOST - 1].dataset_id) if len(rows) > MOST else ""
    links = catalogue.Links(
        collection, _place(collection, since, after), _place(collection, since, ""), following
    )
    catalogue.paging(graph, links)
    return _written(graph, form), following


def _place(collection: str, since: dt.datetime | None, after: str) -> str:
    given = {"since": feed.told(since) if since else "", "after": after}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{collection}?{query}" if query else collection


def document(dataset_id: str, sentence: str, form: str) -> str:
    """Return what is said of a dataset that is gone for good, in the words of its page."""
    _notice()
    row = queries.removal(model.Session(), dataset_id)
    at = _when(row) if row is not None else None
    graph = Graph()
    catalogue.removal(graph, catalogue.Removal(dataset_id, at, sentence), config.portal())
    return _written(graph, form)


def _written(graph: Graph, form: str) -> str:
    writer = config.writer(form)
    return writer.join([writer.part(graph.triples), *feed.terms_texts(form, graph.terms)])


def _removals(since: dt.datetime | None, after: str) -> list[Fragment]:
    _notice()
    return queries.removals(model.Session(), since, after, MOST)


def _notice() -> None:
    """See what has gone by now, so that nobody has to wait for the next round of the job."""
    if not search_config.is_solr():
        session = model.Session()
        service.note_gone(session, feed.labels_of(), clock.now())
        session.commit()


def _removal(row: Fragment) -> catalogue.Removal:
    return catalogue.Removal(row.dataset_id, _when(row), REASON)


def _when(row: Fragment) -> dt.datetime:
    assert row.gone_at is not None
    return row.gone_at.astimezone(dt.timezone.utc).replace(microsecond=0)
