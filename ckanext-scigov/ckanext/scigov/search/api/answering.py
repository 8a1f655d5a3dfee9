"""Answer a question of the API with the bytes of its JSON.

A dataset's JSON goes from the index into the answer as it is: CKAN decodes and encodes it, which
takes longer than the search. Answers are kept for who asks the same with the same labels, while
neither the index nor anything else that they show has changed.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Hashable
from typing import Any

import orjson

from ckan import model
from ckan.lib.search import query_for

from ckanext.scigov.search import config, freshness, synonym_file
from ckanext.scigov.search.api import surroundings
from ckanext.scigov.search.api.kept import Kept, answers
from ckanext.scigov.search.api.questions import Ordinary, Question
from ckanext.scigov.search.domain.searchanswers import (
    GROUP_FIELDS,
    group_names,
    is_timeless,
    key_of,
    search_facets,
)

log = logging.getLogger(__name__)

LicenseTitles = Callable[[Any], dict[str, Any]]


def answer(
    question: Question,
    labels: list[str] | None,
    help_url: str,
    language: str,
    titles_of_licenses: LicenseTitles,
) -> Kept:
    """Return the answer for somebody with these labels; None for labels means everything."""
    state, key = _state(), _key(question, labels, help_url, language)
    is_kept = state is not None and key is not None
    if is_kept and (kept := answers.find(state, key)) is not None:
        now = surroundings.stored([name for name, _ in kept.groups])
        if now.titles == kept.groups:
            return _confirmed(kept, now)
    made, now = _made(question, labels, help_url, titles_of_licenses)
    if is_kept:
        answers.keep(state, key, made)
    return _confirmed(made, now)


def _confirmed(kept: Kept, now: surroundings.Stored) -> Kept:
    if not now.is_configured_so():
        # An administrator has changed settings in another process: CKAN reads them first.
        raise Ordinary
    return kept


def _state() -> Hashable:
    """Return what the index is at this moment, or None where answers must not be kept."""
    if config.is_solr():
        return None
    version = freshness.current()
    # Synonyms widen a query; they are an object of their own for every version of their file.
    return None if version is None else (version, synonym_file.configured())


def _key(
    question: Question, labels: list[str] | None, help_url: str, language: str
) -> Hashable | None:
    """Return what the answer depends on beside the index; None where it depends on the time."""
    if not is_timeless(question.parameters):
        return None
    return (
        key_of(question.parameters),
        question.is_aborted,
        None if labels is None else frozenset(labels),
        help_url,
        language,
        key_of(surroundings.settings()),
    )


def _made(
    question: Question,
    labels: list[str] | None,
    help_url: str,
    titles_of_licenses: LicenseTitles,
) -> tuple[Kept, surroundings.Stored]:
    count, facets, documents = _searched(question, labels)
    now = surroundings.stored(group_names(facets))
    titles: dict[str, Any] = {field: dict(now.titles) for field in GROUP_FIELDS}
    if "license_id" in facets:
        titles["license_id"] = titles_of_licenses(facets["license_id"])
    try:
        body = b"".join(
            (
                b'{"help": ',
                orjson.dumps(help_url),
                b', "success": true, "result": {"count": ',
                orjson.dumps(count),
                b', "facets": ',
                orjson.dumps(facets),
                b', "results": [',
                ", ".join(documents).encode(),
                b'], "sort": ',
                orjson.dumps(question.sort),
                b', "search_facets": ',
                orjson.dumps(search_facets(facets, titles)),
                b"}}",
            )
        )
    except (orjson.JSONEncodeError, UnicodeEncodeError) as error:
        # Halves of characters, for example: CKAN writes them as escapes.
        raise Ordinary from error
    etag = hashlib.blake2b(body, digest_size=12).hexdigest()
    return Kept(body, etag, now.titles), now


def _searched(
    question: Question, labels: list[str] | None
) -> tuple[int, dict[str, dict[str, int]], list[str]]:
    if question.is_aborted:
        return 0, {}, []
    # CKAN's own class: its checks of parameters and its filters by labels are not repeated here.
    query = query_for(model.Package)
    query.run(dict(question.parameters), permission_labels=labels)
    documents: list[str] = []
    for result in query.results:
        text = result.get(question.stored_as)
        if not text:
            log.error("The index holds no dataset of the id %s.", result.get("id"))
        elif text[0] == "{" and text[-1] == "}":
            documents.append(text)
        else:
            raise Ordinary
    return query.count, query.facets, documents
