"""Why a source could not be read, and what was noticed while it was.

The codes of ``SourceFailed``, ``Unreadable`` and ``Noticed``; their sentences are in
``intake/sentences_sources.py``. Addresses that are not asked, and connections that fail, keep the codes of
``shared.domain.addresses.Reason`` and ``shared.fetching.REASONS``.
"""

from __future__ import annotations

import enum


class SourceCause(str, enum.Enum):
    WAIT = "wait"
    """It asks to be left alone for longer than a run waits."""
    RUN_BYTES = "run_bytes"
    RUN_SECONDS = "run_seconds"
    END_UNKNOWN = "end_unknown"
    """Nobody can know whether the answer was cut off."""
    CHARSET = "charset"
    """No character set that was tried fits."""
    CHARSET_WRONG = "charset_wrong"
    """Another character set fits than the one that was said; it was read with that."""
    NOT_JSON = "not_json"
    NOT_XML = "not_xml"
    NOT_RDF = "not_rdf"
    XML_ENTITIES = "xml_entities"
    REMOTE_CONTEXT = "remote_context"
    """A JSON-LD file has its terms explained elsewhere."""
    TOO_DEEP = "too_deep"
    NO_RECORDS = "no_records"
    """Where the records should be is no list."""
    NOT_A_RECORD = "not_a_record"
    NO_TOTAL = "no_total"
    SAID_NO = "said_no"
    """It answered with its own sign of failure."""
    ENDED_EARLY = "ended_early"
    """It gave fewer records than it says it has."""
    SAME_PAGE = "same_page"
    LOOP = "loop"
    TOO_MANY_PAGES = "too_many_pages"
    CHANGING = "changing"
    """Its list changed each time it was read."""
    CHANGED = "changed"
    """Its list changed while it was read, and was read again."""
    TOTAL_WRONG = "total_wrong"
    """It says another number of records than it gives, and is known to."""
