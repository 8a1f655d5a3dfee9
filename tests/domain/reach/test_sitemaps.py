"""Sitemaps: literals, the limits of the protocol, and XML whatever is in the addresses."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from ckanext.scigov.reach.domain import sitemaps
from ckanext.scigov.reach.domain.sitemaps import NAME, Lines, Part, Version

CHINESE = Version("zh-Hans", f"https://data.example/dataset/{NAME}")
ENGLISH = Version("en", f"https://data.example/en/dataset/{NAME}")
PART = Part("1", 3, "2024-01-31T00:00:00Z", "m")


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("zh_Hans_CN", "zh-Hans"), ("en", "en"), ("pt_BR", "pt-BR"), ("sr_Latn", "sr-Latn")],
)
def test_languages_as_search_engines_have_them(locale: str, tag: str) -> None:
    assert sitemaps.language_tag(locale) == tag


def test_each_language_is_listed_with_all_of_them() -> None:
    links = (
        '<xhtml:link rel="alternate" hreflang="zh-Hans" href="https://data.example/dataset/a"/>'
        '<xhtml:link rel="alternate" hreflang="en" href="https://data.example/en/dataset/a"/>'
        '<xhtml:link rel="alternate" hreflang="x-default" href="https://data.example/dataset/a"/>'
    )
    assert Lines([CHINESE, ENGLISH]).of("a", "2024-01-31T08:00:00Z") == (
        "<url><loc>https://data.example/dataset/a</loc><lastmod>2024-01-31T08:00:00Z</lastmod>"
        f"{links}</url>\n"
        "<url><loc>https://data.example/en/dataset/a</loc><lastmod>2024-01-31T08:00:00Z</lastmod>"
        f"{links}</url>\n"
    )


def test_one_language_has_no_alternates() -> None:
    lines = Lines([CHINESE])
    assert lines.of("a") == "<url><loc>https://data.example/dataset/a</loc></url>\n"
    assert lines.per_file == 50_000


def test_a_file_is_xml_whatever_the_addresses_have_in_them() -> None:
    lines = Lines([Version("en", f'https://data.example/?a=1&b="<{NAME}')])
    text = "".join(sitemaps.file([lines.of("x&y 名")]))
    root = ET.fromstring(text.encode())
    assert [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == [
        'https://data.example/?a=1&b="<x%26y%20%E5%90%8D'
    ]


def test_a_file_keeps_both_limits() -> None:
    assert Lines([CHINESE, ENGLISH]).per_file == 25_000
    deep = "https://data.example/" + "folder/" * 200
    long = Lines([Version("en", f"{deep}{NAME}"), Version("zh-Hans", f"{deep}zh/{NAME}")])
    line = long.of("n" * 100, sitemaps.TIME)
    assert long.per_file < 25_000
    text = "".join(sitemaps.file([line] * long.per_file))
    assert 52_428_800 - len(line) < len(text) <= 52_428_800


def test_what_fits_goes_into_one_file() -> None:
    assert sitemaps.fits_one(2, [PART, PART], 8)
    assert not sitemaps.fits_one(2, [PART, PART], 7)


def test_the_index_names_the_files() -> None:
    files = [("https://data.example/sitemap-1.xml", ""), ("https://data.example/s?a&b", "2024-01-31T00:00:00Z")]  # fmt: skip
    assert sitemaps.index(files) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<sitemap><loc>https://data.example/sitemap-1.xml</loc></sitemap>\n"
        "<sitemap><loc>https://data.example/s?a&amp;b</loc>"
        "<lastmod>2024-01-31T00:00:00Z</lastmod></sitemap>\n"
        "</sitemapindex>\n"
    )


def test_a_mark_changes_with_each_text() -> None:
    marks = {sitemaps.mark(one) for one in (["ab", "c"], ["a", "bc"], ["ab", "c", ""], ["ab"], [])}
    assert len(marks) == 5
    assert sitemaps.mark(["ab", "c"]) in marks
