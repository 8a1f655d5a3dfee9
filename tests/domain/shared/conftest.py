"""A server on this machine, and fetching from it."""

from __future__ import annotations

import io

import pytest
from source_server import Server

from ckanext.scigov.shared import fetching
from ckanext.scigov.shared.domain.addresses import rules_of
from ckanext.scigov.shared.fetching import Limits, NotFetched, Wanted

MB = 1 << 20


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()


@pytest.fixture
def get(server):
    """``get("/path")``: fetch from the server, which the rules allow; returns (fetched, bytes)."""

    def run(path, host="127.0.0.1", known=fetching.NOTHING_KNOWN, hosts=("127.0.0.1",), **limits):
        rules = rules_of(hosts, [str(server.port)])
        limit = Limits(**{"most_bytes": MB, "connect_seconds": 2, "whole_seconds": 20} | limits)
        file = io.BytesIO()
        address = path if "://" in path else server.address(path, host)
        found = fetching.fetch(Wanted(address, rules, limit, known), file)
        return found, file.getvalue()

    return run


@pytest.fixture
def reason_of():
    def reason(call):
        with pytest.raises(NotFetched) as refused:
            call()
        assert refused.value.reason in fetching.REASONS
        return refused.value.reason

    return reason
