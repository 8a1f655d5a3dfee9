"""The register of legal bases in the form, and the remark about what ranks too low."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk

LEVEL_FOUR = {"security_level": "4", "share_type": "none", "open_type": "none", "license_id": ""}
PRIVACY = "《中华人民共和国政府信息公开条例》第十五条"
LOW = "《科学数据管理办法》"


@pytest.fixture
def saved(app: Any, post: Any, form_fields: dict[str, Any], publisher: dict[str, Any]) -> Any:
    """Save an entry of level 4 with the form; return what is said, and the stored bases."""

    def save(act: Any, **fields: str) -> tuple[list[str], dict[str, Any]]:
        answer = post("/dataset/new", {**form_fields, **LEVEL_FOUR, **fields})
        assert answer.status_code == 302, BeautifulSoup(answer.body, "html.parser").select(
            ".scigov-errors"
        )
        name = answer.headers["Location"].split("/dataset/")[1].split("/")[0]
        headers = {"Authorization": publisher["token"]}
        page = BeautifulSoup(app.get(f"/dataset/edit/{name}", headers=headers).body, "html.parser")
        said = [p.get_text() for p in page.select(".scigov-basis-remark")]
        return said, act("package_show", id=name)

    return save


def test_what_is_chosen_is_written_before_the_text(act: Any, saved: Any) -> None:
    laws = {"non_share_law": PRIVACY, "non_open_law": PRIVACY, "non_open_basis": "含商业秘密"}
    said, dataset = saved(act, **laws)
    assert said == []
    assert dataset["non_share_basis"] == PRIVACY
    assert dataset["non_open_basis"] == f"{PRIVACY}；含商业秘密"
    assert "non_share_law" not in dataset


def test_a_rank_that_is_too_low_is_remarked_upon_and_not_refused(act: Any, saved: Any) -> None:
    said, dataset = saved(act, non_share_basis=LOW, non_open_basis="《某省数据条例》")
    assert dataset["non_share_basis"] == LOW
    assert len(said) == 2
    assert "规范性文件" in said[0] or "normative" in said[0]
    assert "地方性法规" in said[1] or "local regulation" in said[1]


def test_the_remark_is_said_after_saving(post: Any, form_fields: dict[str, Any]) -> None:
    fields = {**form_fields, **LEVEL_FOUR, "non_share_basis": LOW, "non_open_basis": PRIVACY}
    assert post("/dataset/new", fields).status_code == 302
    # A refused form afterwards shows what has been flashed.
    page = BeautifulSoup(post("/dataset/new", {"save": ""}).body, "html.parser")
    said = [one.text for one in page.select(".flash-messages .alert")]
    assert len([one for one in said if "规范性文件" in one or "normative" in one]) == 1


def test_the_form_offers_the_register(app: Any, publisher: dict[str, Any]) -> None:
    answer = app.get("/dataset/new", headers={"Authorization": publisher["token"]})
    page = BeautifulSoup(answer.body, "html.parser")
    for name, asked_of in (("non_share_law", "share_type"), ("non_open_law", "open_type")):
        select = page.find(id=f"field-{name}")
        assert PRIVACY in [option["value"] for option in select.find_all("option")]
        block = page.find(id=f"block-{name}")
        assert block["data-scigov-shown-when"] == f'{{"{asked_of}": ["none"]}}'


def test_a_site_adds_local_regulations(clean_site: None, tmp_path: Any, ckan_config: Any) -> None:
    remark = tk.h.scigov_catalogue_basis_remark
    assert remark("non_open_basis", "《某省数据条例》") != ""
    file = tmp_path / "bases.csv"
    file.write_text("law,article,rank,about\n某省数据条例,,local_regulation,\n", encoding="utf-8")
    ckan_config["ckanext.scigov.catalogue.legal_bases"] = str(file)
    assert remark("non_open_basis", "《某省数据条例》") == ""
