"""The commands that rebuild the index: ours and CKAN's own."""

import json

import click
import pytest
import sqlalchemy as sa
from copies import forget_all, names

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.search.common import make_connection

from ckanext.scigov.search import rebuild as rebuilding
from ckanext.scigov.search.cli import search

pytestmark = [
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins", "no_copy"),
]


@pytest.fixture
def rebuild_command(cli, app):
    """Run the command as CKAN's own command does, which has made the application before."""

    @click.group()
    @click.pass_context
    def site(ctx):
        ctx.meta["flask_app"] = app.flask_app

    site.add_command(search)
    return lambda *options: cli.invoke(site, ["search", "rebuild", *options])


def test_the_commands(three, rebuild_command):
    forget_all()
    done = rebuild_command()
    assert done.exit_code == 0, done.output
    assert "3 of 3 datasets" in done.output
    assert "Indexed 3 datasets" in done.output
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
    quiet = rebuild_command("--quiet", "--restart")
    assert quiet.output.count("\n") == 1


def test_titles_of_licences_are_in_the_sites_language(three, rebuild_command):
    tk.get_action("package_patch")(
        {"ignore_auth": True, "user": ""}, {"id": three[0], "license_id": "other-open"}
    )
    forget_all()
    assert rebuild_command("--restart").exit_code == 0
    shown = make_connection().search("name:dataset-0", fl="validated_data_dict").docs[0]
    assert json.loads(shown["validated_data_dict"])["license_title"] == "其他(开放)"


def test_the_command_says_what_is_wrong(three, rebuild_command, fails, monkeypatch):
    fails(three[1])
    failed = rebuild_command()
    assert failed.exit_code == 1
    assert "1 datasets could not be indexed" in failed.output

    monkeypatch.setattr(rebuilding, "_fill", lambda *_, **__: 1 / 0)
    stopped = rebuild_command()
    assert "The same command goes on from here" in stopped.output

    with model.ensure_engine().connect() as other:
        other.execute(sa.select(sa.func.pg_advisory_xact_lock(rebuilding.REBUILDING)))
        refused = rebuild_command()
    assert refused.exit_code == 1
    assert "being rebuilt already" in refused.output


def test_ckans_own_commands(three, cli):
    from ckan.cli.cli import ckan

    assert "not indexed = 0 out of 3" in cli.invoke(ckan, ["search-index", "check"]).output
    assert cli.invoke(ckan, ["search-index", "clear", three[0]]).exit_code == 0
    model.Session.remove()
    assert names() == ["dataset-1", "dataset-2"]
    assert "not indexed = 1 out of 3" in cli.invoke(ckan, ["search-index", "check"]).output
    rebuilt = cli.invoke(ckan, ["search-index", "rebuild"])
    assert rebuilt.exit_code == 0
    assert "Indexing dataset 3/3" in rebuilt.output
    model.Session.remove()
    assert names() == ["dataset-0", "dataset-1", "dataset-2"]
    shown = cli.invoke(ckan, ["search-index", "show", "dataset-1"])
    assert "数据1" in shown.output


@pytest.mark.ckan_config("ckanext.scigov.search.backend", "solr")
def test_our_command_is_not_for_solr(rebuild_command):
    done = rebuild_command()
    assert done.exit_code == 1
    assert "ckan search-index rebuild" in done.output
