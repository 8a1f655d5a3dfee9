"""Typed access to this feature's settings (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.case import Flow
from ckanext.scigov.dispute.domain.compared import Thresholds
from ckanext.scigov.dispute.domain.limits import LimitKey
from ckanext.scigov.dispute.service.acts import Rules
from ckanext.scigov.shared import calendar_source, limits_files
from ckanext.scigov.shared.domain.evidence import EvidenceLimits
from ckanext.scigov.shared.evidence import toolkit_options
from ckanext.scigov.shared.storage import FileStore

_PREFIX = "ckanext.scigov.dispute."
_OWN_LIMITS = Path(__file__).parent / "limits.yaml"


def rules() -> Rules:
    """Return what the site has settled.

    Raises:
        WrongSetting: a setting is wrong; the start-up asks for it, so that nobody's dispute does.
    """
    table = str(tk.config[_PREFIX + "calendar"] or "")
    return Rules(
        limits=limits_files.load(
            Path(tk.config[_PREFIX + "limits"] or _OWN_LIMITS), LimitKey, f"{_PREFIX}limits"
        ),
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
