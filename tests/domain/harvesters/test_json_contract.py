"""The kind ``json`` keeps the contract with each way of paging."""

from __future__ import annotations

import pytest
from connector_suite import SECRET, Case, ConnectorSuite
from hostile_server import Waits, cut_chunks, in_json, redirect, told_longer, told_shorter
from source_server import plain

from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import json_rest

PAGE_2 = b'{"code":0,"data":{"rows":[{"id":"r4"},{"id":"r5"}],"total":7},"next":"5"}'


class Paged(Case):
    """Seven records, three a page."""

    def __init__(self, source, **settings):
        self.source = source
        self.settings = {"records": "data.rows", "total": "data.total"} | settings
        self.keys = [one["id"] for one in source.records]
        spoil = source.spoil
        self.breaks = {
            "500": lambda: spoil(plain(b"", 500)),
            "401": lambda: spoil(plain(SECRET.encode(), 401)),
            "no json": lambda: spoil(plain(f"<html>{SECRET}".encode())),
            "longer": lambda: spoil(told_longer(PAGE_2)),
            "shorter": lambda: spoil(told_shorter(PAGE_2)),
            "cut": lambda: spoil(cut_chunks(PAGE_2)),
            "empty": lambda: spoil(in_json({"data": {"rows": [], "total": 7}})),
            "no list": lambda: spoil(in_json({"data": None, "msg": SECRET})),
            "led away": lambda: spoil(redirect("http://10.0.0.1/")),
            "gone": source.close,
        }

    def connector(self, known=None):
        secret = {"headers": {"X-Token": SECRET}, "query": {"key": SECRET, "size": 3}}
        query = secret["query"] | self.settings.get("query", {})
        settings = secret | self.settings | {"query": query}
        address = self.source.address("/list")
        wiring = Wiring(settings, address, is_internal=True, known=known or {})
        return json_rest.make(wiring, Waits().times)

    def key(self, raw):
        return raw["id"]

    def mend(self):
        self.source.mend()


class TestByPageNumber(ConnectorSuite):
    @pytest.fixture
    def case(self, source):
        return Paged(source, paging={"kind": "page", "size": 3}, query={"page": "{page}"})


class TestByPageNumberWithoutATotal(ConnectorSuite):
    @pytest.fixture
    def case(self, source):
        paging = {"kind": "page"}
        made = Paged(source, paging=paging, query={"page": "{page}"}, total="")
        del made.breaks["empty"]  # Nobody can know.
        return made


class TestByOffset(ConnectorSuite):
    @pytest.fixture
    def case(self, source):
        return Paged(source, paging={"kind": "offset"}, query={"offset": "{offset}"})


class TestByCursor(ConnectorSuite):
    @pytest.fixture
    def case(self, source):
        paging = {"kind": "cursor", "path": "next"}
        return Paged(source, paging=paging, query={"cursor": "{cursor}"})


class TestByLink(ConnectorSuite):
    @pytest.fixture
    def case(self, source):
        return Paged(source, paging={"kind": "link", "path": "link"})


class TestByPost(ConnectorSuite):
    @pytest.fixture
    def case(self, source):
        body = {"page": "{page}", "token": SECRET}
        return Paged(source, paging={"kind": "page"}, method="POST", body=body)


class WithDetails(Paged):
    def __init__(self, source):
        details = [{"url": "/detail?id={id}", "record": "data"}]
        paging = {"kind": "page"}
        super().__init__(source, paging=paging, query={"page": "{page}"}, details=details)
        source.answers["/detail"] = self.detail
        self.forgotten = set()

    def detail(self, request):
        key = request.path.rpartition("=")[2]
        status = 404 if key in self.forgotten else 200
        in_json({"data": {"items": [{"field_name": key}]}}, status)(request)

    def forget(self, key):
        self.forgotten.add(key)


class TestWithDetails(ConnectorSuite):
    @pytest.fixture
    def case(self, source):
        return WithDetails(source)


class Whole(Paged):
    """One document, given in parts; the source is asked once, before the first."""

    is_conditional = True
    broken_pages = 0

    def __init__(self, source):
        super().__init__(source, records="", total="", paging={"size": 3})
        source.answers["/list"] = self.document
        del self.breaks["empty"]

    def document(self, request):
        is_known = request.headers.get("If-None-Match") == '"1"'
        in_json(self.source.records, 304 if is_known else 200, ETag='"1"')(request)


class TestWhole(ConnectorSuite):
    @pytest.fixture
    def case(self, source):
        return Whole(source)
