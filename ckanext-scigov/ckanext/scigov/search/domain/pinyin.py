"""Sort keys of titles: Latin first, then Chinese by its reading."""

from __future__ import annotations

from ckanext.scigov.search.domain.tokens import folded

MAX_KEY = 400
_AFTER_LATIN = "~"


def sort_key(title: str) -> str:
    """Return a text whose byte order is the order a Chinese reader expects of titles.

    A stored key, because the embedded PostgreSQL has no collation that knows Chinese.
    """
    from pypinyin import Style, lazy_pinyin  # its dictionaries take a moment: only when needed

    text = folded(title.strip())
    if text.isascii():
        return text[:MAX_KEY]
    readings = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors=_each)  # pyright: ignore[reportArgumentType]
    # _each gives one reading per character, those without one for themselves.
    key = (
        character if reading == character else f"{_AFTER_LATIN}{reading}{character}"
        for character, reading in zip(text, readings, strict=True)
    )
    return "".join(key)[:MAX_KEY]


def _each(unread: str) -> list[str]:
    """Take characters without a reading one by one, as themselves."""
    return list(unread)
