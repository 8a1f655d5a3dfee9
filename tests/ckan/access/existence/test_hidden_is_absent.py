"""What somebody may not know of answers as what does not exist: the same status, headers and bytes."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from ckan import model

from ckanext.scigov.access import surfaces
from ckanext.scigov.access.domain.surfaces import Kind, Surface

API = "/api/3/action/"
OUTSIDE = ("anonymous", "plain", "foreign_editor")
HIDDEN = ("unclassified", "concealed", "private", "draft", "deleted")
NO_RESOURCES: dict[str, Any] = {"resources": []}
VARYING = {"date", "content-length", "set-cookie"}
PAGES = (
    "/dataset/{id}", "/dataset/{id}.ttl", "/dataset/{id}.rdf", "/dataset/{id}.jsonld",
    "/dataset/edit/{id}", "/dataset/delete/{id}", "/dataset/followers/{id}", "/dataset/groups/{id}",
    "/dataset/resources/{id}", "/dataset/{id}/resource/new",
    "/dataset/{id}/resource/{rid}", "/dataset/{id}/resource/{rid}/download",
    "/dataset/{id}/resource/{rid}/edit", "/dataset/{id}/resource/{rid}/delete",
    "/dataset/{id}/resource/{rid}/views", "/dataset/{id}/resource/{rid}/view",
    "/dataset/{id}/dictionary/{rid}", "/datastore/dump/{rid}",
    "/zh_Hans_CN/dataset/{id}", "/en/dataset/{id}/resource/{rid}",
    "/feeds/dataset/{id}.atom", "/dataset/harvest_object/{id}", "/dataset/follow/{id}",
)  # fmt: skip


def _answer(response: Any, *names: str) -> tuple[int, dict[str, str], str]:
    """Return what tells two answers apart, without what was asked for."""
    body = re.sub(r'(name="_csrf_token" (?:content|value)=)"[^"]*"', r"\1", response.body)
    headers = {k.lower(): v for k, v in response.headers.items() if k.lower() not in VARYING}
    for name in names:
        body = body.replace(name, "ID")
        headers = {key: value.replace(name, "ID") for key, value in headers.items()}
    return response.status_code, headers, body


def _same_length(name: str) -> str:
    """Return a name of nothing."""
    return (uuid.uuid4().hex + uuid.uuid4().hex)[: len(name)]


@pytest.mark.only_reads
@pytest.mark.parametrize("sort", HIDDEN)
def test_entries_and_resources(shelf, ask, sort):
    one = shelf[sort]
    resource_id = one["resources"][0]["id"]
    asked = [
        ("package_show", one["id"]),
        ("package_show", one["name"]),
        ("resource_show", resource_id),
        ("resource_view_list", resource_id),
        ("dataset_follower_count", one["id"]),
    ]
    for who in OUTSIDE:
        for action, name in asked:
            nothing = _same_length(name) if name == one["name"] else str(uuid.uuid4())
            hidden = ask(who, f"{API}{action}?id={name}", status=None)
            absent = ask(who, f"{API}{action}?id={nothing}", status=None)
            assert _answer(hidden, name) == _answer(absent, nothing), (who, action)
            assert hidden.status_code in (403, 404, 409), action
    assert _shows(ask, "sysadmin", one) == 200
    if sort != "deleted":
        assert _shows(ask, "owner_member", one) == 200


def _shows(ask: Any, who: str, one: dict[str, Any]) -> int:
    return ask(who, f"{API}package_show?id={one['id']}", status=None).status_code


def _asking_for(kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield the actions of the API that name such an object, with the argument."""
    known = surfaces.known()
    for surface in known.actions.values():
        if surface.name in known.names_of_the_api and surface.plugin in (
            "ckan",
            "datastore",
            "dcat",
            "harvest",
        ):
            yield from ((surface.name, name) for name in _arguments(surface, kind))


def _arguments(surface: Surface, kind: Kind) -> Iterator[str]:
    for found, arguments in surface.arguments:
        if found is kind:
            yield from (a.path[0] for a in arguments if len(a.path) == 1)


MORE = {
    "member_create": {"object_type": "package", "id": "themes", "capacity": "public"},
    "member_delete": {"object_type": "package", "id": "themes"},
    "package_relationship_delete": {"object": "opened", "type": "depends_on"},
    "package_revise": {"update": {}},
    "package_collaborator_create": {"user_id": "plain", "capacity": "editor"},
    "package_collaborator_delete": {"user_id": "plain"},
    "resource_view_create": {"view_type": "image_view", "title": "x"},
    "resource_view_reorder": {"order": []},
    "file_owner_scan": {"owner_type": "package"},
    "package_resource_reorder": {"order": []},
}  # fmt: skip


@pytest.mark.only_reads
@pytest.mark.parametrize("kind", [Kind.DATASET, Kind.RESOURCE, Kind.TABLE])
def test_every_action_that_names_one(shelf, people, ask, kind):
    one = shelf["unclassified"]
    name = one["id"] if kind is Kind.DATASET else one["resources"][0]["id"]
    asked = list(_asking_for(kind))
    assert len(asked) >= {Kind.DATASET: 25, Kind.RESOURCE: 8, Kind.TABLE: 5}[kind]
    for who in ("anonymous", "foreign_editor"):
        for action, argument in asked:
            nothing = str(uuid.uuid4())
            both = [
                ask(
                    who, f"{API}{action}", method="post", status=None,
                    json={argument: value, **MORE.get(action, {})},
                )
                for value in (name, nothing)
            ]  # fmt: skip
            assert _answer(both[0], name) == _answer(both[1], nothing), (who, action)
            assert one["name"] not in both[0].body.replace(name, ""), action


@pytest.mark.only_reads
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_one(shelf, ask, page):
    one = shelf["unclassified"]
    hidden = {"id": one["id"], "rid": one["resources"][0]["id"]}
    absent = {"id": str(uuid.uuid4()), "rid": str(uuid.uuid4())}
    for who in ("anonymous", "foreign_editor"):
        answers = [
            _answer(ask(who, page.format(**names), status=None), *names.values())
            for names in (hidden, absent)
        ]
        assert answers[0] == answers[1], who
        assert answers[0][0] == 404


@pytest.mark.only_reads
def test_pages_of_the_open_entry_are_there(shelf, ask):
    opened = shelf["opened"]
    names = {"id": opened["name"], "rid": opened["resources"][0]["id"]}
    for page in ("/dataset/{id}", "/dataset/{id}.ttl", "/dataset/{id}/resource/{rid}"):
        assert ask("anonymous", page.format(**names)).status_code == 200


def test_a_resource_that_was_deleted_is_absent_too(shelf, ask, do):
    one = shelf["opened"]
    resource_id = one["resources"][0]["id"]
    do("owner_editor", "package_patch", id=one["id"], no_resource_reason="另行挂接", **NO_RESOURCES)
    assert model.Resource.get(resource_id).state == "deleted"
    nothing = str(uuid.uuid4())
    gone = ask("plain", f"{API}resource_show?id={resource_id}", status=None)
    absent = ask("plain", f"{API}resource_show?id={nothing}", status=None)
    assert _answer(gone, resource_id) == _answer(absent, nothing)
    assert gone.status_code == 404


@pytest.mark.only_reads
def test_statements_are_the_same_for_both(shelf, ask, count_queries):
    one, seen = shelf["unclassified"], []
    for name in (one["id"], str(uuid.uuid4()), one["id"]):
        with count_queries() as queries:
            ask("plain", f"{API}package_show?id={name}", status=404)
        seen.append([re.sub(r"\s+", " ", one)[-60:] for one in queries.statements])
    assert seen[1] == seen[2]


def test_a_second_name_is_looked_at_as_well(shelf, ask):
    hidden, nothing = shelf["unclassified"]["name"], _same_length("unclassified")
    first = shelf["opened"]["name"]
    both = [
        ask("plain", f"{API}package_relationships_list?id={first}&id2={name}", status=None)
        for name in (hidden, nothing)
    ]
    assert _answer(both[0], hidden) == _answer(both[1], nothing)


def test_what_is_renamed_keeps_its_new_name(shelf, do):
    """An argument that is not read as the object is left alone, whoever bears that name."""
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError) as refused:
        do("owner_editor", "package_patch", id="opened", name="conditional")
    assert list(refused.value.error_dict) == ["name"]
    assert do("owner_editor", "package_patch", id="opened", name="renamed")["name"] == "renamed"


@pytest.mark.only_reads
def test_with_a_callback_nobody_asks(shelf, ask):
    """JSONP takes the user out of the call: the provider's own page must not show it to others."""
    address = f"{API}package_show?id={shelf['unclassified']['id']}&callback=f"
    response = ask("owner_editor", address, status=None)
    assert (response.status_code, json.loads(response.body)["success"]) == (404, False)
