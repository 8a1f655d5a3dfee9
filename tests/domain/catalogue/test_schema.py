"""The schema's files: complete, bilingual, and described in the documentation."""

from pathlib import Path

import pytest

from ckanext.scigov.catalogue import reference, vocabularies

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "metadata-fields.md"
SCHEMA = reference.load("dataset.yaml")
LANGUAGES = {"en", "zh_Hans_CN"}


def walk(fields):
    for field in fields:
        yield field
        yield from walk(field.get("repeating_subfields", ()))


FIELDS = [
    *walk(SCHEMA["dataset_fields"]),
    *walk(SCHEMA["resource_fields"]),
    *walk(reference.load("organization.yaml")["fields"]),
]


def test_page_of_fields_is_fresh():
    text = PAGE.read_text(encoding="utf-8")
    assert text == reference.page(), (
        "Run python -m ckanext.scigov.catalogue.reference > docs/metadata-fields.md."
    )


def test_every_label_and_help_has_both_languages():
    for field in FIELDS:
        assert set(field["label"]) == LANGUAGES, field["field_name"]
        assert set(field.get("help_text", field["label"])) == LANGUAGES, field["field_name"]
    for section in SCHEMA["sections"]:
        assert set(section["label"]) == LANGUAGES


def test_every_dataset_field_is_in_a_known_section():
    sections = {section["name"] for section in SCHEMA["sections"]}
    assert {field["section"] for field in SCHEMA["dataset_fields"]} == sections


def test_conditions_name_fields_and_values_that_exist():
    known = {field["field_name"]: field for field in SCHEMA["dataset_fields"]}
    for part in [*SCHEMA["sections"], *SCHEMA["dataset_fields"]]:
        for name, wanted in part.get("shown_when", {}).items():
            vocabulary = known[name].get("vocabulary")
            allowed = vocabularies.codes(vocabulary) if vocabulary else ("true", "false")
            assert set(wanted) <= set(allowed)


@pytest.mark.parametrize("path", sorted((ROOT / "schemas" / "vocabularies").glob("*.yaml")))
def test_vocabulary_has_codes_once_and_labels_in_both_languages(path):
    values = vocabularies.values(path.stem)
    codes = [value["value"] for value in values]
    assert len(codes) == len(set(codes)) > 1
    assert all(isinstance(code, str) for code in codes)
    for value in values:
        assert set(value["label"]) == LANGUAGES
        assert set(value.get("help", value["label"])) == LANGUAGES


def test_vocabularies_of_the_fields_exist():
    for field in FIELDS:
        if "vocabulary" in field:
            assert vocabularies.values(field["vocabulary"])


def test_defaults_are_values_that_can_be_chosen():
    for field in FIELDS:
        if "vocabulary" in field and "default" in field:
            default = field["default"]
            chosen = default if isinstance(default, list) else [default]
            assert set(chosen) <= set(vocabularies.codes(field["vocabulary"]))


def test_every_data_kind_has_a_retention():
    for kind in vocabularies.values("data_kind"):
        assert vocabularies.find("retention_period", kind["default_retention"])


def test_unknown_code_is_not_found():
    assert vocabularies.find("data_kind", "nonsense") is None
