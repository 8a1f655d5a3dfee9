"""Mapping files by path or by name, and the catalogue's fields as mappings see them."""

from __future__ import annotations

from pathlib import Path

import mapping_texts as given
import pytest

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.mapping import Kind


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "mappings"
    monkeypatch.setattr(mapping_files, "_folder", lambda: folder)
    return folder


def test_shipped_mappings_have_names(shipped: Path) -> None:
    assert mapping_files.shipped() == []
    shipped.mkdir()
    for name in ("river.yaml", "hainan.yaml", "README.md"):
        (shipped / name).write_text(given.SMALL)
    assert mapping_files.shipped() == ["hainan", "river"]
    assert mapping_files.text_of("river") == given.SMALL


def test_a_path_goes_before_a_name(shipped: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + given.SMALL.encode())
    assert mapping_files.text_of(str(path)) == given.SMALL
    for name in ("own", "../own", str(tmp_path / "none.yaml")):
        with pytest.raises(FileNotFoundError):
            mapping_files.text_of(name)


def test_fields_as_mappings_see_them() -> None:
    catalogue = mapping_files.catalogue()
    kinds = {field.name: field.kind for field in catalogue.fields.values()}
    assert {name: kinds[name] for name in ("title", "notes", "tag_string", "theme", "license_id")} == {
        "title": Kind.TEXT, "notes": Kind.LONG_TEXT, "tag_string": Kind.TAGS, "theme": Kind.CHOICES,
        "license_id": Kind.TEXT,
    }  # fmt: skip
    assert (kinds["security_level"], kinds["issued"], kinds["contact"]) == (
        Kind.CHOICE,
        Kind.DATE,
        Kind.GROUP,
    )
    contact = catalogue.fields["contact"].fields
    assert (contact["email"].kind, contact["url"].kind) == (Kind.EMAIL, Kind.ADDRESS)
    assert catalogue.fields["security_level"].codes == ("1", "2", "3", "4")
    assert catalogue.resource_fields["data_items"].kind is Kind.ITEMS


def test_what_the_portal_fills_in_is_no_mappings() -> None:
    fields = mapping_files.catalogue().fields
    automatic = [
        name
        for name in ("owner_org", "source_id", "source_url", "lifecycle_status")
        if fields[name].is_automatic
    ]
    assert automatic == ["owner_org", "source_id", "lifecycle_status"]
