"""The demonstration catalogue leaves by the feed, is wiped, is harvested back by the connector, and reads as before.

No node of the feed is without a name, so two feeds say the same when their triples are equal once the new ids stand
for the old ones. What a portal says of itself, and not the source, stands in ``PORTALS_OWN``; everything else is equal.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from listed_source import MAKER, harvested, made_source
from pyoxigraph import Literal, NamedNode, Triple

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dcat.domain import reading, writing
from ckanext.scigov.dcat.domain.names import ADMS, DCAT, DCT, HYDRA, PROV, RDFS, TYPE, XSD
from ckanext.scigov.demo import files, loader
from ckanext.scigov.demo.domain import entries
from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.states import SourceEvent
from ckanext.scigov.intake.service import sources
from ckanext.scigov.shared import clock

from .conftest import following

Get = Callable[..., Any]
Pages = dict[str, bytes]
PORTALS_OWN = ("catalogueProfile", "sourcePortal", "sourceId", "name")
"""Fields of how an entry came into a portal: that it was gathered, from where, and its name there."""
OF_FILES = ("byteSize", "checksum", "mimetype")
"""What a portal has worked out of a file that lies with it; there the other one has a link."""
ON_THE_WAY = ("/def/stgov#profile-", "/adms/changetype/", "#checksumAlgorithm_")
"""Terms that only these are named by: each is described where it is named."""
MOMENTS = (DCT["issued"], DCT["modified"])
FORM = "ttl"
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def _store(tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))


class Frozen:
    """The pages of a feed that is gone, at the addresses that they had."""

    def __init__(self) -> None:
        self.pages: Pages = {}
        frozen = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = frozen.pages.get(self.path, b"")
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/turtle; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Nobody reads what a test's server says."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"


@contextmanager
def frozen() -> Iterator[Frozen]:
    site = Frozen()
    threading.Thread(target=site.server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()


def exported(get: Get) -> tuple[Pages, set[Triple]]:
    """Walk through the feed; return its pages and all that they say, but for how they hang together."""
    pages: Pages = {}
    said: set[Triple] = set()
    path = f"/catalog.{FORM}"
    while path:
        answer = get(path)
        assert answer.status_code == 200
        pages[path] = answer.get_data()
        triples = set(writing.read(pages[path], writing.FORMS[FORM]))
        said |= {one for one in triples if not _is_paging(one)}
        path = following(triples)
    return pages, said


def _is_paging(one: Triple) -> bool:
    return one.predicate.value.startswith(HYDRA.base) or str(one.object).startswith(
        f"<{HYDRA.base}"
    )


def _providers() -> dict[str, str]:
    """Make the demonstration's providers; return the name of each by what the feed calls it."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    found = {}
    for one in (entries.OWN_PROVIDER, *files.load_catalogue().providers):
        wish = entries.provider_dict(one)
        tk.get_action("organization_create")({"ignore_auth": True, "user": user}, wish)
        found |= {
            str(wish["title"]): wish["name"],
            str(wish.get("provider_code") or ""): wish["name"],
        }
    return {title: name for title, name in found.items() if title}


def _source(address: str, providers: Mapping[str, str]) -> str:
    """Make a source with the mapping that is shipped for portals of this product, and approve it."""
    mapping = yaml.safe_load(mapping_files.text_of("portal"))
    mapping["connector"]["url"] = f"{address}/catalog.{FORM}"
    mapping["tables"]["providers"] = dict(providers)
    owner = model.Group.get(entries.OWN_PROVIDER.name).id
    source = made_source(owner, yaml.safe_dump(mapping, allow_unicode=True), is_approved=False)
    now = clock.now()
    sources.set_options(model.Session, source, {"is_internal": True}, MAKER, now)
    sources.decide(
        model.Session, source, SourceEvent.APPROVE, MAKER, now, reason="-", second_person=False
    )
    model.Session.commit()
    return source


def _new_for_old(before: set[Triple]) -> dict[str, str]:
    """Return what stands for each id of before: of datasets, their resources and their providers."""
    document = reading.Document(before)
    found: dict[str, str] = {}
    query = sa.select(model.Package).where(model.Package.type == "dataset")
    for package in model.Session.scalars(query):
        old = package.extras["source_id"]
        found[_last(old)] = package.id
        places = sorted(one.value for one in document.all(old, DCAT["distribution"]))
        parts = sorted(package.resources, key=lambda one: one.position)
        found |= {_last(place): one.id for place, one in zip(places, parts, strict=True)}
        found[_last(document.one(old, DCT["publisher"]))] = package.owner_org
    return found


def _last(address: str) -> str:
    return address.rpartition("/")[2]


def comparable(said: set[Triple], names: Mapping[str, str]) -> set[str]:
    """Return triples as texts with new ids for old ones, without what is the portal's own."""
    lines = (str(one) for one in said if not _is_own(one))
    return {_renamed(line, names) for line in lines}


def _renamed(line: str, names: Mapping[str, str]) -> str:
    return ID.sub(lambda found: names.get(found[0], found[0]), line)


def _is_own(one: Triple) -> bool:
    if one.predicate in MOMENTS and isinstance(one.object, Literal):
        # A day is what somebody has stated; a moment is when a portal has written the entry.
        return one.object.datatype == XSD["dateTime"]
    name = one.predicate.value.rpartition("/def/stgov#")[2]
    subject, last = one.subject.value, re.split("[/#]", one.predicate.value)[-1]
    is_status = one.predicate == ADMS["status"] and subject.endswith("#record")
    is_of_file = last in OF_FILES or subject.endswith("#checksum")
    is_their_term = any(part in subject for part in ON_THE_WAY)
    return name in PORTALS_OWN or is_status or is_of_file or is_their_term


@pytest.mark.usefixtures("_store")
def test_it_reads_as_before(
    get: Get, reset_db: Callable[[], None], ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with frozen() as site:
        monkeypatch.setitem(ckan_config, "ckan.site_url", site.address)
        outcome = loader.load(lambda _said: None)
        assert outcome.failed == []
        site.pages, before = exported(get)
        datasets = {one.subject.value for one in before if one.object == DCAT["Dataset"]}
        assert len(datasets) > 200
        reset_db()
        assert not {one for one in exported(get)[1] if one.object == DCAT["Dataset"]}
        run = harvested(_source(site.address, _providers()))
        assert (run.state, run.counts["new"]) == ("finished", len(datasets))
        after = exported(get)[1]
    names = _new_for_old(before)
    expected = comparable(before, names) | _origins(before, names)
    found = comparable(after, {})
    assert (sorted(expected - found)[:20], sorted(found - expected)[:20]) == ([], [])


def _origins(before: set[Triple], names: Mapping[str, str]) -> set[str]:
    """Return what is known besides of entries that came from nowhere: the portal that they are harvested from."""
    known = {one.subject for one in before if one.predicate == PROV["wasDerivedFrom"]}
    datasets = {one.subject for one in before if one.predicate == TYPE and one.object == DCAT["Dataset"]}  # fmt: skip
    told = [Triple(one, TYPE, RDFS["Resource"]) for one in datasets - known]
    told += [
        Triple(NamedNode(_renamed(one.value, names)), PROV["wasDerivedFrom"], one)
        for one in datasets - known
    ]
    return set(map(str, told))
