"""Puts a page of the feed together: what stands around it, the datasets, the terms they name.

Datasets of the public's feed come as they were written when they were saved; one that is new or has changed since
is written on the way. The feed of the government network is written for its reader each time.
"""

from __future__ import annotations

import datetime as dt
import functools
import gzip
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.exc import DBAPIError

from ckan import model
from ckan.lib.plugins import get_permission_labels

from ckanext.scigov.dcat import config, entries, queries, service
from ckanext.scigov.dcat.domain import catalogue, terms
from ckanext.scigov.dcat.domain.graphs import Graph
from ckanext.scigov.dcat.domain.writing import FORMS
from ckanext.scigov.dcat.queries import Step, Wish
from ckanext.scigov.search import config as search_config
from ckanext.scigov.shared import clock


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that is asked for. ``path`` is where the feed lies, without the name of a form."""

    form: str
    path: str = "/catalog"
    page: int = 1
    after: str = ""
    since: dt.datetime | None = None


def labels_of(user: Any = None) -> list[str]:
    """Return the labels by which somebody sees datasets; without one, everybody."""
    return list(get_permission_labels().get_user_dataset_labels(user or model.AnonymousUser()))


def press() -> service.Press:
    writers = {name: config.writer(name) for name in FORMS}
    return service.Press(config.portal(), config.concepts(), writers, config.made_for())


def public(asked: Asked) -> tuple[str, str]:
    """Return a page of the public's feed, and the address of the next one (empty: it is the last)."""
    limit = config.per_page()
    found = _searched(asked, limit) if search_config.is_solr() else _listed(asked, limit)
    steps, is_last = found[:limit], len(found) <= limit
    following = "" if is_last else _address(asked, asked.page + 1, steps[-1].id)
    return _document(asked, with_texts(steps, asked.form), following), following


def _listed(asked: Asked, limit: int) -> list[Step]:
    wish = Wish(
        labels_of(), config.made_for(), asked.form, after=asked.after,
        start=_start(asked, limit), limit=limit, since=asked.since,
    )  # fmt: skip
    return queries.steps(model.Session(), wish)


def _searched(asked: Asked, limit: int) -> list[Step]:
    """Ask a search that keeps no stamps: every dataset is written anew."""
    since = f" +metadata_modified:[{asked.since:%Y-%m-%dT%H:%M:%SZ} TO *]" if asked.since else ""
    behind = f' +id:{{"{asked.after}" TO *]' if asked.after else ""
    found = entries.searched(f"{behind}{since}", start=_start(asked, limit), rows=limit + 1)
    made = service.make(found, press())
    return [Step(one.id, "", one.texts[asked.form], one.terms, one.provider) for one in made]


def _start(asked: Asked, limit: int) -> int:
    return 0 if asked.after else (asked.page - 1) * limit


def government(asked: Asked, context: Any, user: Any) -> tuple[str, str]:
    """Return a page of what one user sees, highest level apart, and the address of the next one."""
    limit = config.per_page()
    wish = Wish(labels_of(user), "", asked.form, after=asked.after, limit=limit)
    found = queries.steps(model.Session(), wish)
    ids, is_last = [one.id for one in found[:limit]], len(found) <= limit
    following = "" if is_last else _address(asked, asked.page + 1, ids[-1])
    made = service.make(sorted(entries.found(ids, context), key=lambda one: one["id"]), press())
    steps = [Step(one.id, "", one.texts[asked.form], one.terms, one.provider) for one in made]
    return _document(asked, steps, following), following


def with_texts(steps: Iterable[Step], form: str) -> list[Step]:
    """Return the steps with how each dataset reads; those that are not there any more are left out."""
    steps = list(steps)
    missing = {one.id: one.stamp for one in steps if one.text is None}
    made = {one.id: one for one in _write(missing)} if missing else {}
    complete = []
    for one in steps:
        if one.id in made:
            new = made[one.id]
            complete.append(
                replace(one, text=new.texts[form], terms=new.terms, provider=new.provider)
            )
        elif one.text is not None:
            complete.append(one)
    return complete


def _write(stamps: dict[str, str]) -> list[service.Made]:
    made = service.make(entries.found(list(stamps)), press())
    session = model.Session()
    try:
        service.store(session, made, stamps, press(), clock.now())
        session.commit()
    except DBAPIError:
        # Somebody who only reads gets his page all the same, from a database that cannot be written, too.
        session.rollback()
    return made


def pieces_of(step: Step) -> str:
    text = step.text or ""
    return gzip.decompress(text).decode() if isinstance(text, bytes) else text


def _document(asked: Asked, steps: Collection[Step], following: str) -> str:
    writer = config.writer(asked.form)
    parts = (pieces_of(one) for one in steps)
    named = frozenset(term for one in steps for term in one.terms)
    around = _around(asked, {one.provider for one in steps}, following)
    more = _terms(asked.form, named | frozenset(around.terms), config.root())
    return writer.join([writer.part(around.triples), *parts, more])


def one(made: service.Made, form: str) -> str:
    """Return the document of one dataset, complete in itself."""
    step = Step(made.id, "", made.texts[form], made.terms, made.provider)
    graph, writer = around([step.provider]), config.writer(form)
    more = terms_text(form, {*step.terms, *graph.terms})
    return writer.join([writer.part(graph.triples), pieces_of(step), more])


def around(providers: Collection[str]) -> Graph:
    """Return what a document says beside its datasets: the catalogue and who publishes."""
    graph, portal = Graph(), config.portal()
    catalogue.catalogue(graph, config.about(), portal, None)
    catalogue.agents(graph, queries.agents(model.Session(), set(providers) - {""}), portal)
    return graph


def _around(asked: Asked, providers: Collection[str], following: str) -> Graph:
    graph = around(providers)
    links = catalogue.Links(
        collection=f"{config.root()}{asked.path}.{asked.form}", this=_address(asked, asked.page, asked.after),
        first=_address(asked, 1, ""), following=following,
    )  # fmt: skip
    catalogue.paging(graph, links)
    return graph


def _address(asked: Asked, page: int, after: str) -> str:
    wanted: dict[str, str] = {"page": str(page)}
    if after:
        wanted["after"] = after
    if asked.since is not None:
        wanted["modified_since"] = asked.since.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{config.root()}{asked.path}.{asked.form}?{urlencode(wanted)}"


@functools.lru_cache(maxsize=256)
def _terms(form: str, named: frozenset[str], _root: str) -> str:
    return terms_text(form, named)


def terms_text(form: str, named: Iterable[str]) -> str:
    return config.writer(form).part(terms.describe(named, config.concepts()))


def dump_pieces() -> Iterator[bytes]:
    """Yield the whole public feed in N-Triples as a file of gzip, member by member.

    Each dataset lies packed in the database, and files of gzip can be put one behind another.
    """
    wish = Wish(labels_of(), config.made_for(), "nt")
    named, providers, waiting = set[str](), set[str](), list[Step]()
    for step in queries.walk(model.Session(), wish):
        waiting.append(step)
        if len(waiting) == queries.MOST_AT_ONCE:
            yield from _packed(waiting, named, providers)
            waiting = []
    yield from _packed(waiting, named, providers)
    graph, writer = around(providers), config.writer("nt")
    text = writer.part(graph.triples) + terms_text("nt", named | graph.terms)
    yield gzip.compress(text.encode(), service.LEVEL, mtime=0)


def _packed(steps: list[Step], named: set[str], providers: set[str]) -> Iterator[bytes]:
    for one in with_texts(steps, "nt"):
        named.update(one.terms)
        providers.add(one.provider)
        text = one.text or b""
        yield (
            text
            if isinstance(text, bytes)
            else gzip.compress(text.encode(), service.LEVEL, mtime=0)
        )
