"""27,523 catalogue records of ten Chinese open-data portals, for tests and benches.

``records`` reads them into one form, ``multiplied`` makes as many as a bench needs out of them,
``documents`` turns them into what CKAN sends to its index. Where the files are not on the
machine, all of them raise ``CorpusMissingError``, whose text says what to do.
"""

from __future__ import annotations

from corpus.documents import FACETS, documents
from corpus.reading import CorpusMissingError, Record, multiplied, records

__all__ = ["FACETS", "CorpusMissingError", "Record", "documents", "multiplied", "records"]
