"""Typed access to this feature's settings (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import yaml

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.case import Flow
from ckanext.scigov.dispute.domain.compared import Thresholds
from ckanext.scigov.dispute.domain.limits import LimitKey
from ckanext.scigov.dispute.service.acts import Rules
from ckanext.scigov.shared import calendar_source
from ckanext.scigov.shared.domain import limits
from ckanext.scigov.shared.domain.evidence import EvidenceLimits
from ckanext.scigov.shared.domain.limits import Limit, LimitsReason, WrongLimit
from ckanext.scigov.shared.evidence import toolkit_options
from ckanext.scigov.shared.storage import FileStore

_PREFIX = "ckanext.scigov.dispute."
_OWN_LIMITS = Path(__file__).parent / "limits.yaml"
_WRONG = {
    LimitsReason.UNKNOWN: "there is no such limit",
    LimitsReason.MISSING: "it is missing",
    LimitsReason.NO_DAYS: "its days are no whole number above zero",
}


class WrongSetting(ValueError):
    """A setting that disputes cannot be handled by; a full sentence."""


def rules() -> Rules:
    """Return what the site has settled.

    Raises:
        WrongSetting: a setting is wrong; the start-up asks for it, so that nobody's dispute does.
    """
    table = str(tk.config[_PREFIX + "calendar"] or "")
    return Rules(
        limits=_limits(Path(tk.config[_PREFIX + "limits"] or _OWN_LIMITS)),
        calendar=calendar_source.load(Path(table) if table else None),
        flow=Flow(
            is_automatic=bool(tk.config[_PREFIX + "forwards_by_itself"]),
            is_moderated=bool(tk.config[_PREFIX + "is_moderated"]),
        ),
        confirm_within_days=int(tk.config[_PREFIX + "confirm_within_days"]),
        thresholds=Thresholds(
            percent=int(tk.config[_PREFIX + "broken_percent"]),
            least=int(tk.config[_PREFIX + "broken_least"]),
        ),
        readers_days=int(tk.config[_PREFIX + "readers_days"]),
        visitors_kept_days=int(tk.config[_PREFIX + "visitors_kept_days"]),
        open_of_place=int(tk.config[_PREFIX + "open_of_place"]),
    )


def evidence_limits() -> EvidenceLimits:
    """Return what files disputes take."""
    return toolkit_options.limits(_PREFIX)


def evidence_store() -> FileStore:
    """Return the store of the files of disputes, outside every folder that is given out."""
    return toolkit_options.store_of("disputes")


def figures_organization() -> str:
    """Return the organisation (id or name) in whose name the figures are a dataset; empty: none."""
    return str(tk.config[_PREFIX + "figures_organization"] or "").strip()


@functools.lru_cache(maxsize=4)
def _limits(path: Path) -> Mapping[LimitKey, Limit]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise WrongSetting(f"{_PREFIX}limits: {path} cannot be read: {error}") from error
    if not isinstance(values, dict) or not all(isinstance(one, dict) for one in values.values()):
        raise WrongSetting(f"{_PREFIX}limits: {path} is no table of limits.")
    found = limits.read(values, LimitKey)
    if isinstance(found, WrongLimit):
        raise WrongSetting(f"{_PREFIX}limits: {found.key} in {path}: {_WRONG[found.reason]}.")
    return found
