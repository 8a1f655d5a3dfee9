"""Citations on the page and as files, for whoever may read the entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
ADDRESS = "http://test.scigov.localhost/dataset/xiang-mu"
REFERENCE = (
    "省科学技术厅. 清单 xiang-mu[DS/OL]. 科技政务数据资源门户: 省科学技术厅, "
    f"2024(2024-01-31)[2026-11-29]. {ADDRESS}"
)
ENDINGS = ("txt", "bib", "json")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_cites_in_three_forms_and_offers_them_as_files(
    make: Make, get: Get, prefix: str
) -> None:
    make("xiang-mu")
    text = get(f"{prefix}/dataset/xiang-mu").get_data(as_text=True)
    section = BeautifulSoup(text, "html.parser").find("section", {"aria-labelledby": "scigov-cite"})
    portal = {"": "科技政务数据资源门户", "/en": "Government Science and Technology Data Portal"}
    cited = section.select_one(".scigov-cite").get_text()
    assert cited == REFERENCE.replace(portal[""], portal[prefix])
    shown = [one.code.get_text() for one in section.select("details")]
    links = [one["href"] for one in section.select("a")]
    assert links == [f"/dataset/xiang-mu/citation.{ending}" for ending in ENDINGS]
    files = [get(prefix + link).get_data(as_text=True).strip() for link in links]
    assert files == [cited, *shown]


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [("txt", "text/plain"), ("bib", "application/x-bibtex"),
     ("json", "application/vnd.citationstyles.csl+json")],
)  # fmt: skip
def test_files_have_types_and_names_and_are_not_sent_twice(
    make: Make, get: Get, ending: str, media_type: str
) -> None:
    path = f"/dataset/{make('xiang-mu')['id']}/citation.{ending}"
    first = get(path)
    assert first.status_code == 200
    assert first.content_type == f"{media_type}; charset=utf-8"
    assert first.headers["Content-Disposition"] == f'attachment; filename="xiang-mu.{ending}"'
    assert "Set-Cookie" not in first.headers
    assert get(path, etag=first.headers["ETag"]).status_code == 304


def test_another_ending_leads_nowhere(make: Make, get: Get) -> None:
    make("xiang-mu")
    assert get("/dataset/xiang-mu/citation.ris").status_code == 404


def test_the_providers_own_citation_wins(make: Make, get: Get) -> None:
    make("xiang-mu", citation="张三, 李四. 数据集 & 其他. 2024.", version="2.0", doi="10.1234/a_b")
    assert get("/dataset/xiang-mu/citation.txt").get_data(as_text=True) == (
        "张三, 李四. 数据集 & 其他. 2024.\n"
    )
    bib = get("/dataset/xiang-mu/citation.bib").get_data(as_text=True)
    assert r"note = {张三, 李四. 数据集 \& 其他. 2024.}" in bib
    assert "version = {2.0}" in bib
    (item,) = get("/dataset/xiang-mu/citation.json").get_json()
    assert item["DOI"] == "10.1234/a_b"


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_hidden_is_absent_but_for_who_sees_it(
    make: Make, get: Get, owner_editor: dict[str, Any], ending: str
) -> None:
    make("xiang-mu", title="canary", private=True)
    path = f"/dataset/xiang-mu/citation.{ending}"
    hidden, absent = get(path), get(f"/dataset/no/citation.{ending}")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.get_data() == absent.get_data().replace(b"/no/", b"/xiang-mu/")
    own = get(path, token=owner_editor["token"])
    assert "canary" in own.get_data(as_text=True)
    assert own.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in own.headers


def test_a_harvest_source_is_no_dataset(get: Get, provider: dict[str, Any]) -> None:
    from ckan import model
    from ckan.tests import factories

    from ckanext.harvest.model import HarvestSource

    admin = factories.SysadminWithToken()
    names = {"name": "laiyuan", "title": "来源", "type": "harvest"}
    package = model.Package(owner_org=provider["id"], **names)
    model.Session.add(package)
    model.Session.flush()
    address = "https://source.example"
    model.Session.add(HarvestSource(id=package.id, url=address, title="来源", type="scigov"))
    model.Session.commit()
    for path in ("citation.txt", "schema.json"):
        assert get(f"/dataset/laiyuan/{path}", token=admin["token"]).status_code == 404
