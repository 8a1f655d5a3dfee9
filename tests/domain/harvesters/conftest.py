"""Sources on this machine for the connectors."""

from __future__ import annotations

import pytest
from hostile_server import BY_PAGE, Listed, Waits

from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import json_rest


@pytest.fixture
def source():
    made = Listed()
    yield made
    made.close()


@pytest.fixture
def waits():
    return Waits()


@pytest.fixture
def made(source, waits):
    """``made(**settings)``: a connector of the kind ``json`` for the source, by page number."""

    def make(**settings):
        wiring = Wiring(settings or BY_PAGE, source.address("/list"), is_internal=True)
        return json_rest.make(wiring, waits.times)

    return make
