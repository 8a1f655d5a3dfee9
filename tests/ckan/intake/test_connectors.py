"""The connectors that come with the product, and what is said of their settings and failures."""

from __future__ import annotations

import pytest

from ckanext.scigov.intake import sentences, sentences_reading
from ckanext.scigov.intake.connector_settings import WrongSetting
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.interfaces import connectors
from ckanext.scigov_harvesters import ckan_site, dcat, json_rest, provincial

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_the_kinds_that_speak_http_are_there():
    found = connectors()
    kinds = ("json", "provincial", "ckan", "dcat")
    assert [found.get(kind) for kind in kinds] == [
        json_rest.make,
        provincial.make,
        ckan_site.make,
        dcat.make,
    ]


def reading(app, language):
    return app.flask_app.test_request_context("/", environ_overrides={"CKAN_LANG": language})


def test_every_cause_has_a_sentence(app):
    with reading(app, "en"):
        said = {cause: sentences.cause(cause.value) for cause in Cause}
    assert [cause for cause in Cause if not said[cause].endswith(".")] == []


def test_a_wrong_setting_is_told_in_the_readers_language(app):
    with pytest.raises(WrongSetting) as wrong:
        json_rest.make(Wiring({"paging": {"size": 0}}, "https://example.org/"))
    with reading(app, "zh_Hans_CN"):
        said = sentences_reading.setting(wrong.value)
    assert said == "设置项 connector.paging.size 应为 1 至 100000 之间的数字。"
    with reading(app, "en"):
        said = sentences_reading.setting(wrong.value)
    assert said == "The setting connector.paging.size must be a number from 1 to 100000."


def test_what_is_told_of_a_source_has_places_for_what_is_known_of_it(app):
    known = {"seconds": 60, "given": 1, "total": 2, "most_mb": 3, "most_hours": 4}
    for language, end in (("en", "."), ("zh_Hans_CN", "。")):
        with reading(app, language):
            said = [sentences.cause(cause.value) for cause in sentences_reading.CAUSES]
        assert [one for one in said if not one.format(**known).endswith(end)] == []
