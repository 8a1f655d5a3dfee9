"""The two that write the same catalogue as RDF: our feed, and ckanext-dcat with its own profile for DCAT-AP 3.

Both are asked by their actions, in one process and on one site: the entries come from the same search, which is ours,
so the other side's times are a lower bound of stock CKAN with Solr.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.dcat.processors import RDFSerializer

from ckanext.scigov.dcat import config, entries, feed, jobs, service
from ckanext.scigov.dcat.model import Fragment
from ckanext.scigov.shared import clock

PROFILE = ["euro_dcat_ap_3"]
PER_PAGE = 100


def ours(page: int, behind: str, form: str) -> str:
    """Return a page as the feed gives it to somebody who walks: it begins behind the last id of the one before."""
    asked = {"form": form, "page": page, **({"after": behind} if behind else {})}
    return tk.get_action("scigov_dcat_catalogue_show")(_nobody(), asked)["document"]


def theirs(page: int, form: str) -> str:
    asked = {"format": form, "page": page, "profiles": PROFILE}
    return _text(tk.get_action("dcat_catalog_show")(_nobody(), asked))


def same_entries(ids: list[str]) -> tuple[str, str]:
    """Return how both describe the same entries, in Turtle."""
    found = entries.found(ids)
    made = service.make(found, feed.press())
    said = [one.texts["ttl"] for one in made]
    around = feed.around({one.provider for one in made})
    writer = config.writer("ttl")
    return writer.join([writer.part(around.triples), *said]), written_by_them(found)


def written_by_us(found: Iterable[Any]) -> str:
    """Return entries in one form, without a search and without storing anything."""
    writer = config.writer("ttl")
    press = service.Press(config.portal(), config.concepts(), {"ttl": writer}, config.made_for())
    return writer.join(one.texts["ttl"] for one in service.make(found, press))


def written_by_them(found: Iterable[Any]) -> str:
    serializer = RDFSerializer(profiles=PROFILE)
    return _text(serializer.serialize_catalog({}, list(found), _format="ttl"))


def ids(page: int = 1) -> list[str]:
    """Return the datasets of a page of ours."""
    found = entries.searched("", start=(page - 1) * PER_PAGE, rows=PER_PAGE)
    return [one["id"] for one in found]


def forget(few: list[str]) -> None:
    """Take away how some datasets read, so that they are written anew."""
    model.Session.execute(sa.delete(Fragment).where(Fragment.dataset_id.in_(few)))
    model.Session.commit()


def write_all() -> int:
    """Let the job write what is missing, as long as it takes; return how many there are."""
    while jobs.freshen(clock.now()):
        model.Session.remove()
    return how_many()


def how_many() -> int:
    model.Session.rollback()
    query = sa.select(sa.func.count()).select_from(Fragment).where(Fragment.gone_at.is_(None))
    return int(model.Session.scalar(query) or 0)


def whole_of_ours() -> tuple[int, str]:
    """Make the file of the whole; return its size and its checksum."""
    size, digest = 0, hashlib.sha256()
    for piece in feed.dump_pieces():
        size += len(piece)
        digest.update(piece)
    model.Session.rollback()
    return size, digest.hexdigest()


def whole_of_theirs(pages: int) -> tuple[int, str]:
    """Go through all of their pages, in the form of our file, which is the one that costs them least."""
    size, digest = 0, hashlib.sha256()
    for page in range(1, pages + 1):
        text = theirs(page, "nt").encode()
        size += len(text)
        digest.update(text)
        model.Session.rollback()
    return size, digest.hexdigest()


def _text(said: Any) -> str:
    return said.decode() if isinstance(said, bytes) else str(said)


def _nobody() -> Any:
    return {"user": "", "auth_user_obj": model.AnonymousUser()}
