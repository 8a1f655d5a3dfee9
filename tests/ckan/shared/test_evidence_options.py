"""The portal's scanner follows from its option, also under the name that it had before."""

from __future__ import annotations

import pytest

import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig, config_declaration

from ckanext.scigov.shared.evidence import toolkit_options
from ckanext.scigov.shared.evidence.scanning import BadAddress, Scanner
from ckanext.scigov.shared.plugin import ScigovSharedPlugin

CLAMD = "ckanext.scigov.scanning.clamd"
BEFORE = "ckanext.scigov.application.clamd"
ADDRESS = "unix:/run/clamav/clamd.ctl"


def test_a_site_without_the_option_scans_nothing() -> None:
    assert tk.config[CLAMD] == ""
    assert toolkit_options.scanner() is None


def test_the_option_names_the_scanner() -> None:
    found = toolkit_options.scanner({CLAMD: ADDRESS})
    assert found == Scanner(path="/run/clamav/clamd.ctl")


def test_the_name_that_the_option_had_before_is_understood() -> None:
    config = CKANConfig({BEFORE: ADDRESS})
    config_declaration.make_safe(config)
    assert config[CLAMD] == ADDRESS


def test_an_address_that_means_nothing_stops_the_start() -> None:
    with pytest.raises(BadAddress, match=r"scanning\.clamd: 'clamd' is no address of clamd\."):
        ScigovSharedPlugin.configure(object(), {CLAMD: "clamd"})  # type: ignore[arg-type]
