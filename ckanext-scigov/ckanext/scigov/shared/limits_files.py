"""The limits of a feature, from the file that comes with it or one of the site."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from ckanext.scigov.shared.domain import limits
from ckanext.scigov.shared.domain.limits import Key, Limit, LimitsReason, WrongLimit

_WRONG = {
    LimitsReason.UNKNOWN: "there is no such limit",
    LimitsReason.MISSING: "it is missing",
    LimitsReason.NO_DAYS: "its days are no whole number above zero",
}


class WrongSetting(ValueError):
    """A setting that a feature cannot work by; a full sentence for whoever starts the site."""


@functools.lru_cache(maxsize=16)
def load(path: Path, keys: type[Key], option: str) -> Mapping[Key, Limit]:
    """Return the limits in a file.

    Args:
        path: of a YAML file.
        keys: all limits that there are.
        option: that names the file, for whoever has to put it right.

    Raises:
        WrongSetting: it cannot be read, or is no table of just these limits.
    """
    try:
        values: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise WrongSetting(f"{option}: {path} cannot be read: {error}") from error
    if not _is_table(values):
        raise WrongSetting(f"{option}: {path} is no table of limits.")
    found = limits.read(values, keys)
    if isinstance(found, WrongLimit):
        raise WrongSetting(f"{option}: {found.key} in {path}: {_WRONG[found.reason]}.")
    return found


def _is_table(values: Any) -> bool:
    rows = cast("dict[Any, Any]", values).values() if isinstance(values, dict) else None
    return rows is not None and all(isinstance(one, dict) for one in rows)
