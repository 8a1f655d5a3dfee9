"""``ckan scigov``: the one command group, put together from the features' own commands."""

from __future__ import annotations

import importlib

import click

__all__ = ["scigov"]

# feature module → names of its commands; a feature that is not installed yet has none.
COMMANDS = {
    "ckanext.scigov.shared.cli": ("scheduler", "worker", "jobs"),
    "ckanext.scigov.audit.cli": ("audit",),
    "ckanext.scigov.notices.cli": ("notices",),
    "ckanext.scigov.access.cli": ("access",),
    "ckanext.scigov.search.cli": ("search",),
    "ckanext.scigov.tables.cli": ("tables",),
    "ckanext.scigov.application.cli": ("application",),
    "ckanext.scigov.dispute.cli": ("dispute",),
    "ckanext.scigov.intake.cli": ("harvest",),
    "ckanext.scigov.reporting.cli": ("reporting",),
    "ckanext.scigov.dcat.cli": ("dcat",),
    "ckanext.scigov.access.testkit.commands": ("testkit",),
    "ckanext.scigov.demo.cli": ("demo",),
}


@click.group(short_help="Commands of the science-and-technology data portal.")
def scigov() -> None:
    """Commands of the science-and-technology data portal."""


for _module, _names in COMMANDS.items():
    try:
        _loaded = importlib.import_module(_module)
    except ModuleNotFoundError as _error:
        if _error.name != _module:
            raise
        continue
    for _name in _names:
        scigov.add_command(getattr(_loaded, _name))
