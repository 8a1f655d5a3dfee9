"""Formats as people write them become terms of the lists that DCAT-AP asks for."""

from __future__ import annotations

import pytest

from ckanext.scigov.dcat.domain.formats import FILE_TYPES, OTHER_NAMES, file_type, media_type

EU = "http://publications.europa.eu/resource/authority/file-type/"
IANA = "https://www.iana.org/assignments/media-types/"


@pytest.mark.parametrize(
    ("name", "media", "code"),
    [
        ("CSV", "", "CSV"), ("csv", "", "CSV"), (" .csv ", "", "CSV"), ("json-ld", "", "JSON_LD"), ("geo json", "", "GEOJSON"),
        ("jpg", "", "JPEG"), ("wms", "", "WMS_SRVC"), ("", "text/csv", "CSV"), ("", "Text/CSV; charset=utf-8", "CSV"),
        ("XLS", "text/csv", "XLS"),
    ],
)  # fmt: skip
def test_known_formats_have_a_term(name: str, media: str, code: str) -> None:
    found = file_type(name, media)
    assert found is not None
    assert found.value == EU + code


@pytest.mark.parametrize(
    ("name", "media"),
    [("", ""), ("OFD", ""), ("7z", ""), ("OFD", "text/csv"), ("", "application/x-odd"), ("<>", "")],
)
def test_unknown_formats_have_none(name: str, media: str) -> None:
    assert file_type(name, media) is None


@pytest.mark.parametrize(
    ("media", "name", "wanted"),
    [
        ("text/csv", "", "text/csv"), ("TEXT/CSV;header=present", "", "text/csv"), ("", "xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("application/vnd.odd+json", "CSV", "application/vnd.odd+json"), ("", "ttl", "text/turtle"),
    ],
)  # fmt: skip
def test_media_types_go_before_formats(media: str, name: str, wanted: str) -> None:
    found = media_type(media, name)
    assert found is not None
    assert found.value == IANA + wanted


@pytest.mark.parametrize(
    ("media", "name"),
    [
        ("", ""),
        ("", "OFD"),
        ("", "WMS"),
        ("csv", ""),
        ("text/csv and more", ""),
        ("text/<b>", ""),
        ("/", "CSV"),
        ("", "tar"),
    ],
)
def test_what_is_no_media_type_is_not_said(media: str, name: str) -> None:
    assert media_type(media, name) is None


def test_other_names_lead_to_formats_of_the_list() -> None:
    assert {code for code in OTHER_NAMES.values() if code} <= set(FILE_TYPES)
    assert not set(OTHER_NAMES) & set(FILE_TYPES)


def test_media_types_stand_for_one_format_each() -> None:
    media = [one for one in FILE_TYPES.values() if one]
    assert len(media) == len(set(media))
