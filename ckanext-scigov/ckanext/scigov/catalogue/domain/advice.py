"""What is worth a remark but never a refusal."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence

TITLE_LENGTH = 50
ABSTRACT_LENGTHS = (10, 256)
TABULAR_FORMATS = frozenset({"CSV", "TSV", "XLS", "XLSX", "ET"})


class Advice(enum.Enum):
    LONG_TITLE = "long_title"
    REPEATED_TITLE = "repeated_title"
    THIN_ABSTRACT = "thin_abstract"
    LONG_ABSTRACT = "long_abstract"
    NO_DICTIONARY = "no_dictionary"


def is_table(file_format: str) -> bool:
    return file_format.upper() in TABULAR_FORMATS


def lacks_dictionary(resources: Sequence[Mapping[str, object]]) -> bool:
    """Tell whether a table among the resources has no data items (R7, second half)."""
    return any(
        is_table(str(resource.get("format") or "")) and not resource.get("data_items")
        for resource in resources
    )


def advise(
    *, title: str, abstract: str, is_repeated: bool, resources: Sequence[Mapping[str, object]]
) -> tuple[Advice, ...]:
    found = {
        Advice.LONG_TITLE: len(title) > TITLE_LENGTH,
        Advice.REPEATED_TITLE: is_repeated,
        Advice.THIN_ABSTRACT: len(abstract) < ABSTRACT_LENGTHS[0],
        Advice.LONG_ABSTRACT: len(abstract) > ABSTRACT_LENGTHS[1],
        Advice.NO_DICTIONARY: lacks_dictionary(resources),
    }
    return tuple(advice for advice in Advice if found[advice])
