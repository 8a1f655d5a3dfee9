"""A stock CKAN with ckanext-harvest and ckanext-dcat that harvests a catalogue in RDF, in a process of its own.

There is no plugin of ours in it, and its database is its own. The stages of a harvest run as its workers run them,
without the queue. Its search engine forgets everything, for nobody searches there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import stock
from bench.asked import Asked, answer, questions

PLUGINS = "harvest dcat dcat_rdf_harvester"
OWNER = "harvesters"


@contextmanager
def running(folder: Path, database: str, address: str) -> Iterator[Asked]:
    """Start one with a source at an address: ``ask(name="harvest")``, ``ask(name="held")``."""
    environment = stock.forgetful(folder / "stock.ini", database, PLUGINS)
    environment["PYTHONPATH"] = str(Path(__file__).parent)
    # What the site of the test is told by its environment is not meant for this one.
    environment.pop("CKAN_STORAGE_PATH", None)
    with Asked("stock_harvester", address, environment=environment) as site:
        yield site


def main(address: str) -> None:
    app = stock.application(stock.Engine())
    with app.test_request_context():
        source_id = _source(address)
        for question in questions():
            answer(_harvest(source_id) if question["name"] == "harvest" else {"held": _held()})


def _source(address: str) -> str:
    _call("organization_create", name=OWNER, title="汇聚单位")
    made = _call(
        "harvest_source_create", name="feed", title="目录", url=address, source_type="dcat_rdf",
        owner_org=OWNER, frequency="MANUAL", config="",
    )  # fmt: skip
    return made["id"]


def _harvest(source_id: str) -> dict[str, Any]:
    """Harvest once; return what became of how many records, and every error."""
    from ckanext.dcat.harvesters import DCATRDFHarvester
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource

    job = HarvestJob()
    job.source, job.status = HarvestSource.get(source_id), "Running"
    job.save()
    harvester = DCATRDFHarvester()
    became: dict[str, int] = {}
    errors: list[str] = []
    for one in queue.gather_stage(harvester, job) or []:
        queue.fetch_and_import_stages(harvester, HarvestObject.get(one))
        done = HarvestObject.get(one)
        became[done.report_status] = became.get(done.report_status, 0) + 1
        errors += [error.message for error in done.errors]
    errors += [error.message for error in job.gather_errors]
    job.status = "Finished"
    job.save()
    return {"became": became, "errors": errors}


def _held() -> list[dict[str, Any]]:
    """Return what the site holds of each dataset, as it would show it."""
    from ckan import model

    model.Session.remove()
    packages = model.Session.query(model.Package).filter_by(type="dataset", state="active")
    return sorted((_as_shown(one.id) for one in packages), key=lambda one: one["identifier"])


def _as_shown(dataset_id: str) -> dict[str, Any]:
    shown = _call("package_show", id=dataset_id)
    more = {one["key"]: one["value"] for one in shown["extras"]}
    resources = sorted([one["name"], one["url"]] for one in shown["resources"])
    return {
        "identifier": more["identifier"], "title": shown["title"], "description": shown["notes"],
        "modified": more["modified"], "resources": resources,
    }  # fmt: skip


def _call(action: str, **values: Any) -> Any:
    from ckan.logic import get_action

    user = get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"ignore_auth": True, "user": user, "use_cache": False}
    return get_action(action)(context, values)


if __name__ == "__main__":
    main(*sys.argv[1:])
