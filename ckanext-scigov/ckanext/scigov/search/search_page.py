"""Corrections for the search page, gathered where its view searches.

CKAN's view hands its template nothing but what it knows itself, so they wait in ``g`` under the
name ``scigov_search_corrections``.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.scigov.search import corrections
from ckanext.scigov.search.asking import DATASETS
from ckanext.scigov.search.domain.typed import MAX_LENGTH

ENDPOINT = "dataset.search"
NOT_FILTERS = ("q", "page", "sort")
NOT_KEPT = "scigov.page_not_kept"
"""In the WSGI environment: the page shows more than what the index holds."""


def gather_corrections(found: int) -> None:
    """Put corrections into ``g`` if this is the search page's own search and found too little."""
    if not tk.request or tk.request.endpoint != ENDPOINT:
        return
    # The corrections' own searches come by here too; they find nothing to do.
    if "scigov_search_corrections" in tk.g:
        return
    tk.g.scigov_search_corrections = []
    text = tk.request.args.get("q", "").strip()
    if len(text) > MAX_LENGTH or not corrections.is_wanted(text, found):
        return
    # The words to choose from are learnt from time to time.
    tk.request.environ[NOT_KEPT] = True
    user = tk.current_user
    context: Context = {"user": user.name, "auth_user_obj": user}
    proposals = corrections.propose(context, text, fq=_filters(), found=found)
    tk.g.scigov_search_corrections = [{**p, "url": _address(p["text"])} for p in proposals]


def _chosen() -> list[tuple[str, str]]:
    arguments: Any = tk.request.args.items(multi=True)
    return [
        (name, value)
        for name, value in arguments
        if value and name not in NOT_FILTERS and not name.startswith(("_", "ext_"))
    ]


def _filters() -> str:
    """Return the page's filters as CKAN's view writes them."""
    filters = [f'{name}:"{value}"' for name, value in _chosen()]
    return " ".join([*filters, DATASETS])


def _address(text: str) -> str:
    query = urlencode([("q", text), *_chosen()])
    return f"{tk.h.url_for(ENDPOINT)}?{query}"
