"""From the parameters of a request to what the search engine is asked, as ``package_search`` does.

Parameters that CKAN would refuse are left to CKAN, and so is ``fl``, whose rows have no fixed form.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Hashable, Iterable
from typing import Any

import cachetools
import orjson
from sqlalchemy.exc import DBAPIError

import ckan.plugins.toolkit as tk
from ckan.common import asbool, config
from ckan.lib.navl.dictization_functions import DataError, Invalid, validate
from ckan.lib.search import SearchQueryError
from ckan.logic.schema import default_package_search_schema

from ckanext.scigov.search.api.hooks import Hook, Site

QUERY_CANCELED = "57014"
KEPT = 1_000
LONGEST = 4_000
"""Longer parameters are rare and would only push others out."""

KEY = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATETIME

_lock = threading.Lock()
_valid: cachetools.LRUCache[Hashable, dict[str, Any]] = cachetools.LRUCache(KEPT)


class Ordinary(Exception):
    """CKAN's own way has to answer this request."""


def took_too_long() -> SearchQueryError:
    """Return what the engine says when PostgreSQL has given up."""
    return SearchQueryError(tk._("The search took too long. Ask for something more specific."))


def is_canceled(error: BaseException | None) -> bool:
    """Say whether the database has given up because of the time."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "pgcode", "") == QUERY_CANCELED


@dataclasses.dataclass(slots=True)
class Question:
    """One search before the user's labels are added."""

    parameters: dict[str, Any]
    """What ``PackageSearchQuery.run`` gets; it changes them."""
    stored_as: str
    """The field of the index that holds a dataset as it is returned."""
    is_aborted: bool
    """A plugin has decided that nothing is to be searched."""
    sort: str | None


def valid(given: dict[str, Any], context: Any, site: Site) -> dict[str, Any]:
    """Return the parameters as CKAN's schema converts them.

    It takes some of them, when they are texts, as they are: these seldom repeat. For the others it
    looks at nothing but the parameters and one setting, and what it says of them is kept.
    """
    texts = {k: v for k, v in given.items() if k in site.plain_texts and isinstance(v, str)}
    others = {k: v for k, v in given.items() if k not in texts}
    key = (key_of(others), config.get("ckan.search.rows_max"))
    with _lock:
        kept = _valid.get(key) if key[0] is not None else None
    if kept is None:
        kept = _validated(others, context)
        if key[0] is not None and len(key[0]) <= LONGEST:
            with _lock:
                _valid[key] = kept
    return {**_copied(kept), **texts}


def _validated(given: dict[str, Any], context: Any) -> dict[str, Any]:
    try:
        converted, errors = validate(given, default_package_search_schema(), context)
    except (DataError, Invalid) as error:
        raise Ordinary from error
    if errors:
        raise Ordinary
    converted.update(converted.pop("__extras", {}))
    return converted


def key_of(parameters: dict[str, Any]) -> bytes | None:
    """Return bytes that are equal for equal parameters only; None where something is not JSON.

    ``1``, ``1.0`` and ``True`` are equal in Python and are different parameters.
    """
    try:
        return orjson.dumps(parameters, option=KEY)
    except orjson.JSONEncodeError:
        return None


def _copied(value: Any) -> Any:
    """Return a copy that plugins may change: JSON has no other containers."""
    if isinstance(value, dict):
        return {name: _copied(inner) for name, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def asked(given: dict[str, Any], context: Any, site: Site) -> Question:
    """Return the question that a request's parameters ask."""
    return question_of(valid(given, context, site), site.before_search)


def question_of(parameters: dict[str, Any], hooks: Iterable[Hook]) -> Question:
    """Let the plugins see the valid parameters and return what is asked of the engine."""
    try:
        return _question_of(parameters, hooks)
    except (AttributeError, TypeError, ValueError) as error:
        # A value that is no yes or no, a list where a text is expected: CKAN says what it says.
        raise Ordinary from error


def _question_of(parameters: dict[str, Any], hooks: Iterable[Hook]) -> Question:
    extras = parameters["extras"] = parameters.get("extras", {})
    for name in [name for name in parameters if name.startswith("ext_")]:
        extras[name] = parameters.pop(name)
    parameters["df"] = "text"
    for hook in hooks:
        parameters = hook(parameters)
    is_aborted = bool(parameters.get("abort_search", False))
    if parameters.get("sort") in (None, "rank"):
        parameters["sort"] = config.get("ckan.search.default_package_sort")
    if parameters.get("fl"):
        raise Ordinary
    stored_as = "validated_data_dict"
    if not is_aborted:
        if asbool(parameters.pop("use_default_schema", False)):
            stored_as = "data_dict"
        _complete(parameters, stored_as)
    return Question(parameters, stored_as, is_aborted, parameters["sort"])


def _complete(parameters: dict[str, Any], stored_as: str) -> None:
    """Add the filters by which a search shows only what it was asked to show."""
    parameters["fl"] = f"id {stored_as}"
    filters = parameters.setdefault("fq", "")
    wanted = {
        name: asbool(parameters.pop(name, False))
        for name in ("include_private", "include_drafts", "include_deleted")
    }
    if not wanted["include_private"]:
        filters = f"+capacity:public {filters}"
    if "+state" not in filters:
        states = ["active"]
        states += ["draft"] * wanted["include_drafts"] + ["deleted"] * wanted["include_deleted"]
        filters += f" +state:({' OR '.join(states)})"
    parameters["fq"] = filters
    parameters.pop("extras", None)
