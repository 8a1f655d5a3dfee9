"""Sort keys of titles: Latin first, then Chinese by its reading."""

from __future__ import annotations

import functools
from collections.abc import Callable

from ckanext.scigov.search.domain.tokens import folded

MAX_KEY = 400
MAX_WORDS = 20_000
"""Words whose reading is remembered."""
_AFTER_LATIN = "~"


def sort_key(title: str) -> str:
    """Return a text whose byte order is the order a Chinese reader expects of titles.

    A stored key, because the embedded PostgreSQL has no collation that knows Chinese.
    """
    text = folded(title.strip())
    if text.isascii():
        return text[:MAX_KEY]
    readings = _reader()(text)
    # _each gives one reading per character, those without one for themselves.
    key = (
        character if reading == character else f"{_AFTER_LATIN}{reading}{character}"
        for character, reading in zip(text, readings, strict=True)
    )
    return "".join(key)[:MAX_KEY]


@functools.lru_cache(1)
def _reader() -> Callable[[str], list[str]]:
    """Return what reads a text, remembering the words it has read: titles share most of theirs."""
    # pypinyin's dictionaries take a moment to load: only when needed.
    from pypinyin import Style
    from pypinyin.converter import UltimateConverter
    from pypinyin.core import Pinyin

    class Remembering(UltimateConverter):
        convert = functools.lru_cache(MAX_WORDS)(UltimateConverter.convert)

    pinyin = Pinyin(Remembering(neutral_tone_with_five=True))
    return functools.partial(pinyin.lazy_pinyin, style=Style.TONE3, errors=_each)  # pyright: ignore[reportArgumentType]


def _each(unread: str) -> list[str]:
    """Take characters without a reading one by one, as themselves."""
    return list(unread)
