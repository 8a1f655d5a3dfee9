"""Another site of CKAN: the contract, and what is added to its records."""

from __future__ import annotations

import pytest
from connector_suite import SECRET, Case, ConnectorSuite, failure, listed
from hostile_server import Listed, Waits, cut_chunks, in_json
from source_server import plain

from ckanext.scigov.intake.connector_settings import WrongSetting
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import ckan_site


class Site(Listed):
    """What package_search answers; never more than three a page, as a site may limit it."""

    def __init__(self):
        super().__init__(0)
        self.records = [
            {"id": f"d{n}", "name": f"shu-ju-{n}", "metadata_modified": f"2024-01-0{n}T00:00:00"}
            for n in range(1, 8)
        ]

    def answer(self, question):
        start, rows = int(question["start"]), min(int(question["rows"]), 3)
        results = self.records[start : start + rows]
        return {"success": True, "result": {"count": len(self.records), "results": results}}


class SiteCase(Case):
    def __init__(self, source):
        self.source = source
        self.keys = [f"d{n}" for n in range(1, 8)]
        cut = b'{"success": true, "result": {"count": 7, "results": [{"id": "d4"}]}}'
        self.breaks = {
            "502": lambda: source.spoil(plain(b"", 502)),
            "no": lambda: source.spoil(in_json({"success": False, "error": SECRET}, 409)),
            "no, with 200": lambda: source.spoil(in_json({"success": False})),
            "cut": lambda: source.spoil(cut_chunks(cut)),
        }

    def connector(self, known=None, **settings):
        wiring = Wiring(
            {"token": SECRET, **settings}, self.source.address("/portal/"), is_internal=True
        )
        return ckan_site.make(wiring, Waits().times)

    def key(self, raw):
        return raw["id"]

    def mend(self):
        self.source.mend()


@pytest.fixture
def site():
    made = Site()
    yield made
    made.close()


class TestContract(ConnectorSuite):
    @pytest.fixture
    def case(self, site):
        return SiteCase(site)


def test_the_search_is_asked_in_a_stable_order(site):
    pages = listed(SiteCase(site).connector())
    asked = {
        "path": "/portal/api/3/action/package_search",
        "q": "*:*",
        "fq": "dataset_type:dataset",
    }
    asked |= {"sort": "id asc", "rows": "1000"}
    assert site.questions == [asked | {"start": start} for start in ("0", "3", "6", "7")]
    assert {headers["Authorization"] for _, headers in site.asked} == {SECRET}
    assert pages[0].items[0].version == "2024-01-01T00:00:00"
    assert [page.total for page in pages] == [7, 7, 7, 7]


def test_what_a_mapping_cannot_reach_is_added(site):
    site.records[0] |= {
        "extras": [{"key": "frequency", "value": "每年"}, "odd"],
        "tags": [{"name": "科技"}, {"name": "项目"}],
    }
    raws = [item.raw for item in listed(SiteCase(site).connector())[0].items]
    added = [
        {name: raw[name] for name in ("extra", "tag_names", "page_address")} for raw in raws[:2]
    ]
    root = site.address("/portal")
    assert added == [
        {
            "extra": {"frequency": "每年"},
            "tag_names": ["科技", "项目"],
            "page_address": f"{root}/dataset/shu-ju-1",
        },
        {"extra": {}, "tag_names": [], "page_address": f"{root}/dataset/shu-ju-2"},
    ]


def test_a_search_that_is_refused_is_a_cause(site):
    site.spoil(in_json({"success": False}, 403))
    assert failure(SiteCase(site).connector()) == ("not_authorized", {"status": 403})


@pytest.mark.parametrize(
    ("settings", "address", "sentence"),
    [
        (
            {},
            "https://example.org/?q=1",
            "The setting connector.url must be the root of the CKAN site",
        ),
        (
            {"token": "geheim\n"},
            "https://example.org",
            "The setting connector.token is no token of CKAN",
        ),
        ({"rows": 5}, "https://example.org", "The setting connector.rows is not known."),
        (
            {"page_size": 0},
            "https://example.org",
            "The setting connector.page_size must be a number",
        ),
    ],
)
def test_a_wrong_setting_is_named(settings, address, sentence):
    with pytest.raises(WrongSetting) as wrong:
        ckan_site.make(Wiring(settings, address))
    assert sentence in str(wrong.value)
    assert "geheim" not in str(wrong.value)
