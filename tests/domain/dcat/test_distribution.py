"""A resource is got from the portal; past it only what everybody may have."""

from __future__ import annotations

from typing import Any

import pytest
from described import D1, PORTAL, described, values
from pyoxigraph import Triple

from ckanext.scigov.dcat.domain.names import (
    ADMS,
    DCAT,
    DCATAP,
    DCT,
    ODRL,
    RDFS,
    SPDX,
    TYPE,
    Namespace,
)

ST = Namespace("https://portal.example/def/stgov#")
R1 = f"{D1}/resource/r1"
ELSEWHERE = "https://files.example/1.csv"
EU = "http://publications.europa.eu/resource/authority/"


def said(resource: dict[str, Any], **entry: Any) -> tuple[Triple, ...]:
    return described(
        {"open_type": "unconditional", "resources": [{"id": "r1", **resource}], **entry}
    ).triples


@pytest.mark.parametrize(
    ("entry_is", "resource_is", "is_given"),
    [
        ("unconditional", "", True), ("unconditional", "unconditional", True), ("unconditional", None, True),
        ("unconditional", "conditional", False), ("unconditional", "none", False),
        ("conditional", "", False), ("conditional", "unconditional", False), ("conditional", "conditional", False),
        ("none", "", False), ("none", "unconditional", False), ("none", "none", False),
        ("", "", False), ("", "unconditional", False),
    ],
)  # fmt: skip
def test_only_what_is_open_without_conditions_is_given(
    entry_is: str, resource_is: str | None, is_given: bool
) -> None:
    resource = {"url": ELSEWHERE, "open_type": resource_is}
    found = said(resource, open_type=entry_is)
    assert values(found, R1, DCAT["accessURL"]) == [R1]
    assert values(found, R1, DCAT["downloadURL"]) == ([f"{R1}/access"] if is_given else [])
    assert values(found, R1, ST["location"]) == ([ELSEWHERE] if is_given else [])
    served = said({**resource, "endpoint_url": "https://api.example/v1"}, open_type=entry_is)
    assert values(served, R1, DCAT["accessService"]) == ([f"{R1}#service"] if is_given else [])
    mentions = [one for one in served if "api.example" in str(one)]
    assert bool(mentions) is is_given


@pytest.mark.parametrize(
    ("url", "downloads", "location"),
    [
        (ELSEWHERE, [f"{R1}/access"], [ELSEWHERE]),
        ("https://portal.example/dataset/d1/resource/r1/download/1.csv", [f"{R1}/access"], []),
        (
            "https://portal.example.elsewhere/1",
            [f"{R1}/access"],
            ["https://portal.example.elsewhere/1"],
        ),
        ("", [], []),
        (None, [], []),
    ],
)
def test_download_goes_over_the_portals_gateway(
    url: str | None, downloads: list[str], location: list[str]
) -> None:
    found = said({"url": url})
    assert values(found, R1, DCAT["downloadURL"]) == downloads
    assert values(found, R1, ST["location"]) == location


def test_service_stands_for_a_download() -> None:
    found = said({"url": ELSEWHERE, "name": "接口", "endpoint_url": "https://api.example/v1"})
    assert values(found, R1, DCAT["downloadURL"]) == []
    service = f"{R1}#service"
    assert values(found, service, TYPE) == ["http://www.w3.org/ns/dcat#DataService"]
    assert values(found, service, DCT["title"]) == ["接口"]
    assert values(found, service, DCAT["endpointURL"]) == ["https://api.example/v1"]
    assert values(found, service, DCAT["servesDataset"]) == [D1]


def test_endpoint_that_is_no_address_is_no_service() -> None:
    found = said({"url": ELSEWHERE, "endpoint_url": "见说明"})
    assert values(found, R1, DCAT["accessService"]) == []
    assert values(found, R1, DCAT["downloadURL"]) == [f"{R1}/access"]


def test_what_has_no_name_is_called_what_it_is() -> None:
    found = said({"endpoint_url": "https://api.example/v1"})
    assert values(found, R1, DCT["title"]) == ["数据资源"]
    assert values(found, f"{R1}#service", DCT["title"]) == ["数据服务"]


@pytest.mark.parametrize("digest", ["a" * 64, "A" * 64, f"sha256:{'a' * 64}", f" {'a' * 64}"])
def test_checksum_of_sha256_is_stated(digest: str) -> None:
    node, found = f"{R1}#checksum", said({"hash": digest})
    assert values(found, R1, SPDX["checksum"]) == [node]
    assert values(found, node, SPDX["checksumValue"]) == ["a" * 64]
    assert values(found, node, SPDX["algorithm"]) == [
        "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
    ]


@pytest.mark.parametrize(
    "digest", ["", None, "a" * 32, "a" * 63, "a" * 65, "g" * 64, f"md5:{'a' * 64}"]
)
def test_what_is_no_checksum_of_sha256_is_not_stated(digest: str | None) -> None:
    found = said({"hash": digest})
    assert [one for one in found if "spdx" in str(one.predicate)] == []


@pytest.mark.parametrize(
    ("times", "issued", "modified"),
    [
        ({"created": "2024-01-01T00:00:00", "last_modified": "2024-02-02T00:00:00", "metadata_modified": "2024-03-03"},
         ["2024-01-01T00:00:00Z"], ["2024-02-02T00:00:00Z"]),
        ({"metadata_modified": "2024-03-03T00:00:00"}, [], ["2024-03-03T00:00:00Z"]),
        ({}, [], []),
    ],
)  # fmt: skip
def test_times(times: dict[str, str], issued: list[str], modified: list[str]) -> None:
    found = said(times)
    assert values(found, R1, DCT["issued"]) == issued
    assert values(found, R1, DCT["modified"]) == modified


def test_rights_of_its_own_go_before_the_entrys() -> None:
    own, shared = said({"rights": "注明来源"}), said({})
    assert values(own, R1, DCT["rights"]) == [f"{R1}#rights"]
    assert values(own, f"{R1}#rights", RDFS["label"]) == ["注明来源"]
    assert values(own, f"{R1}#rights", TYPE) == ["http://purl.org/dc/terms/RightsStatement"]
    assert values(shared, R1, DCT["rights"]) == [f"{D1}#rights"]
    assert values(shared, f"{D1}#rights", RDFS["label"]) == ["无条件开放"]
    assert values(shared, f"{R1}#rights", RDFS["label"]) == []


def test_policy_and_licence_of_the_entry_hold_for_its_parts() -> None:
    found = said({}, share_type="none", license_id="cc-by")
    assert values(found, R1, ODRL["hasPolicy"]) == [f"{D1}#policy"]
    assert values(found, R1, DCT["license"]) == ["http://creativecommons.org/licenses/by/4.0/"]
    own = said({}, license_id="other-open")
    assert values(own, R1, DCT["license"]) == [
        "https://portal.example/def/stgov#licence-other-open"
    ]
    bare = said({}, license_id="unheard-of")
    assert values(bare, R1, DCT["license"]) == values(bare, R1, ODRL["hasPolicy"]) == []


@pytest.mark.parametrize(
    ("lifecycle", "status", "availability"),
    [
        (None, "COMPLETED", ["STABLE"]), ("published", "COMPLETED", ["STABLE"]), ("approved", "DEVELOP", []),
        ("suspended", "DEPRECATED", ["TEMPORARY"]), ("deprecated", "DEPRECATED", ["TEMPORARY"]),
        ("retired", "WITHDRAWN", []), ("destroyed", "WITHDRAWN", []),
    ],
)  # fmt: skip
def test_lifecycle_is_that_of_the_entry(
    lifecycle: str | None, status: str, availability: list[str]
) -> None:
    found = said({}, lifecycle_status=lifecycle)
    assert values(found, R1, ADMS["status"]) == [f"{EU}distribution-status/{status}"]
    wanted = [f"{EU}planned-availability/{one}" for one in availability]
    assert values(found, R1, DCATAP["availability"]) == wanted


@pytest.mark.parametrize(
    ("lifecycle", "is_given"),
    [(None, True), ("published", True), ("deprecated", True), ("suspended", False), ("retired", False), ("destroyed", False)],
)  # fmt: skip
def test_no_address_is_named_that_refuses(lifecycle: str | None, is_given: bool) -> None:
    part = {"url": "https://files.example/a.csv", "format": "CSV"}
    found = said(part, lifecycle_status=lifecycle, open_type="unconditional")
    assert bool(values(found, R1, DCAT["downloadURL"])) is is_given
    assert bool(values(found, R1, PORTAL.st["location"])) is is_given


@pytest.mark.parametrize(
    ("entry", "part", "wanted"),
    [("conditional", "unconditional", []), ("unconditional", "conditional", ["open-conditional"]), ("conditional", "conditional", ["open-conditional"])],
)  # fmt: skip
def test_no_part_is_called_more_open_than_its_entry(
    entry: str, part: str, wanted: list[str]
) -> None:
    found = said({"open_type": part}, open_type=entry)
    assert values(found, R1, PORTAL.st["openType"]) == [f"{PORTAL.st.base}{one}" for one in wanted]


def test_form_and_size() -> None:
    found = said({"format": "csv", "size": "120"})
    assert values(found, R1, DCT["format"]) == [f"{EU}file-type/CSV"]
    assert values(found, R1, DCAT["mediaType"]) == [
        "https://www.iana.org/assignments/media-types/text/csv"
    ]
    assert values(found, R1, DCAT["byteSize"]) == ["120"]
    odd = said({"format": "OFD", "size": "big"})
    for name in (DCT["format"], DCAT["mediaType"], DCAT["byteSize"]):
        assert values(odd, R1, name) == []
