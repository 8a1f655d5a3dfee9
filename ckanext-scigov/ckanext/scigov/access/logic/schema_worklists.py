"""Shape of what the list of grades takes."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import at_most, default, one_of
from ckanext.scigov.shared.toolkit_texts import plain_text

MOST = 1000
WAITING, MINE, UNCLASSIFIED = "waiting", "mine", "unclassified"


def grade_list() -> dict[str, Any]:
    v: Any = tk.get_validator
    natural = v("natural_number_validator")
    shows = one_of([WAITING, MINE, UNCLASSIFIED])
    return {
        "show": [plain_text, v("ignore_empty"), shows],
        "provider": [plain_text, v("ignore_empty")],
        "limit": [default(50), natural, at_most(MOST)],
        "offset": [default(0), natural],
    }
