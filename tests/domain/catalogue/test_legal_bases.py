"""Which laws a text names, and whether one of them ranks high enough."""

from __future__ import annotations

import pytest

from ckanext.scigov.catalogue import legal_files, vocabularies
from ckanext.scigov.catalogue.domain.legal_bases import (
    BasisAdvice,
    BasisFinding,
    LegalBasis,
    Rank,
    judge,
    named_in,
    parse,
    with_citation,
)

SECRETS = LegalBasis("中华人民共和国保守国家秘密法", "", Rank.LAW)
SECRETS_RULES = LegalBasis(
    "中华人民共和国保守国家秘密法实施条例", "", Rank.ADMINISTRATIVE_REGULATION
)
CITY = LegalBasis("某市数据条例", "第九条", Rank.LOCAL_REGULATION)
NOTICE = LegalBasis("科学数据管理办法", "", Rank.NORMATIVE)
BASES = (SECRETS, SECRETS_RULES, CITY, NOTICE)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("《中华人民共和国保守国家秘密法》第十三条", {Rank.LAW}),
        ("《保守国家秘密法》", {Rank.LAW}),
        ("依据保守国家秘密法第十三条", {Rank.LAW}),
        ("保守国家秘密法实施条例", {Rank.ADMINISTRATIVE_REGULATION}),
        ("《保守国家秘密法实施细则》", set()),
        ("保守国家秘密法实施办法", set()),
        ("《保守国家秘密法》、某市数据条例", {Rank.LAW, Rank.LOCAL_REGULATION}),
        ("领导批示", set()),
        ("", set()),
    ],
)
def test_laws_are_found_by_their_whole_names(text, ranks):
    assert named_in(text, BASES) == ranks


@pytest.mark.parametrize(
    ("field", "text", "finding"),
    [
        ("non_share_basis", "《保守国家秘密法》", None),
        ("non_share_basis", "《某市数据条例》第九条",
         BasisFinding(BasisAdvice.RANK_TOO_LOW, Rank.STATE_COUNCIL, Rank.LOCAL_REGULATION)),
        ("non_open_basis", "《某市数据条例》第九条", None),
        ("non_open_basis", "《科学数据管理办法》",
         BasisFinding(BasisAdvice.RANK_TOO_LOW, Rank.LOCAL_REGULATION, Rank.NORMATIVE)),
        ("non_open_basis", "《科学数据管理办法》和《某市数据条例》", None),
        ("non_open_basis", "内部规定", BasisFinding(BasisAdvice.NOT_REGISTERED, Rank.LOCAL_REGULATION)),
        ("non_share_basis", "  ", None),
    ],
)  # fmt: skip
def test_the_highest_rank_counts(field, text, finding):
    assert judge(field, text, BASES) == finding


def test_a_citation_is_written_before_what_is_said():
    assert CITY.citation == "《某市数据条例》第九条"
    assert with_citation("", CITY.citation) == "《某市数据条例》第九条"
    assert with_citation("说明", CITY.citation) == "《某市数据条例》第九条；说明"
    assert with_citation("见《某市数据条例》第九条", CITY.citation) == "见《某市数据条例》第九条"
    assert with_citation("说明", "") == "说明"


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"law": " ", "rank": "law"}, "Line 2 names no law."),
        ({"law": "某法", "rank": "high"}, "Line 2 has the rank 'high'; write one of law, "),
        ({"law": "某法", "rank": None}, "Line 2 has the rank ''; write one of law, "),
    ],
)
def test_a_wrong_line_is_named(row, wrong):
    with pytest.raises(ValueError, match=wrong.replace(".", r"\.")):
        parse([row])


def test_the_shipped_register_can_be_read_and_names_each_basis_once():
    found = legal_files.load()
    assert len(found) > 15
    citations = [one.citation for one in found]
    assert len(citations) == len(set(citations))
    assert "《中华人民共和国政府信息公开条例》第十五条" in citations
    assert tuple(rank.value for rank in Rank) == vocabularies.codes("legal_rank")
    of_law = {one.law: one.rank for one in found}
    assert len({(one.law, one.rank) for one in found}) == len(of_law)


def test_a_site_adds_its_own(tmp_path):
    file = tmp_path / "bases.csv"
    file.write_text(
        "\ufefflaw,article,rank,about\n某省数据条例,第八条,local_regulation,\n", encoding="utf-8"
    )
    assert legal_files.load(str(file))[-1] == LegalBasis(
        "某省数据条例", "第八条", Rank.LOCAL_REGULATION
    )
    file.write_text("law,article,rank\n某省数据条例,第八条,省级\n", encoding="utf-8")
    legal_files.load.cache_clear()
    with pytest.raises(
        ValueError, match=r"bases\.csv \(.*legal_bases\) cannot be used. Line 2 has"
    ):
        legal_files.load(str(file))
    with pytest.raises(ValueError, match="cannot be used"):
        legal_files.load(str(tmp_path / "none.csv"))
