"""Addresses as people write them."""

from __future__ import annotations

import pytest

from ckanext.scigov.dcat.domain import names


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("http://purl.org/dc/terms/title", "dct:title"), ("https://a.example/p", "https://a.example/p"), ("", ""),
        ("^http://www.w3.org/ns/dcat#dataset/http://purl.org/dc/terms/title", "^dcat:dataset/dct:title"),
    ],
)  # fmt: skip
def test_known_vocabularies_are_abbreviated(path: str, short: str) -> None:
    assert names.short(path) == short
