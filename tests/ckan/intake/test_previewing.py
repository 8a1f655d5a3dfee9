"""A preview shows what would become of the first records, and writes nothing."""

from __future__ import annotations

import sqlalchemy as sa
from listed_source import MAPPING, ListedConnector, record

from ckan import model

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov.intake.pipeline.previewing import preview


def test_the_first_records_are_mapped_and_judged(shelf, provider_id) -> None:
    shelf.records = [record(1), record(2, 标题=""), *(record(n) for n in range(3, 40))]
    mapping = mapping_files.read(MAPPING.replace("PROVIDER", provider_id))
    found = preview(model.Session, mapping, ListedConnector(Wiring({}, "")), most=12)
    assert (len(found.records), found.total) == (12, 39)
    first, second = found.records[:2]
    assert (first.mapped.title, first.rejection) == (record(1)["标题"], "")
    assert "source_system" in first.gaps
    assert "notes" not in first.gaps
    assert (second.rejection, second.gaps) == ("no_title", ())
    assert model.Session.scalar(sa.select(sa.func.count(model.Package.id))) == 0


def test_records_of_nobody_we_know_would_be_rejected(shelf, provider_id) -> None:
    shelf.records = [record(1)]
    mapping = mapping_files.read(MAPPING.replace("PROVIDER", "nobody"))
    (found,) = preview(model.Session, mapping, ListedConnector(Wiring({}, ""))).records
    assert found.rejection == "unknown_provider"
