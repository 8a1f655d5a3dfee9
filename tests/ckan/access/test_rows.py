"""Rows of the DataStore: who gets them by action, and that a hidden table is one that is not there."""

from __future__ import annotations

import pytest

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.exceptions import CkanConfigurationException
from ckan.lib.search import rebuild
from ckan.tests import helpers

from ckanext.datastore.backend import DatastoreBackend

from ckanext.scigov.access import checking
from ckanext.scigov.shared import clock
from ckanext.scigov.tables.model import Load

pytestmark = pytest.mark.usefixtures("now")

READERS = (
    "owner member",
    "owner editor",
    "grantee",
    "sysadmin with broken glass",
)
REFUSED = ("anonymous", "plain", "foreign editor", "expired grantee", "sysadmin")
ABSENT = "00000000-0000-0000-0000-000000000000"


def asked(user, action, /, **data):
    return tk.get_action(action)({"user": user, "ignore_auth": False}, data)


def outcome(user, action, /, **data):
    try:
        return str(asked(user, action, **data))
    except tk.NotAuthorized as error:
        return f"forbidden: {error.message}"
    except tk.ObjectNotFound as error:
        return f"absent: {error.message}"
    except tk.ValidationError as error:
        return f"refused: {error.error_dict}"


def loaded(resource_id):
    """Let a file of 12 rows have been loaded."""
    load = Load(
        resource_id=resource_id, state="loaded", row_count=12, storage_key="k", dictionary="d",
        rows_done=12, bytes_done=99, bytes_total=99, attempts=1, problem_count=1,
        layout="", queued_at=clock.now(),
    )  # fmt: skip
    model.Session.add(load)
    model.Session.commit()


@pytest.mark.parametrize("who", READERS)
def test_who_may_have_the_data_reads_rows(table_of, persona, who):
    resource_id = table_of("conditional")
    user = persona(who, resource_id)
    answer = asked(user, "datastore_search", resource_id=resource_id)
    assert answer["records"] == [{"_id": 1, "canary_column": "canary-row", "n": 7}]
    assert asked(user, "datastore_search", resource_id="alias_plan")["total"] == 1
    info = asked(user, "datastore_info", id=resource_id)
    assert ([f["id"] for f in info["fields"]], info["meta"]["count"]) == (["canary_column", "n"], 1)
    rows = asked(user, "scigov_tables_rows_show", resource_id=resource_id)
    assert (rows["total"], rows["sums"]) == (1, {"n": "7"})


@pytest.mark.parametrize("who", REFUSED)
@pytest.mark.parametrize(
    "action", ["datastore_search", "datastore_info", "scigov_tables_rows_show"]
)
def test_nobody_else_reads_rows(table_of, persona, who, action):
    resource_id = table_of("conditional")
    with pytest.raises(tk.NotAuthorized) as error:
        asked(persona(who, resource_id), action, resource_id=resource_id)
    assert "This data is given out on conditions. Apply for access to it." in str(error.value)


@pytest.mark.parametrize("who", ["anonymous", "sysadmin"])
def test_ignore_auth_makes_nobody_a_reader(table_of, persona, who):
    resource_id = table_of("conditional")
    context = {"user": persona(who, resource_id), "ignore_auth": True}
    for action in ("datastore_search", "scigov_tables_rows_show"):
        with pytest.raises(tk.NotAuthorized):
            tk.get_action(action)(dict(context), {"resource_id": resource_id})
    told = tk.get_action("datastore_info")(dict(context), {"id": resource_id})
    assert told == {"fields": []}


@pytest.mark.parametrize("who", [*REFUSED, *READERS])
def test_everybody_reads_an_open_table(table_of, persona, who):
    resource_id = table_of("open")
    user = persona(who, resource_id) if who != "expired grantee" else persona("plain", resource_id)
    assert asked(user, "datastore_search", resource_id=resource_id)["total"] == 1
    assert asked(user, "datastore_info", id=resource_id)["meta"]["count"] == 1


@pytest.mark.parametrize("who", ["anonymous", "plain", "foreign editor"])
@pytest.mark.parametrize("name", ["table", "alias"])
@pytest.mark.parametrize(
    "action",
    [
        "datastore_search",
        "datastore_info",
        "scigov_tables_rows_show",
        "scigov_tables_load_show",
        "datastore_upsert",
        "datastore_delete",
        "datastore_records_delete",
    ],
)
def test_a_hidden_table_is_one_that_is_not_there(table_of, persona, who, name, action):
    resource_id = table_of("conditional", hidden=True)
    user = persona(who, resource_id)
    asked_for = {"table": resource_id, "alias": "alias_plan"}[name]
    absent_name = {"table": ABSENT, "alias": "alias_none"}[name]
    more = {"filters": {}, "force": True} if "delete" in action else {}
    hidden = outcome(user, action, resource_id=asked_for, **more)
    absent = outcome(user, action, resource_id=absent_name, **more)
    assert hidden.replace(asked_for, "X") == absent.replace(absent_name, "X")
    assert not hidden.startswith("refused")


def test_who_finds_a_hidden_table_reads_it(table_of, persona):
    resource_id = table_of("conditional", hidden=True)
    assert (
        asked(persona("owner member", resource_id), "datastore_search", id="alias_plan")["total"]
        == 1
    )


def test_id_wins_over_resource_id_and_is_the_one_that_counts(table_of):
    closed, free = table_of("closed", "closed"), table_of("open", "free")
    assert outcome("", "datastore_search", id=closed, resource_id=free).startswith("forbidden")
    answer = asked("", "datastore_search", id=free, resource_id=closed)
    assert answer["resource_id"] == free
    assert outcome("", "datastore_info", id=closed, resource_id=free).startswith("forbidden")


def test_the_list_of_tables_is_nobodys(table_of, monkeypatch, ckan_config):
    table_of("open")
    assert outcome("", "datastore_search", resource_id="_table_metadata").startswith("absent")
    monkeypatch.setitem(ckan_config, "ckan.datastore.public_table_search", ["_table_metadata"])
    assert outcome("", "datastore_search", resource_id="_table_metadata") == (
        'absent: Resource "_table_metadata" was not found.'
    )


def test_the_worker_reads_for_a_purpose(table_of):
    resource_id = table_of("closed")
    with checking.acting_for("worker"):
        assert asked("", "datastore_search", resource_id=resource_id)["total"] == 1
    assert outcome("", "datastore_search", resource_id=resource_id).startswith("forbidden")


def test_the_backend_asks_even_where_no_action_does(table_of):
    resource_id, backend = table_of("conditional"), DatastoreBackend.get_active_backend()
    wanted = {
        "resource_id": resource_id, "limit": 1, "offset": 0, "records_format": "objects",
        "include_total": True, "include_next_page": False,
    }  # fmt: skip
    with pytest.raises(tk.NotAuthorized):
        backend.search({"user": "", "ignore_auth": True}, dict(wanted))
    with pytest.raises(tk.NotAuthorized):
        backend.resource_fields(resource_id)
    with checking.acting_for("worker"):
        assert backend.search({"user": ""}, dict(wanted))["total"] == 1
        assert backend.resource_fields(resource_id)["meta"]["count"] == 1


def test_a_query_in_sql_is_refused_while_switched_off(table_of):
    table_of("open")
    with pytest.raises(tk.ObjectNotFound):
        DatastoreBackend.get_active_backend().search_sql({"user": ""}, {"sql": "SELECT 1"})


def test_a_query_in_sql_asks_for_every_table(table_of, monkeypatch):
    closed, free = table_of("conditional", "closed"), table_of("open", "free")
    backend = DatastoreBackend.get_active_backend()
    monkeypatch.setattr(backend, "enable_sql_search", True)
    monkeypatch.setattr(backend, "allowed_sql_functions", set(), raising=False)

    def run(user, sql):
        def check(names):
            context = {"user": user, "ignore_auth": False, "table_names": names}
            tk.check_access("datastore_search_sql", context, {"sql": sql})

        return backend.search_sql({"user": user, "check_access": check}, {"sql": sql})

    assert run("", f'SELECT canary_column FROM "{free}"')["records"]
    joined = f'SELECT a.canary_column FROM "{free}" b, "{closed}" a'
    for sql in (f'SELECT * FROM "{closed}"', "SELECT * FROM alias_closed", joined):
        with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
            run("", sql)


def test_answers_of_writing_give_no_rows_to_who_may_not_read(table_of, sysadmin):
    """An administrator may write and not read."""
    resource_id = table_of("conditional")
    row = {"resource_id": resource_id, "force": True, "records": [{"_id": 1, "n": 8}]}
    upsert = {**row, "method": "update", "include_records": True}
    assert outcome(sysadmin, "datastore_upsert", **upsert).startswith("forbidden")
    deleted = {"resource_id": resource_id, "force": True, "filters": {"n": 7}}
    assert outcome(
        sysadmin, "datastore_delete", **deleted, include_deleted_records=True
    ).startswith("forbidden")
    assert "canary" not in str(
        outcome(sysadmin, "datastore_upsert", **{**upsert, "include_records": False})
    )


def test_answers_of_writing_give_rows_to_the_provider(table_of, persona):
    resource_id = table_of("conditional")
    editor = persona("owner editor", resource_id)
    deleted = asked(
        editor, "datastore_delete", resource_id=resource_id, force=True, filters={"n": 7},
        include_deleted_records=True,
    )  # fmt: skip
    assert deleted["deleted_records"] == [{"_id": 1, "canary_column": "canary-row", "n": 7}]


@pytest.mark.parametrize(
    ("state", "shown"), [("open", 12), ("conditional", None), ("closed", None)]
)
def test_a_number_of_rows_is_shown_where_everybody_may_have_them(table_of, sysadmin, state, shown):
    resource_id = table_of(state)
    loaded(resource_id)
    dataset_id = model.Resource.get(resource_id).package_id
    shown_to = helpers.call_action("package_show", context={"user": sysadmin}, id=dataset_id)
    assert shown_to["resources"][0].get("row_count") == shown
    assert shown_to["resources"][0]["load_status"] == "loaded"
    rebuild(dataset_id)
    found = helpers.call_action("package_search", context={"user": sysadmin}, q="name:plan")
    assert found["results"][0]["resources"][0].get("row_count") == shown


def test_how_far_a_load_is_tells_counts_to_who_may_read(table_of, persona):
    resource_id = table_of("conditional")
    loaded(resource_id)
    told = asked("", "scigov_tables_load_show", resource_id=resource_id)
    assert (told["state"], {"row_count", "bytes_total", "problems"} & set(told)) == (
        "loaded",
        set(),
    )
    editor = persona("owner editor", resource_id)
    assert asked(editor, "scigov_tables_load_show", resource_id=resource_id)["row_count"] == 12


def test_what_the_dictionary_helper_gives(table_of, app):
    closed, free = table_of("conditional", "closed"), table_of("open", "free")
    with app.flask_app.test_request_context("/"):
        assert tk.h.datastore_dictionary(closed) == []
        assert [f["id"] for f in tk.h.datastore_dictionary(free)] == ["canary_column", "n"]


def test_it_does_not_start_without_the_text_search(monkeypatch, ckan_config):
    plugin = p.get_plugin("scigov_access_rows")
    plugin.configure(ckan_config)
    monkeypatch.setattr(p, "plugin_loaded", lambda name: name != "scigov_tables_rows")
    with pytest.raises(CkanConfigurationException):
        plugin.configure(ckan_config)
