"""Where a site lets itself be sent follows from its options."""

from __future__ import annotations

import pytest

from ckanext.scigov.shared import toolkit_fetching
from ckanext.scigov.shared.domain.addresses import Rules, rules_of
from ckanext.scigov.shared.plugin import ScigovSharedPlugin

HOSTS, PORTS = "ckanext.scigov.fetch.allowed_hosts", "ckanext.scigov.fetch.allowed_ports"


def test_a_site_without_options_allows_the_public_network_alone():
    assert toolkit_fetching.rules() == Rules()


def test_options_are_words_between_blanks():
    given = {HOSTS: " data.house.test  10.1.0.0/16\n", PORTS: "8080 8443"}
    expected = rules_of(["data.house.test", "10.1.0.0/16"], ["8080", "8443"])
    assert toolkit_fetching.rules(given) == expected


@pytest.mark.parametrize(("option", "value"), [(HOSTS, "*.house.test"), (PORTS, "http")])
def test_a_word_that_means_nothing_stops_the_start(option, value):
    with pytest.raises(ValueError, match=option.replace(".", r"\.")):
        ScigovSharedPlugin.configure(object(), {option: value})  # type: ignore[arg-type]
