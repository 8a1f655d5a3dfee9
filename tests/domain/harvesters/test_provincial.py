"""The provincial platforms' interface: the contract, and what the platform says of a record."""

from __future__ import annotations

import pytest
from connector_suite import SECRET, Case, ConnectorSuite, listed
from hostile_server import Listed, Waits, cut_chunks, in_json, told_shorter
from source_server import plain

from ckanext.scigov.intake.connector_settings import WrongSetting
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import provincial

CUT = b'{"data": {"page": {"list": [{"resId": "r3"}], "total": 5}}}'
FULL = {
    "list": "/list",
    "page_size": 2,
    "body": {"siteId": 7},
    "headers": {"appkey": SECRET},
    "success": {"code": ["0", 0]},
    "detail": {"url": "/detail", "record": "data"},
    "items": {"url": "/items"},
    "preview": {"url": "/preview", "record": "data.rows", "rows": 3},
}


class Platform(Listed):
    def __init__(self):
        super().__init__(0)
        self.records = [
            {"resId": f"r{n}", "resTitle": f"目录{n}", "dataUpdateTime": "2023-05-01"}
            for n in range(1, 6)
        ]
        self.forgotten = set()

    def answer(self, question):
        key = question.get("resId")
        if key is not None:
            return {"code": "0", "data": self.said(question["path"], key)}
        size, page = question["pageSize"], question["pageNo"]
        rows = self.records[(page - 1) * size : page * size]
        return {"code": "0", "data": {"page": {"list": rows, "total": len(self.records)}}}

    def said(self, path, key):
        if key in self.forgotten:
            return None
        return {
            "/detail": {"resAbstract": f"{key}的摘要", "sourceSuffix": "csv,xlsx"},
            "/items": [{"field_name": "xmmc", "field_cn_name": "项目名称"}],
            "/preview": {"rows": [[n] for n in range(20)]},
        }[path]


class PlatformCase(Case):
    def __init__(self, source):
        self.source = source
        self.keys = ["r1", "r2", "r3", "r4", "r5"]
        spoil = source.spoil
        self.breaks = {
            "500": lambda: spoil(plain(b"", 500)),
            "said no": lambda: spoil(in_json({"code": 401, "msg": SECRET})),
            "empty": lambda: spoil(
                in_json({"code": 0, "data": {"page": {"list": [], "total": 5}}})
            ),
            "cut": lambda: spoil(cut_chunks(CUT)),
            "shorter": lambda: spoil(told_shorter(CUT)),
        }

    def connector(self, known=None):
        wiring = Wiring(FULL, self.source.address("/"), is_internal=True, known=known or {})
        return provincial.make(wiring, Waits().times)

    def key(self, raw):
        return raw["resId"]

    def mend(self):
        self.source.mend()

    def forget(self, key):
        self.source.forgotten.add(key)


@pytest.fixture
def platform():
    made = Platform()
    yield made
    made.close()


class TestContract(ConnectorSuite):
    @pytest.fixture
    def case(self, platform):
        return PlatformCase(platform)


def test_the_list_is_asked_by_page_number(platform):
    listed(PlatformCase(platform).connector())
    assert platform.questions == [
        {"path": "/list", "siteId": 7, "pageNo": page, "pageSize": 2} for page in (1, 2, 3, 4)
    ]
    assert {headers["Appkey"] for _, headers in platform.asked} == {SECRET}


def test_a_record_is_made_whole_by_detail_items_and_preview(platform):
    connector = PlatformCase(platform).connector()
    item = next(connector.pages(None)).items[0]
    assert connector.read(item) == {
        "resId": "r1",
        "resTitle": "目录1",
        "dataUpdateTime": "2023-05-01",
        "resAbstract": "r1的摘要",
        "sourceSuffix": "csv,xlsx",
        "items": [{"field_name": "xmmc", "field_cn_name": "项目名称"}],
        "preview": [[0], [1], [2]],
    }
    assert platform.questions[1:] == [
        {"path": "/detail", "siteId": 7, "resId": "r1"},
        {"path": "/items", "siteId": 7, "resId": "r1"},
        {"path": "/preview", "siteId": 7, "resId": "r1", "pageNo": 1, "pageSize": 3},
    ]


def test_the_version_changes_with_anything_that_the_list_says(platform):
    def version():
        return listed(PlatformCase(platform).connector())[0].items[0].version

    first = version()
    assert first.startswith("2023-05-01 ")
    assert version() == first
    platform.records[0]["resTitle"] = "新名"
    assert version() != first


def test_forms_are_sent_where_the_platform_wants_forms(source, waits):
    source.answers["/list"] = in_json({"data": {"page": {"list": [], "total": 0}}})
    settings = {"list": "/list", "body_form": "form", "version": ""}
    wiring = Wiring(settings, source.address("/"), is_internal=True)
    assert [page.items for page in listed(provincial.make(wiring, waits.times))] == [[]]
    assert source.questions == [{"path": "/list", "pageNo": "1", "pageSize": "50"}]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "The setting connector.list is missing."),
        (
            {"list": "/", "body": {"pageNo": 1}},
            "The setting connector.body may not hold resId, pageNo",
        ),
        (
            {"list": "/", "preview": {"rows": 101}},
            "connector.preview.rows must be a number from 1 to 100.",
        ),
        ({"list": "/", "items": {"rows": 1}}, "The setting connector.items.rows is not known."),
        ({"list": "/", "pageSize": 1}, "The setting connector.pageSize is not known."),
    ],
)
def test_a_wrong_setting_is_named(settings, sentence):
    with pytest.raises(WrongSetting) as wrong:
        provincial.make(Wiring(settings, "https://example.org/"))
    assert sentence in str(wrong.value)
