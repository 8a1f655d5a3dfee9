"""Shape of what the list of grades takes."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.logic import texts

MOST = 1000
WAITING, MINE, UNCLASSIFIED = "waiting", "mine", "unclassified"


def grade_list() -> dict[str, Any]:
    v: Any = tk.get_validator
    most = v("limit_to_configured_maximum")("", MOST)
    natural = v("natural_number_validator")
    shows = v("one_of")([WAITING, MINE, UNCLASSIFIED])
    return {
        "show": [texts.plain_text, v("ignore_empty"), shows],
        "provider": [texts.plain_text, v("ignore_empty")],
        "limit": [v("default")(50), natural, most],
        "offset": [v("default")(0), natural],
    }
