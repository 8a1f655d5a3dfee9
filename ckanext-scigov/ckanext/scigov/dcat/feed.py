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

from pyoxigraph import Triple
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

DUMPED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that is asked for. ``path`` is where the feed lies, without the name of a form."""

    form: str
    path: str = "/catalog"
    page: int = 1
    after: str = ""
    since: dt.datetime | None = None
    """In UTC."""


def labels_of(user: Any = None) -> list[str]:
    """Return the labels by which somebody sees datasets; without one, everybody."""
    return list(get_permission_labels().get_user_dataset_labels(user or model.AnonymousUser()))


def press(*forms: str) -> service.Press:
    """Return what descriptions are made with, in some forms or in all."""
    writers = {name: config.writer(name) for name in forms or FORMS}
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
    made = service.make(found, press(asked.form))
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
    found_for_him = sorted(entries.found(ids, context), key=lambda one: one["id"])
    made = service.make(found_for_him, press(asked.form))
    steps = [Step(one.id, "", one.texts[asked.form], one.terms, one.provider) for one in made]
    return _document(asked, steps, following), following


def with_texts(steps: Iterable[Step], form: str) -> list[Step]:
    """Return the steps with how each dataset reads; those that are not there any more are left out."""
    steps = list(steps)
    missing = {one.id: one.stamp for one in steps if one.text is None}
    made = {one.id: one for one in _write(missing, form)} if missing else {}
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


def _write(stamps: dict[str, str], form: str) -> list[service.Made]:
    """Make datasets in the form that is asked for, and in the one that tells changes; the job makes the others."""
    pressed = press(*{form, "nt"})
    made = service.make(entries.found(list(stamps)), pressed)
    session = model.Session()
    try:
        service.store(session, made, stamps, pressed, clock.now())
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
    named = {term for one in steps for term in one.terms}
    around = _around(asked, {one.provider for one in steps}, following)
    more = terms_texts(asked.form, {*named, *around.terms})
    return writer.join([writer.part(around.triples), *parts, *more])


def one(made: service.Made, form: str) -> str:
    """Return the document of one dataset, complete in itself."""
    step = Step(made.id, "", made.texts[form], made.terms, made.provider)
    graph, writer = around([step.provider]), config.writer(form)
    more = terms_texts(form, {*step.terms, *graph.terms})
    return writer.join([writer.part(graph.triples), pieces_of(step), *more])


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
        wanted["modified_since"] = told(asked.since)
    return f"{config.root()}{asked.path}.{asked.form}?{urlencode(wanted)}"


def told(moment: dt.datetime) -> str:
    """Return a moment of UTC as addresses bear it."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def terms_texts(form: str, named: Iterable[str]) -> list[str]:
    """Return what is said of terms and of their lists, a text for each."""
    said: dict[str, str] = {}
    root = config.root()
    for one in named:
        said.update(_said_of(one, form, root))
    return [said[subject] for subject in sorted(said)]


@functools.lru_cache(maxsize=4096)
def _said_of(term: str, form: str, _root: str) -> dict[str, str]:
    """Return texts by what they are about: pages name the same few terms again and again."""
    about: dict[str, list[Triple]] = {}
    for one in terms.describe([term], config.concepts()):
        about.setdefault(str(one.subject), []).append(one)
    writer = config.writer(form)
    return {subject: writer.part(triples) for subject, triples in about.items()}


def dump_pieces() -> Iterator[bytes]:
    """Yield the whole public feed in N-Triples as a file of gzip, member by member.

    Each dataset lies packed in the database, and files of gzip can be put one behind another.
    """
    session, limit = model.Session(), DUMPED_AT_ONCE
    named, providers, after, is_last = set[str](), set[str](), "", False
    while not is_last:
        wish = Wish(labels_of(), config.made_for(), "nt", after=after, limit=limit)
        batch = queries.batch(session, wish)
        if batch.packed is not None:
            named |= batch.terms
            providers |= batch.providers
            yield batch.packed
            after, is_last = batch.last, batch.count < limit
        else:
            steps = queries.steps(session, wish)
            yield from _packed(steps[:limit], named, providers)
            after, is_last = steps[:limit][-1].id if steps else "", len(steps) <= limit
    graph, writer = around(providers), config.writer("nt")
    text = "".join([writer.part(graph.triples), *terms_texts("nt", named | graph.terms)])
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
