"""Plugins that the short way does not know are never left out."""

import flask
import pytest

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib import signals
from ckan.lib.plugins import DefaultPermissionLabels
from ckan.tests import helpers

from ckanext.scigov.search.api.hooks import site
from ckanext.scigov.search.api.installing import install

pytestmark = pytest.mark.usefixtures("clean_site")
WITHOUT_ACCESS = (
    "scigov scigov_shared scigov_audit scigov_catalogue scigov_tables scigov_search "
    "scheming_datasets scheming_organizations datastore scigov_tables_rows dcat harvest"
)


class ChangesResults(p.SingletonPlugin):
    p.implements(p.IPackageController, inherit=True)

    def after_dataset_search(self, search_results, search_params):
        search_results["changed"] = search_results["count"]
        return search_results


class ChangesParameters(p.SingletonPlugin):
    p.implements(p.IPackageController, inherit=True)
    hidden = "nothing"

    def before_dataset_search(self, search_params):
        search_params["fq"] = f"{search_params.get('fq', '')} -name:{self.hidden}"
        return search_params


class Aborts(p.SingletonPlugin):
    p.implements(p.IPackageController, inherit=True)

    def before_dataset_search(self, search_params):
        search_params["abort_search"] = True
        return search_params


class Refuses(p.SingletonPlugin):
    p.implements(p.IPackageController, inherit=True)

    def before_dataset_search(self, search_params):
        raise tk.NotAuthorized("Not today.")


@tk.chained_action
@tk.side_effect_free
def package_search(original_action, context, data_dict):
    return {**original_action(context, data_dict), "chained": True}


class Chains(p.SingletonPlugin):
    p.implements(p.IActions)

    def get_actions(self):
        return {"package_search": package_search}


@tk.auth_allow_anonymous_access
@tk.chained_auth_function
def package_search_for_members(next_auth, context, data_dict):
    return {"success": bool(context["user"])}


class Closes(p.SingletonPlugin):
    p.implements(p.IAuthFunctions)

    def get_auth_functions(self):
        return {"package_search": package_search_for_members}


class HidesAll(p.SingletonPlugin, DefaultPermissionLabels):
    p.implements(p.IPermissionLabels)

    def get_user_dataset_labels(self, user_obj):
        return ["nobody"]


class KnowsEverybody(p.SingletonPlugin):
    p.implements(p.IAuthenticator, inherit=True)
    seen = 0

    def identify(self):
        type(self).seen += 1


class ReadsTokens(p.SingletonPlugin):
    p.implements(p.IApiToken, inherit=True)

    def preprocess_api_token(self, data):
        return {}


class Guards(p.SingletonPlugin):
    p.implements(p.IBlueprint)

    def get_blueprint(self):
        blueprint = flask.Blueprint("guards", __name__)
        blueprint.before_app_request(lambda: ("Closed.", 403))
        return blueprint


class HasOwnAddress(p.SingletonPlugin):
    p.implements(p.IBlueprint)

    def get_blueprint(self):
        blueprint = flask.Blueprint("own_address", __name__)
        rule = "/api/3/action/package_search"
        blueprint.add_url_rule(rule, view_func=lambda: flask.jsonify(own=True))
        return blueprint


@pytest.fixture
def one(published):
    """One dataset, found by everybody who may search."""
    published("one", title="统计年鉴")


@pytest.mark.usefixtures("one")
@pytest.mark.with_plugins({"changes_results": ChangesResults})
def test_results_that_a_plugin_changes_are_ckans(api, tokens):
    for user in ("anonymous", "member"):
        reply = api.ask({}, token=tokens[user])
        assert (reply.json["result"]["changed"], reply.is_short) == (1, False)


@pytest.mark.usefixtures("one")
@pytest.mark.with_plugins({"chains": Chains})
def test_a_chained_action_is_called(api):
    reply = api.ask({})
    assert (reply.json["result"]["chained"], reply.is_short) == (True, False)


@pytest.mark.usefixtures("one")
@pytest.mark.with_plugins({"changes_parameters": ChangesParameters})
def test_parameters_are_shown_to_plugins_at_every_request(api, app, monkeypatch):
    assert [api.ask({}).names, api.ask({}).names] == [["one"], ["one"]]
    monkeypatch.setattr(ChangesParameters, "hidden", "one")
    reply = api.ask({})
    assert (reply.names, reply.is_short) == ([], True)
    assert api.ask({}, short=False).names == []
    (obstacle,) = site(app.flask_app).obstacles_before_flask
    assert obstacle.endswith("ChangesParameters.before_dataset_search may depend on the request")


@pytest.mark.usefixtures("one")
@pytest.mark.with_plugins({"aborts": Aborts})
def test_a_plugin_may_abort_the_search(api):
    short, own = api.ask({}), api.ask({}, short=False)
    assert short.is_short
    assert short.json == own.json
    assert short.json["result"]["count"] == 0


@pytest.mark.with_plugins({"refuses": Refuses})
def test_a_plugin_may_refuse(api):
    short, own = api.ask({}), api.ask({}, short=False)
    assert (short.status, short.json) == (403, own.json)


@pytest.mark.usefixtures("one")
@pytest.mark.with_plugins({"closes": Closes})
def test_who_may_not_search_gets_no_answer(api, tokens):
    assert api.ask({}).status == 403
    assert api.ask({}, token=tokens["stranger"]).names == ["one"]
    assert api.ask({}).json == api.ask({}, short=False).json


# Of several plugins that label, CKAN asks the first.
@pytest.mark.ckan_config("ckan.plugins", WITHOUT_ACCESS)
@pytest.mark.usefixtures("one")
@pytest.mark.with_plugins({"hides_all": HidesAll})
def test_labels_of_a_plugin_hold(api, tokens):
    for user, expected in (("anonymous", []), ("member", []), ("administrator", ["one"])):
        assert api.ask({}, token=tokens[user]).names == expected
        assert api.ask({}, token=tokens[user], short=False).names == expected


@pytest.mark.with_plugins({"reads_tokens": ReadsTokens})
def test_a_plugin_that_reads_tokens_is_asked(api, app, published, tokens):
    published("hidden", private=True)
    question = {"include_private": "true"}
    assert api.ask(question, token=tokens["member"]).names == []
    assert site(app.flask_app).obstacles_to_tokens == ("the plugin ReadsTokens reads tokens",)


@pytest.mark.usefixtures("one")
@pytest.mark.with_plugins({"guards": Guards})
def test_a_guard_of_all_requests_is_asked(api):
    assert api.ask({}).status == 403


# Where access is graded the address would have to be classified first.
@pytest.mark.ckan_config("ckan.plugins", WITHOUT_ACCESS)
@pytest.mark.with_plugins({"own_address": HasOwnAddress})
def test_an_address_of_a_plugin_wins(api):
    assert api.ask({}).json == {"own": True}


@pytest.mark.usefixtures("one")
@pytest.mark.with_plugins({"knows_everybody": KnowsEverybody})
def test_a_plugin_that_identifies_users_sees_every_request(api, app):
    KnowsEverybody.seen = 0
    assert [api.ask({}).is_short, KnowsEverybody.seen] == [True, 1]
    assert site(app.flask_app).obstacles_before_flask == (
        "the plugin KnowsEverybody finds out itself who asks",
    )


def test_nothing_is_put_before_the_middleware_of_a_plugin(app, monkeypatch):
    flask_app = app.flask_app
    monkeypatch.setitem(flask_app.view_functions, "api.action", lambda action, ver: "theirs")
    monkeypatch.setitem(flask_app.extensions, "scigov_search_api", None)
    theirs = object()
    monkeypatch.setattr(flask_app, "wsgi_app", theirs)
    install(flask_app)
    assert flask_app.wsgi_app is theirs
    assert flask_app.view_functions["api.action"](logic_function="status_show") == "theirs"


def test_another_kind_of_application_is_left_alone():
    theirs = object()
    install(theirs)
    assert not hasattr(theirs, "wsgi_app")


@pytest.mark.usefixtures("one")
def test_who_listens_to_searches_hears_of_each(api):
    heard = []

    def listen(sender, **kwargs):
        heard.append(kwargs["result"]["count"])

    with signals.action_succeeded.connected_to(listen, sender="package_search"):
        replies = [api.ask({}), api.ask({})]
    assert heard == [1, 1]
    assert [reply.is_short for reply in replies] == [False, False]
    assert api.ask({}).is_short


@pytest.mark.usefixtures("one")
def test_who_listens_to_requests_hears_of_each(api, app):
    heard = []

    def listen(sender, **kwargs):
        heard.append(sender)

    with flask.request_finished.connected_to(listen, app.flask_app):
        assert api.ask({}).is_short
    assert len(heard) == 1


def test_the_products_plugins_leave_both_ways_open(app):
    found = site(app.flask_app)
    assert (found.obstacles, found.obstacles_before_flask, found.obstacles_to_tokens) == (
        (),
        (),
        (),
    )
    assert found.knows_labels
    assert not found.has_own_labels_query
    assert found.plain_texts == {"q", "fq", "sort", "qf", "facet"}


def test_the_action_itself_returns_dictionaries(one):
    answer = helpers.call_action("package_search", q="统计")
    assert [type(result) for result in answer["results"]] == [dict]
