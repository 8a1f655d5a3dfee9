"""Answer a question of the API with the bytes of its JSON.

A dataset's JSON goes from the index into the answer as it is: CKAN decodes and encodes it, which
takes longer than the search. Answers are kept for who asks the same with the same labels, while
neither the index nor anything else that they show has changed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Callable, Hashable
from typing import Any

import orjson

from ckan import model
from ckan.lib.search import query_for

from ckanext.scigov.search.api import state, surroundings
from ckanext.scigov.search.api.kept import Kept, answers
from ckanext.scigov.search.api.questions import Ordinary, Question, key_of
from ckanext.scigov.search.domain.searchanswers import GROUP_FIELDS, group_names, search_facets

log = logging.getLogger(__name__)

LicenseTitles = Callable[[Any], dict[str, Any]]


@dataclasses.dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: what the answer depends on beside the question."""

    labels: list[str] | None
    """What the user may see; None means everything."""
    help_url: str
    language: str
    titles_of_licenses: LicenseTitles


def answer(question: Question, asker: Asker) -> Kept:
    """Return the answer, the last one if it still holds.

    What the index is at the moment is read only where it pays: before an answer that is worth
    keeping, and to see whether a kept one holds.
    """
    key = _key(question, asker)
    kept = None if key is None else answers.find(key)
    if kept is None and (key is None or not answers.is_asked_again(key)):
        return _made(question, asker, None)
    # Read before the search: what is written meanwhile makes the answer a thing of the past.
    now = state.present(kept.titles if kept else ())
    if kept is not None and kept.holds(now) and now.is_configured_so():
        return kept
    made = _made(question, asker, now.index)
    if now.index is not None:
        answers.keep(key, made)
    return made


def _key(question: Question, asker: Asker) -> Hashable | None:
    """Return what the answer depends on beside the moment; None where the time is asked for."""
    asked = key_of(question.parameters)
    if asked is None or b"NOW" in asked:
        return None
    return (
        asked,
        question.is_aborted,
        None if asker.labels is None else frozenset(asker.labels),
        asker.help_url,
        asker.language,
        surroundings.settings(),
    )


def _made(question: Question, asker: Asker, index: tuple[Any, ...] | None) -> Kept:
    count, facets, documents = _searched(question, asker.labels)
    config_update, groups = state.settings_and_titles(group_names(facets))
    if not state.is_configured_so(config_update):
        # An administrator has changed settings in another process: CKAN reads them first.
        raise Ordinary
    titles: dict[str, Any] = dict.fromkeys(GROUP_FIELDS, groups)
    if "license_id" in facets:
        titles["license_id"] = asker.titles_of_licenses(facets["license_id"])
    try:
        body = b"".join(
            (
                b'{"help": ',
                orjson.dumps(asker.help_url),
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
    return Kept(body, etag, index, groups)


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
