"""Citations: literals, and BibTeX read by somebody else's parser."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from ckanext.scigov.reach.domain import citing
from ckanext.scigov.reach.domain.entry import Entry, Portal, Provider

READ_ON = dt.date(2026, 11, 29)
BARE = Entry(
    key="xiang-mu",
    address="https://data.example/dataset/xiang-mu",
    title="项目清单",
    portal=Portal("科技政务数据资源门户", "", "https://data.example/", "zh-Hans"),
)
FULL = dataclasses.replace(
    BARE,
    provider=Provider("省科学技术厅", "https://data.example/organization/kejiting"),
    abstract="立项项目。",
    issued="2024-01-31",
    version="2.0",
    doi="10.1234/a_b{c}",
    cstr="CSTR:12345.11.x_y",
)


OF_FULL = (
    "省科学技术厅. 项目清单[DS/OL]. 2.0. 科技政务数据资源门户: 省科学技术厅, "
    "2024(2024-01-31)[2026-11-29]. https://data.example/dataset/xiang-mu. "
    "DOI: 10.1234/a_b{c}. CSTR:12345.11.x_y"
)
REST = "[2026-11-29]. https://data.example/dataset/xiang-mu"
WITH_STOPS = dataclasses.replace(BARE, title="清单 \n 2024。", provider=Provider("A Co.", ""))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (FULL, OF_FULL),
        (BARE, f"项目清单[DS/OL]. 科技政务数据资源门户{REST}"),
        (WITH_STOPS, f"A Co. 清单 2024[DS/OL]. 科技政务数据资源门户: A Co.{REST}"),
        (dataclasses.replace(FULL, citation="张三,\n李四. 数据集."), "张三, 李四. 数据集."),
    ],
)
def test_a_reference_by_the_national_standard(entry: Entry, expected: str) -> None:
    assert citing.reference(entry, READ_ON) == expected


def test_bibtex() -> None:
    assert citing.bibtex(FULL, READ_ON) == (
        "@dataset{xiang-mu,\n"
        "  author = {{省科学技术厅}},\n"
        "  title = {{项目清单}},\n"
        "  year = {2024},\n"
        "  month = jan,\n"
        "  publisher = {{省科学技术厅}},\n"
        "  organization = {{科技政务数据资源门户}},\n"
        "  version = {2.0},\n"
        "  doi = {10.1234/a_b%7Bc%7D},\n"
        "  url = {https://data.example/dataset/xiang-mu},\n"
        "  urldate = {2026-11-29},\n"
        "  note = {CSTR:12345.11.x\\_y},\n"
        "}\n"
    )


def test_bibtex_of_an_entry_that_says_little() -> None:
    assert citing.bibtex(dataclasses.replace(BARE, key="xiang mu,项"), READ_ON) == (
        "@dataset{xiang-mu--,\n"
        "  title = {{项目清单}},\n"
        "  organization = {{科技政务数据资源门户}},\n"
        "  url = {https://data.example/dataset/xiang-mu},\n"
        "  urldate = {2026-11-29},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D 100% of $5 #1 a_b", r"R\&D 100\% of \$5 \#1 a\_b"),
        ("{大括号} 只有一半{", r"\textbraceleft{}大括号\textbraceright{} 只有一半\textbraceleft{}"),
        (r"a\b~c^d<e>", r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d\textless{}e\textgreater{}"),
        ("张, 王 and 李", "张, 王 and 李"),
        ("换\n行", "换 行"),
    ],
)  # fmt: skip
def test_marks_of_latex_are_written_out(text: str, expected: str) -> None:
    assert citing.escaped(text) == expected


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)


@given(title=TEXTS, provider=TEXTS, version=TEXTS)
def test_another_parser_reads_one_entry_whatever_its_texts_are(
    title: str, provider: str, version: str
) -> None:
    entry = dataclasses.replace(
        FULL, title=title, provider=Provider(provider, ""), version=version, doi=""
    )
    read = parse_string(citing.bibtex(entry, READ_ON), "bibtex").entries
    assert list(read) == ["xiang-mu"]
    fields = read["xiang-mu"].fields
    assert fields["title"].strip("{}").strip() in fields["title"]
    assert fields["urldate"] == "2026-11-29"
    assert fields["month"] == "January"
    assert fields["title"].count("{") == fields["title"].count("}")


def test_a_body_is_one_author_whatever_its_name_has_in_it() -> None:
    entry = dataclasses.replace(FULL, provider=Provider("Smith, Jones and Co. 厅", ""))
    read = parse_string(citing.bibtex(entry, READ_ON), "bibtex").entries["xiang-mu"]
    assert [str(one) for one in read.persons["author"]] == ["{Smith, Jones and Co. 厅}"]


def test_csl() -> None:
    assert citing.csl(FULL, READ_ON) == [
        {
            "id": "xiang-mu",
            "type": "dataset",
            "title": "项目清单",
            "author": [{"literal": "省科学技术厅"}],
            "publisher": "省科学技术厅",
            "container-title": "科技政务数据资源门户",
            "issued": {"date-parts": [[2024, 1, 31]]},
            "accessed": {"date-parts": [[2026, 11, 29]]},
            "version": "2.0",
            "abstract": "立项项目。",
            "DOI": "10.1234/a_b{c}",
            "URL": "https://data.example/dataset/xiang-mu",
            "language": "zh-Hans",
            "note": "CSTR:12345.11.x_y",
        }
    ]


def test_csl_of_an_entry_that_says_little() -> None:
    assert citing.csl(BARE, READ_ON) == [
        {
            "id": "xiang-mu",
            "type": "dataset",
            "title": "项目清单",
            "container-title": "科技政务数据资源门户",
            "accessed": {"date-parts": [[2026, 11, 29]]},
            "URL": "https://data.example/dataset/xiang-mu",
            "language": "zh-Hans",
        }
    ]


def test_the_providers_own_citation_goes_along() -> None:
    entry = dataclasses.replace(FULL, citation="张三. 数据集_1.", cstr="")
    assert citing.csl(entry, READ_ON)[0]["note"] == "张三. 数据集_1."
    assert r"  note = {张三. 数据集\_1.}," in citing.bibtex(entry, READ_ON)
