"""What entries name and no register has."""

from __future__ import annotations

from ckanext.scigov.catalogue import reference
from ckanext.scigov.catalogue.domain.registers import FIELDS, Register, not_registered

LANGUAGES = {"en", "zh_Hans_CN"}


def test_names_in_use_that_are_not_registered_stand_there_once_in_their_order():
    used = ["申报系统", " 成果系统 ", "", "申报系统", "登记系统", "成果系统"]
    assert not_registered(used, ["登记系统 "]) == ["申报系统", "成果系统"]


def test_each_register_has_a_form_in_both_languages_and_a_field_of_the_dataset():
    forms = reference.load("registers.yaml")
    assert list(forms) == [*(register.value for register in Register), "place"]
    names = {field["field_name"] for field in reference.load("dataset.yaml")["dataset_fields"]}
    assert set(FIELDS) == set(Register)
    assert set(FIELDS.values()) <= names
    for fields in forms.values():
        for field in fields:
            assert set(field["label"]) == LANGUAGES
            assert set(field.get("help_text", field["label"])) == LANGUAGES
