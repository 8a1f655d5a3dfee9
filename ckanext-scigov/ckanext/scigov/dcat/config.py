"""Typed access to this feature's settings (declared in ``config_declaration.yaml``), and what follows from them."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import reference, vocabularies
from ckanext.scigov.dcat.domain.catalogue import About
from ckanext.scigov.dcat.domain.concepts import SCHEMES, Concepts
from ckanext.scigov.dcat.domain.incoming import Limits
from ckanext.scigov.dcat.domain.portal import Portal
from ckanext.scigov.dcat.domain.writing import FORMS, Writer

_PREFIX = "ckanext.scigov.dcat."
WRITTEN_AS = 3
"""Counts up when what is written of an entry changes: fragments of before are made anew."""


@functools.cache
def field_labels() -> dict[str, dict[str, tuple[str, str]]]:
    """Return what each field is called in Chinese and English: of a dataset, a resource, a data item."""
    schema = reference.load("dataset.yaml")
    resource = schema["resource_fields"]
    (items,) = (one for one in resource if one["field_name"] == "data_items")
    kinds = {"dataset": schema["dataset_fields"], "resource": resource, "item": items["repeating_subfields"]}  # fmt: skip
    return {
        kind: {
            one["field_name"]: (one["label"][reference.CHINESE], one["label"]["en"])
            for one in members
        }
        for kind, members in kinds.items()
    }


def about() -> About:
    title = str(tk.config.get("ckan.site_title") or "")
    return About(
        title=title,
        description=str(tk.config.get("ckan.site_description") or title),
        publisher=str(tk.config[_PREFIX + "publisher"] or title),
        licence=str(tk.config[_PREFIX + "licence"] or ""),
        email=str(tk.config[_PREFIX + "email"] or ""),
        publisher_level=str(tk.config[_PREFIX + "publisher_level"] or ""),
        publisher_code=str(tk.config[_PREFIX + "publisher_code"] or ""),
        issued=str(tk.config[_PREFIX + "issued"] or ""),
    )


def per_page() -> int:
    return int(tk.config[_PREFIX + "per_page"])


def shape_files() -> tuple[Path, ...]:
    """Return the files with the shapes of this site; empty for our own."""
    return tuple(map(Path, str(tk.config[_PREFIX + "shapes"] or "").split()))


def limits() -> Limits:
    """Return how much a document may be that somebody gives to be checked."""
    most_bytes, most_triples = (
        int(tk.config[_PREFIX + one]) for one in ("check_bytes", "check_triples")
    )
    return Limits(most_bytes, most_triples)


def check_seconds() -> int:
    return int(tk.config[_PREFIX + "check_seconds"])


def most_of_network() -> int:
    return int(tk.config[_PREFIX + "most_of_network"])


def portal() -> Portal:
    return _portal(root())


def concepts() -> Concepts:
    return _concepts(root())


def writer(form: str) -> Writer:
    """Return the writer of a form of ``FORMS``."""
    return _writer(form, root())


def made_for() -> str:
    """Return what fragments depend on beside their entry, in short."""
    return _made_for(root())


def root() -> str:
    """Return the address before every path of the site, without a language."""
    path = str(tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "").rstrip("/")
    return f"{str(tk.config['ckan.site_url']).rstrip('/')}{path}"


@functools.lru_cache(maxsize=4)
def _portal(address: str) -> Portal:
    return Portal(address)


@functools.lru_cache(maxsize=4)
def _concepts(address: str) -> Concepts:
    lists = {name: vocabularies.values(name) for name in SCHEMES}
    return Concepts(_portal(address).st, lists)


@functools.lru_cache(maxsize=16)
def _writer(form: str, address: str) -> Writer:
    return Writer(FORMS[form], _portal(address).prefixes())


@functools.lru_cache(maxsize=4)
def _made_for(address: str) -> str:
    lists = repr([(name, vocabularies.values(name)) for name in SCHEMES])
    known = f"{WRITTEN_AS} {address} {lists}"
    return hashlib.sha256(known.encode()).hexdigest()[:16]
