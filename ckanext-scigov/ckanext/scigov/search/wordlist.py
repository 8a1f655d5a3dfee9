"""The catalogue's words: collected now and then, looked up for a slip or a reading.

They are collected through a search as somebody who is not logged in, so no word comes from what is
hidden; still, whatever is proposed out of them is searched as the asking user before it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY

from ckan import model

from ckanext.scigov.search.asking import DATASETS, search_as_anybody
from ckanext.scigov.search.domain import correcting, readings, vocabulary
from ckanext.scigov.search.domain.vocabulary import Word
from ckanext.scigov.search.model import BYTES, SearchWord
from ckanext.scigov.search.moment import now

CHANGED_SHARE = 0.01
"""The words are collected anew when this share of the datasets has changed since."""
OLDEST = dt.timedelta(days=1)
"""And when anything has changed and they are as old as this."""
ROWS_AT_ONCE = 1000
MOST_READ = 40
MOST_FOUND = 3000
"""A key that leads to more words than this is none: the rarest are left out."""


def refresh_when_due(moment: dt.datetime) -> None:
    """Collect the words if the catalogue has changed enough; the scheduler calls it."""
    if _is_due(moment):
        refresh()
    model.Session.rollback()


def _is_due(moment: dt.datetime) -> bool:
    built_at = model.Session.scalar(sa.select(sa.func.max(SearchWord.built_at)))
    if built_at is None:
        return True
    # CKAN keeps its moments in UTC without saying so.
    since = built_at.astimezone(dt.timezone.utc).replace(tzinfo=None)
    changed = sa.func.count().filter(model.Package.metadata_modified > since)
    query = sa.select(sa.func.count(), changed).select_from(model.Package)
    total, newer = model.Session.execute(query).one()
    return newer > 0 and (newer >= total * CHANGED_SHARE or moment - built_at >= OLDEST)


def refresh() -> int:
    """Collect all words anew, in one transaction; return how many there are."""
    started = now()
    words = vocabulary.words_of(_texts())
    rows = [_row(word, started) for word in words]
    model.Session.rollback()  # what was only read needs no transaction while rows are written
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.delete(SearchWord))
        if rows:
            connection.execute(sa.insert(SearchWord), rows)
    return len(rows)


def _texts() -> Iterable[str]:
    """Return the titles, keywords and providers that everybody may see, each once."""
    texts: dict[str, None] = {}
    for dataset in _visible_to_everybody():
        texts[dataset.get("title") or ""] = None
        texts.update(dict.fromkeys(dataset.get("tags") or ()))
    found = search_as_anybody(rows=0, **{"facet.field": ["organization"], "facet.limit": -1})
    texts.update(dict.fromkeys(i["display_name"] for i in _providers(found)))
    return texts


def _providers(found: dict[str, Any]) -> list[dict[str, Any]]:
    return found["search_facets"].get("organization", {}).get("items", [])


def _visible_to_everybody() -> Iterator[dict[str, Any]]:
    """Yield all datasets, a page at a time, going on behind the last id: no page gets slower."""
    last = ""
    while True:
        behind = f' +id:{{"{last}" TO *}}' if last else ""
        fields = ["id", "title", "tags"]
        found = search_as_anybody(fq=DATASETS + behind, rows=ROWS_AT_ONCE, sort="id asc", fl=fields)
        if not found["results"]:
            return
        yield from found["results"]
        last = found["results"][-1]["id"]


def _row(word: Word, built_at: dt.datetime) -> dict[str, Any]:
    has_reading = vocabulary.is_chinese(word.text)
    return {
        "text": word.text,
        "number": word.number,
        "alone": word.alone,
        "pinyin": readings.full(word.text) if has_reading else None,
        "initials": readings.initials(word.text) if has_reading else None,
        "keys": vocabulary.keys_of(word.text),
        "built_at": built_at,
    }


def near(typed: str) -> list[Word]:
    """Return the words that stand in the text or may have been meant, in one statement."""
    pieces = correcting.pieces_of(typed)
    if not pieces:
        return []
    # One look into the index for each key: for an overlap of so many keys PostgreSQL would rather
    # read the whole table, and compare every key with every other.
    keys = sa.func.unnest(sa.cast(sorted(correcting.keys_for(pieces)), ARRAY(BYTES)))
    key = keys.table_valued(sa.column("key", BYTES)).render_derived()
    array = sa.cast(postgresql.array([key.c.key]), ARRAY(BYTES))
    found = sa.union(
        sa.select(SearchWord.text).join_from(key, SearchWord, SearchWord.keys.contains(array)),
        _read_as_one_of(SearchWord.pinyin, correcting.readings_for(pieces)),
        _read_as_one_of(SearchWord.initials, correcting.initials_for(pieces)),
    )
    query = (
        sa.select(SearchWord.text, SearchWord.number, SearchWord.alone)
        .where(SearchWord.text.in_(found))
        .order_by(SearchWord.number.desc())
        .limit(MOST_FOUND)
    )
    return [Word(*row) for row in model.Session.execute(query)]


def _read_as_one_of(column: Any, texts: Iterable[str]) -> sa.Select[Any]:
    wanted = sa.cast(sorted(texts), ARRAY(BYTES))
    return sa.select(SearchWord.text).where(column == sa.func.any(wanted))


def read_as(pinyin: str, *, most: int) -> list[str]:
    """Return words whose reading or initials begin with these letters, most frequent first.

    What holds another of them is left out: it is found with that one.
    """
    column, initials = SearchWord.pinyin, SearchWord.initials
    query = (
        sa.select(SearchWord.text)
        .where(sa.or_(_begins(column, pinyin), _begins(initials, pinyin)))
        .order_by(sa.or_(column == pinyin, initials == pinyin).desc(), SearchWord.number.desc())
        .limit(MOST_READ)
    )
    chosen: list[str] = []
    for text in model.Session.scalars(query):
        if not any(other in text for other in chosen):
            chosen.append(text)
    return chosen[:most]


def _begins(column: Any, letters: str) -> sa.ColumnElement[bool]:
    # The column is in byte order, so these two bounds are a range of its index.
    return sa.and_(column >= letters, column < f"{letters}~")
