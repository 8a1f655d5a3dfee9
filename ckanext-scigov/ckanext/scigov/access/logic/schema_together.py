"""Shapes of what the actions about many proposals at once take."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.together import Verdict
from ckanext.scigov.access.logic import texts
from ckanext.scigov.catalogue.domain import grades
from ckanext.scigov.shared.toolkit_shapes import at_most, default, one_of
from ckanext.scigov.shared.toolkit_texts import limited_text, plain_text

MOST = 200


def group_list() -> dict[str, Any]:
    natural: Any = tk.get_validator("natural_number_validator")
    return {
        "limit": [default(20), natural, at_most(MOST)],
        "offset": [default(0), natural],
    }


def group() -> dict[str, Any]:
    return {
        "provider": [default(""), plain_text],
        "security_level": _needed([one.value for one in grades.Level]),
        "share_type": _needed([one.value for one in grades.ShareType]),
        "open_type": _needed([one.value for one in grades.OpenType]),
        "proposed_by": [default(""), plain_text],
        "source": [default(""), plain_text],
    }


def decide_many() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {
        **group(),
        "decision": _needed([one.value for one in Verdict]),
        "reason": [texts.reason, limited_text],
        "count": [v("not_empty"), v("is_positive_integer")],
    }


def decided() -> dict[str, Any]:
    v: Any = tk.get_validator
    natural = v("natural_number_validator")
    return {
        "id": [v("not_empty"), plain_text],
        "limit": [default(50), natural, at_most(MOST)],
        "offset": [default(0), natural],
    }


def _needed(values: list[str]) -> list[Any]:
    v: Any = tk.get_validator
    return [v("not_empty"), one_of(values)]
