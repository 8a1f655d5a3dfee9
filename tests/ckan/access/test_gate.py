"""What nobody has classified is not there: for nobody, in no way of asking, in no language."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path
from typing import Any

import flask
import pytest
from werkzeug.datastructures import MultiDict

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.scigov.access import gate, surfaces
from ckanext.scigov.access.domain.surfaces import Kind, ObjectRef


class Strangers(p.SingletonPlugin):
    """A plugin whose actions and pages are open to everybody. Some are classified."""

    p.implements(p.IActions)
    p.implements(p.IBlueprint)

    def get_actions(self):
        names = ("known", "unknown", "kept_from_the_api", "shut")
        return {f"strangers_{name}": _copy_of_tell() for name in names}

    def get_blueprint(self):
        blueprint = flask.Blueprint("strangers", __name__)
        for name in ("known", "unknown", "shut"):
            for rule in (f"/strangers/{name}", f"/dataset/<id>/resource/<resource_id>/{name}"):
                blueprint.add_url_rule(rule, name, _page, methods=["GET", "POST"])
        return blueprint


def _page(**arguments):
    return "the secret"


def _copy_of_tell():
    def tell(context, data_dict):
        """Tell the secret."""
        return "the secret"

    return tk.side_effect_free(tell)


pytestmark = [
    pytest.mark.with_plugins({"strangers": Strangers}),
    pytest.mark.ckan_config(surfaces.OPTION, str(Path(__file__).parent / "extra_surfaces.yaml")),
    pytest.mark.usefixtures("clean_site"),
]
PERSONAS = ("anonymous", "editor", "administrator")


@pytest.fixture(autouse=True, scope="module")
def _only_our_own_file_afterwards():
    yield
    surfaces.configure({})


@pytest.fixture
def ask(app: Any, owner_editor: dict[str, Any]):
    """``ask(persona, path, method)``: the answer, on one line that can be compared."""
    tokens = {
        "anonymous": "",
        "editor": owner_editor["token"],
        "administrator": factories.SysadminWithToken()["token"],
    }

    def asking(persona: str, path: str, method: str = "GET") -> tuple[int, str, str]:
        headers = {"Authorization": tokens[persona]} if tokens[persona] else {}
        client = app.test_client(use_cookies=False)
        answer = client.open(path, method=method, headers=headers)
        kept = {k: v for k, v in answer.headers.items() if k not in ("Date", "Set-Cookie")}
        kept.pop("Content-Length", None)  # the name's
        body = answer.body.replace(path.partition("?")[0].rpartition("/")[2], "NAME")
        body = re.sub(r'(name="_csrf_token"[^>]* (?:content|value)=)"[^"]*"', r"\1", body)
        return answer.status_code, body, str(sorted(kept.items()))

    return asking


CALLS = [
    ("/api/3/action/{}", "GET"),
    ("/api/action/{}", "GET"),
    ("/en/api/3/action/{}", "GET"),
    ("/en/api/action/{}", "POST"),
    ("/api/3/action/{}", "POST"),
    ("/api/3/action/{}", "HEAD"),
    ("/api/3/action/{}?callback=take", "GET"),
    ("/api/3/action/{}?id=1", "GET"),
]


def test_an_action_that_nobody_has_classified_is_no_name(ask):
    for persona, (address, method) in itertools.product(PERSONAS, CALLS):
        known = ask(persona, address.format("strangers_known"), method)
        assert (known[0], "the secret" in known[1]) == (200, method != "HEAD")
        nothing = ask(persona, address.format("strangers_absent"), method)
        assert nothing[0] == 400
        for name in ("strangers_unknown", "strangers_kept_from_the_api", "strangers_shut"):
            assert ask(persona, address.format(name), method) == nothing, (address, name)


def test_the_answer_is_ckans_own(ask, monkeypatch: pytest.MonkeyPatch):
    refused = ask("anonymous", "/en/api/3/action/strangers_unknown")
    known = surfaces.known()
    let_through = dataclasses.replace(
        known, names_of_the_api=known.names_of_the_api | {"strangers_absent"}
    )
    monkeypatch.setattr(surfaces, "_known", let_through)
    assert ask("anonymous", "/en/api/3/action/strangers_absent") == refused
    assert refused[:2] == (400, '"Bad request: Action name not known: NAME"')


ADDRESSES = [
    ("/strangers/{}", "GET"),
    ("/en/strangers/{}", "GET"),
    ("/strangers/{}", "HEAD"),
    ("/strangers/{}", "POST"),
    ("/strangers/{}?x=1", "GET"),
    ("/dataset/a/resource/b/{}", "GET"),
    ("/en/dataset/a/resource/b/{}", "POST"),
]


def test_an_address_that_nobody_has_classified_leads_nowhere(ask):
    for persona, (address, method) in itertools.product(PERSONAS, ADDRESSES):
        known = ask(persona, address.format("known"), method)
        assert (known[0], "the secret" in known[1]) == (200, method != "HEAD")
        nothing = ask(persona, address.format("absent"), method)
        assert nothing[0] == (405 if method == "POST" else 404)
        for name in ("unknown", "shut"):
            assert ask(persona, address.format(name), method) == nothing, (address, name)


CLOSED_ADDRESSES = (
    "/testing/primer",
    "/file/trusted-download/x",
    "/file/public-download/storage/x",
    "/harvest/resources/x",
    "/harvest/{dataset}/resource/{resource}/download",
    "/en/harvest/{dataset}/resource/{resource}",
)


def test_closed_surfaces_of_our_own_file(ask, entry: Any):
    entry["resources"] = [{"name": "a", "url": "http://example.org/secret.csv"}]
    entry.pop("no_resource_reason")
    dataset = tk.get_action("package_create")({"ignore_auth": True, "user": ""}, entry)
    names = {"dataset": dataset["name"], "resource": dataset["resources"][0]["id"]}
    for persona in PERSONAS:
        for path in CLOSED_ADDRESSES:
            assert ask(persona, path.format(**names))[0] == 404, path
        for action in ("send_mail", "InactiveSource", "harvest_source_list"):
            assert ask(persona, f"/api/3/action/{action}")[0] == 400, action
            assert ask(persona, f"/api/3/action/{action}", "POST")[0] == 400, action


def test_static_files_and_strange_requests_are_flasks(ask):
    assert ask("anonymous", "/scigov/no-such-file.css")[0] == 404
    assert ask("anonymous", "/dataset/", "DELETE")[0] == 405
    assert ask("anonymous", "/api/3/action/status_show", "PUT")[0] == 405
    assert ask("anonymous", "/strangers/unknown", "OPTIONS")[0] == 404
    assert ask("anonymous", "/robots.txt")[0] == 200


def call(name: str, **context: Any) -> Any:
    return tk.get_action(name)({"user": "", **context}, {})


def test_get_action_refuses_too(owner_editor: dict[str, Any]):
    for user in ("", owner_editor["name"], factories.Sysadmin()["name"]):
        assert call("strangers_known", user=user) == "the secret"
        assert call("strangers_kept_from_the_api", user=user) == "the secret"
        for name in ("strangers_unknown", "strangers_shut"):
            with pytest.raises(tk.ObjectNotFound, match=name):
                call(name, user=user)


def test_ckan_itself_may_use_what_somebody_has_read():
    assert call("strangers_shut", ignore_auth=True) == "the secret"
    with pytest.raises(tk.ObjectNotFound):
        call("strangers_unknown", ignore_auth=True)
    assert call("harvest_object_list", ignore_auth=True) == []
    assert call("get_site_user", ignore_auth=True)["name"]


def test_actions_that_plugins_add_by_chaining_are_counted_once():
    from ckan import logic

    tk.get_action("status_show")
    assert {"strangers_unknown", "send_mail"} <= set(logic._actions)
    assert gate.unclassified_actions() == ["strangers_unknown"]


def test_unclassified_endpoints_are_named(app: Any):
    assert gate.unclassified_endpoints(app.flask_app) == ["strangers.unknown"]


def test_help_knows_only_what_the_api_has(ask):
    address = "/api/3/action/help_show?name={}"
    assert "Tell the secret" in ask("administrator", address.format("strangers_known"))[1]
    nothing = ask("administrator", address.format("strangers_absent"))
    assert nothing[0] == 404
    for name in ("strangers_unknown", "strangers_shut", "strangers_kept_from_the_api"):
        assert ask("administrator", address.format(name)) == nothing
    assert ask("anonymous", "/api/3/action/help_show")[0] == 409


def test_the_object_of_a_request():
    address = {"id": "mine", "resource_id": "theirs", "package_type": "dataset"}
    found = gate.objects_of("dataset_resource.download", address, MultiDict())
    theirs = ObjectRef(Kind.RESOURCE, "theirs")
    assert found == (theirs, ObjectRef(Kind.DATASET, "mine"))
    assert gate.object_of("dataset_resource.download", address, MultiDict()) == theirs
    # What stands in the address itself wins over what is added behind it.
    added = MultiDict([("resource_id", "another")])
    assert gate.object_of("dataset_resource.download", address, added) == theirs
    assert gate.object_of("home.index", None, MultiDict()) is None
    assert gate.object_of("no.such", address, MultiDict()) is None


def test_objects_in_a_query_all_count():
    two = MultiDict([("new_id", "a"), ("new_id", "b")])
    found = gate.objects_of("activity.package_changes_multiple", {}, two)
    assert found == (ObjectRef(Kind.ACTIVITY, "a"), ObjectRef(Kind.ACTIVITY, "b"))


def test_the_objects_of_an_action():
    both = {"resource_id": "open", "id": "closed"}
    closed, opened = ObjectRef(Kind.TABLE, "closed"), ObjectRef(Kind.TABLE, "open")
    assert gate.objects_of_action("datastore_search", both) == (closed, opened)
    assert gate.objects_of_action("no_such_action", both) == ()
