"""Every cause and every reason has a sentence, and it says what to do."""

from __future__ import annotations

import pytest

from ckanext.scigov.intake import sentences, sentences_mapping
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import MappingError, Reason
from ckanext.scigov.intake.samples import NoSample


@pytest.fixture(autouse=True)
def english(app, monkeypatch):
    with app.flask_app.test_request_context(environ_overrides={"CKAN_LANG": "en"}):
        yield


@pytest.mark.parametrize("cause", list(Cause))
def test_causes(cause) -> None:
    said = sentences.cause(cause.value)
    assert (said[0].isupper(), said[-1], said.count(".") + said.count(";") > 1) == (True, ".", True)


def test_a_cause_of_somebody_else_is_shown_as_it_is() -> None:
    assert sentences.cause("somebody_elses") == "somebody_elses"


@pytest.mark.parametrize("reason", list(Reason))
def test_reasons(reason) -> None:
    said = sentences_mapping.mapping_error(MappingError(0, "", reason, {"value": "x"}))
    assert (said[-1], "{value}" in said) == (".", False)


def test_a_template_is_shown_with_its_braces() -> None:
    error = MappingError(8, "fields.title.template", Reason.BAD_TEMPLATE, {"value": "{a}}"})
    assert sentences_mapping.mapping_error(error) == (
        "Line 8, fields.title.template: The template is wrong at “{a}}”. Write at least one field's "
        "name in braces, such as “{title}”, and no other braces."
    )
    error = MappingError(3, "", Reason.TAG, {"value": "!!x"})
    assert sentences_mapping.mapping_error(error).startswith("Line 3: Tags such as !!x are")


def test_samples() -> None:
    assert sentences_mapping.no_sample(NoSample("no_json", "2")).startswith(
        "The sample is no JSON in line 2. "
    )
    assert sentences_mapping.no_sample(NoSample("no_table", "no_header")) == (
        "The file is empty: its first line must name the columns."
    )
    assert sentences_mapping.no_file("x", ["a", "b"]).endswith("one of these names: a, b.")
