"""The figures as an open dataset: a real file in a real entry, new only where figures are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from click.testing import CliRunner
from disputing import call, reported

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.cli import scigov
from ckanext.scigov.dispute import jobs
from ckanext.scigov.tables import jobs as table_jobs

pytestmark = pytest.mark.usefixtures("clean_site")
NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
AS_ROOT = {"user": "root", "ignore_auth": False}
CREATED = (
    "The entry dispute-figures was made. It is open when its grade has been approved: see /grades."
)
NO_DATASET = "The name dispute-figures is taken by an entry of another organisation"


@pytest.fixture
def one_dispute(dataset: dict[str, Any]) -> str:
    """The one unit has got one dispute; it can be reached by mail."""
    for name in ("citizen", "plain"):
        factories.User(name=name)
    factories.Sysadmin(name="root")
    contact = {"contact_name": "数据处", "contact_email": "data@example.org"}
    helpers.call_action("organization_patch", id="kejiting", **contact)
    return reported(dataset["id"], user="citizen")


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is logged: alembic, whose migrations ran before, has switched older loggers off."""
    monkeypatch.setattr(jobs.log, "disabled", False)
    return caplog


def publish(organization: str = "kejiting") -> tuple[int, str]:
    asked = ["dispute", "figures", "publish", "--organization", organization]
    answer = CliRunner().invoke(scigov, asked)
    model.Session.expire_all()
    return answer.exit_code, answer.output.strip()


def shown() -> dict[str, Any]:
    return tk.get_action("package_show")(dict(AS_ROOT), {"id": "dispute-figures"})


def loaded() -> list[dict[str, Any]]:
    """Load the table as the worker does; return its rows."""
    resource_id = shown()["resources"][0]["id"]
    table_jobs.load_file({"resource_id": resource_id})
    asked = {"resource_id": resource_id}
    records = tk.get_action("datastore_search")(dict(AS_ROOT), asked)["records"]
    return [{name: one[name] for name in one if name not in ("_id", "unit_id")} for one in records]


def row(number: int, accepted: int | None) -> dict[str, Any]:
    return {
        "unit_title": "省科学技术厅", "number": number, "accepted": accepted,
        "corrected_in_time": None, "median_days": None,
    }  # fmt: skip


def test_figures_become_an_entry_with_a_table(one_dispute: str) -> None:
    assert publish() == (0, CREATED)
    assert loaded() == [row(1, None)]
    entry = shown()
    assert (entry["catalogue_profile"], entry["missing_fields"]) == ("entry", [])
    (resource,) = entry["resources"]
    assert (resource["url_type"], resource["datastore_active"]) == ("upload", True)
    assert [one["title"] for one in resource["data_items"]][2:4] == ["疑义数量", "受理比例"]


def test_its_grade_waits_for_an_approver(
    one_dispute: str, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    publish()
    entry = shown()
    grade = tk.get_action("scigov_access_grade_show")(dict(AS_ROOT), {"dataset_id": entry["id"]})
    codes = ("security_level", "share_type", "open_type")
    assert [grade["proposal"][name] for name in codes] == ["1", "unconditional", "unconditional"]
    assert [grade[name] for name in codes] == ["", "", ""]


def versions() -> int:
    asked = {"resource_id": shown()["resources"][0]["id"]}
    return tk.get_action("scigov_tables_version_list")(dict(AS_ROOT), asked)["count"]


def test_a_new_version_comes_only_of_other_figures(one_dispute: str) -> None:
    publish()
    loaded()
    said = "The figures have not changed since they were published."
    assert publish() == (0, said)
    assert (loaded(), versions()) == ([row(1, None)], 1)
    call("owner_editor", "accept", id=one_dispute)
    said = "The entry dispute-figures has the figures of now; the worker loads its table."
    assert publish() == (0, said)
    assert (loaded(), versions()) == ([row(1, 100)], 2)


def test_what_was_edited_stays(one_dispute: str) -> None:
    publish()
    tk.get_action("package_patch")(dict(AS_ROOT), {"id": "dispute-figures", "title": "疑义统计"})
    call("owner_editor", "accept", id=one_dispute)
    publish()
    assert (shown()["title"], loaded()) == ("疑义统计", [row(1, 100)])


def test_the_job_publishes_where_the_site_says_so(one_dispute: str, settings_of: Any) -> None:
    jobs.publish_figures(NOW)
    assert model.Package.get("dispute-figures") is None
    settings_of(figures_organization="kejiting")
    jobs.publish_figures(NOW)
    jobs.publish_figures(NOW)
    assert (loaded(), versions()) == ([row(1, None)], 1)


def test_an_absent_organisation_and_a_taken_name_are_told(
    one_dispute: str, settings_of: Any, said: pytest.LogCaptureFixture
) -> None:
    assert publish("nobody") == (1, "Error: There is no organisation nobody.")
    publish()
    factories.Organization(name="tongjiju", title="省统计局")
    code, sentence = publish("tongjiju")
    assert (code, sentence.startswith(f"Error: {NO_DATASET}")) == (1, True)
    settings_of(figures_organization="tongjiju")
    jobs.publish_figures(NOW)
    assert f"The figures of disputes were not published. {NO_DATASET}" in said.text


def test_without_disputes_there_is_no_entry(provider: dict[str, Any]) -> None:
    said = "No unit has got a dispute yet: there is nothing to publish."
    assert publish() == (0, said)
    assert model.Package.get("dispute-figures") is None
