"""A dataset is kept in the forms that somebody has asked for, and the job makes the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import model

from ckanext.scigov.dcat import jobs
from ckanext.scigov.dcat.domain.writing import FORMS
from ckanext.scigov.dcat.model import Fragment
from ckanext.scigov.shared import clock


def kept(dataset_id: str) -> tuple[set[str], Any]:
    """Return the forms that are there, and since when it reads so."""
    model.Session.remove()
    found = model.Session.get(Fragment, dataset_id)
    return {name for name in FORMS if getattr(found, name) is not None}, found.changed_at


def test_what_was_asked_for_stays_beside_what_is_asked_for_next(
    make: Callable[..., dict[str, Any]], get: Callable[..., Any]
) -> None:
    dataset_id = make("aa")["id"]
    assert get("/catalog.ttl").status_code == 200
    forms, since = kept(dataset_id)
    assert forms == {"ttl", "nt"}
    assert get("/catalog.rdf").status_code == 200
    assert kept(dataset_id) == ({"ttl", "rdf", "nt"}, since)
    assert jobs.freshen(clock.now()) == 1
    assert kept(dataset_id) == (set(FORMS), since)
    assert jobs.freshen(clock.now()) == 0


def test_a_form_of_before_does_not_outlive_a_change(
    make: Callable[..., dict[str, Any]], get: Callable[..., Any], change: Callable[..., Any]
) -> None:
    dataset_id = make("aa")["id"]
    jobs.freshen(clock.now())
    forms, since = kept(dataset_id)
    assert forms == set(FORMS)
    change("aa", title="改后的标题")
    assert "改后的标题" in get("/catalog.ttl").get_data(as_text=True)
    forms, later = kept(dataset_id)
    assert forms == {"ttl", "nt"}
    assert later > since
    assert "改后的标题" in get("/catalog.rdf").get_data(as_text=True)
