"""The site's list of synonyms, read again when its file has changed."""

from __future__ import annotations

import functools
import logging
from pathlib import Path

from ckanext.scigov.search import config
from ckanext.scigov.search.domain.synonyms import NONE, Synonyms

log = logging.getLogger(__name__)


def configured() -> Synonyms:
    """Return the synonyms of the file that is configured, as it is now."""
    path = config.synonyms_path()
    try:
        changed = path.stat()
    except OSError as error:
        return _without(path, str(error))
    return _read(path, changed.st_mtime_ns, changed.st_size)


@functools.lru_cache(maxsize=2)
def _read(path: Path, _changed_at: int, _size: int) -> Synonyms:
    try:
        return Synonyms.parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return _without(path, str(error))


@functools.lru_cache(maxsize=8)
def _without(path: Path, reason: str) -> Synonyms:
    """Search without synonyms and say so, once for every reason: a search must not fail here."""
    log.error(
        "Searches go without synonyms. Correct the file %s or ckanext.scigov.search.synonyms: %s",
        path,
        reason,
    )
    return NONE
