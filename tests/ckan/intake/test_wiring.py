"""A connector gets its settings with the secrets in their places, and nobody else does."""

from __future__ import annotations

from typing import Any

import pytest

from ckan import model

from ckanext.harvest.model import HarvestSource

from ckanext.scigov.intake import wiring
from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.domain.mapping import MappingFile
from ckanext.scigov.intake.mapping_files import read
from ckanext.scigov.intake.model import Source
from ckanext.scigov.intake.service import credentials
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

pytestmark = pytest.mark.usefixtures("clean_site")
PLAIN = "Keep-me-2026-out-of-sight"
MAPPING = """
mapping: 1
name: platform
title: {en: Platform}
connector:
  kind: database
  dialect: mariadb
  password: {secret: db}
  headers: [{Authorization: {secret: token}}]
identity: [table]
provider: {constant: kejiting}
fields: {title: title}
"""


@pytest.fixture
def source() -> Source:
    model.Session.add(HarvestSource(id="s1", url="https://a.example.org", type="scigov"))
    return Source(id="s1", is_internal=True, known={"etag": "1"})


@pytest.fixture
def mapping() -> MappingFile:
    return read(MAPPING)


def keep(**secrets: str) -> None:
    for name, secret in secrets.items():
        now = clock.now()
        credentials.keep(model.Session, "s1", name, secret, actor=Actor.system("test"), now=now)


def failure(source: Source, mapping: MappingFile) -> tuple[str, dict[str, Any]]:
    with pytest.raises(SourceFailed) as failed:
        wiring.wiring_for(model.Session, source, mapping)
    assert PLAIN not in repr(failed.value) + repr(failed.value.detail)
    return failed.value.cause, failed.value.detail


def test_secrets_stand_in_their_places(source, mapping, ckan_config, monkeypatch) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.folder", "/srv/sources")
    keep(db=PLAIN, token="t")
    made = wiring.wiring_for(model.Session, source, mapping)
    assert made.settings == {
        "dialect": "mariadb", "password": PLAIN, "headers": [{"Authorization": "t"}],
    }  # fmt: skip
    assert (made.address, made.is_internal) == ("https://a.example.org", True)
    assert (made.known, made.folder) == ({"etag": "1"}, "/srv/sources")
    assert PLAIN not in repr(made) + repr(made.settings)


def test_a_secret_that_is_not_there_is_named(source, mapping) -> None:
    keep(db=PLAIN)
    assert failure(source, mapping) == ("no_credential", {"name": "token"})


def test_a_secret_of_another_key_is_named(source, mapping, ckan_config, monkeypatch) -> None:
    keep(db=PLAIN, token="t")
    monkeypatch.setitem(ckan_config, "SECRET_KEY", "another-secret-0123456789")
    assert failure(source, mapping) == ("credential_sealed", {"name": "db"})


def test_a_mapping_without_secrets_needs_no_key(source, ckan_config, monkeypatch) -> None:
    keep(db=PLAIN)
    monkeypatch.setitem(ckan_config, "SECRET_KEY", "another-secret-0123456789")
    text = MAPPING.replace("password: {secret: db}", "user: u").replace("{secret: token}", "t")
    settings = wiring.wiring_for(model.Session, source, read(text)).settings
    assert settings == {"dialect": "mariadb", "user": "u", "headers": [{"Authorization": "t"}]}
