"""Helper of the form: what was found about the entry that is edited."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import judging
from ckanext.scigov.dcat.domain.checking import UnusableShapes
from ckanext.scigov.dcat.domain.incoming import Unreadable

log = logging.getLogger(__name__)
__all__ = ["scigov_dcat_advice"]


def scigov_dcat_advice(dataset: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what other portals would find wrong with an entry as it stands, in the reader's language."""
    try:
        found = judging.advice(dataset)
    except (OSError, Unreadable, UnusableShapes) as error:
        # Nobody is kept from editing because shapes cannot be used.
        log.warning("No advice is given: %s", error)
        return []
    is_chinese = str(tk.h.lang()).startswith("zh")
    return [
        {
            "is_error": one.severity == "error", "times": one.times, "sentence": one.zh if is_chinese else one.en,
            "label": tk.h.scigov_catalogue_field_label(one.field) if one.field else "",
        }
        for one in found
    ]  # fmt: skip
