"""The datasets that somebody may see, for whoever goes through all of them: in an order that no change moves.

A search sorts by what may change while somebody walks from page to page, and counts pages by what stands before
them. Here the next page begins behind the last id, so nothing is left out or met twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

import ckan.plugins.toolkit as tk

from ckanext.scigov.search.model import BYTES, SearchDocument


def visible(
    labels: Collection[str] | sa.BindParameter[Any], *, without: Sequence[str] = ()
) -> sa.Select[Any]:
    """Return the statement for ``id``, ``stamp`` and ``modified`` of each dataset that bears one of the labels.

    A stamp says which transaction wrote the document: it is another one after each change. Datasets that have
    one of the values ``without`` (``field=value``) are left out.
    """
    known = labels if isinstance(labels, sa.BindParameter) else list(labels)
    query = sa.select(
        SearchDocument.id.label("id"),
        sa.cast(SearchDocument.written_by, sa.Text).label("stamp"),
        SearchDocument.metadata_modified.label("modified"),
    ).where(
        SearchDocument.site_id == tk.config["ckan.site_id"],
        SearchDocument.entity_type == "package",
        SearchDocument.dataset_type == "dataset",
        SearchDocument.state == "active",
        SearchDocument.permission_labels.overlap(sa.cast(known, ARRAY(BYTES))),
    )
    if without:
        query = query.where(~SearchDocument.terms.overlap(sa.cast(list(without), ARRAY(BYTES))))
    return query
