"""The two that harvest the same source into the same site: our pipeline, and ckanext-harvest's CKAN harvester.

Each is run as its worker runs it, without the queue and without what stands around it: ours by its run,
the peer by the gather stage and then the fetch and import stages of each object. What a queue costs is left out
on the peer's side only, for ours has one job for all records.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any, Protocol

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from bench.harvest_source import MAPPING, NEW, OURS, PEER, UNCHANGED

PROVIDER = "kejiting"
KEPT = frozenset({"user", "alembic_version", "api_token", "task_status", "system_info"})
OF_SOURCE = "source_id"
PROVIDER_ID = "6f1c0f4e-9d5b-4f43-8a3e-2f6a4c1d7b90"
CLOSED = re.compile(r"/dataset/[0-9a-f-]{36}/resource/[0-9a-f-]{36}/access")
"""The address that stands for one that not everybody may know: of the portal's own ids."""
MOMENTS = frozenset({"id", "metadata_created", "metadata_modified"})
OF_ENTRY = MOMENTS | {"name", "creator_user_id"}
OF_RESOURCE = MOMENTS | {"package_id", "created"}
"""Ids, names and moments, which two harvests cannot have in common."""


class Side(Protocol):
    name: str

    def prepare(self, address: str) -> None:
        """Make the source, approved where that is needed."""

    def harvest(self) -> dict[str, int]:
        """Harvest everything; return what became of how many records: ``new`` or ``unchanged``."""
        ...


def purge() -> None:
    """Empty the site but for its users, and make the one provider."""
    from ckanext.scigov.search.model import TABLES

    model.Session.rollback()
    with model.ensure_engine().begin() as connection:
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        inspector = sa.inspect(connection)
        mine = [one for one in model.meta.metadata.sorted_tables if one.name not in KEPT]
        names = [one.name for one in [*TABLES, *mine] if inspector.has_table(one.name)]
        quoted = ", ".join(f'"{name}"' for name in dict.fromkeys(names))
        connection.execute(sa.text(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE"))
    model.Session.remove()
    tk.get_action("organization_create")(
        _context(), {"id": PROVIDER_ID, "name": PROVIDER, "title": "省科学技术厅"}
    )
    model.Session.commit()


def settle() -> None:
    """Let the planner know what is there: no side begins on the statistics of the other's rows."""
    model.Session.remove()
    with model.ensure_engine().connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))


class Ours:
    name = OURS

    def prepare(self, address: str) -> None:
        from ckanext.scigov.intake.domain.states import SourceEvent
        from ckanext.scigov.intake.service import sources
        from ckanext.scigov.shared import clock
        from ckanext.scigov.shared.actors import Actor

        source = _source(address, "scigov", "")
        maker, approver, now = Actor("maker", "maker"), Actor("approver", "approver"), clock.now()
        text = MAPPING.replace("PROVIDER", PROVIDER)
        sources.register(model.Session, source, text, maker, now)
        sources.set_options(model.Session, source, {"is_internal": True}, maker, now)
        sources.decide(
            model.Session, source, SourceEvent.APPROVE, approver, now,
            reason="bench", second_person=True,
        )  # fmt: skip
        model.Session.commit()
        self._source = source

    def harvest(self) -> dict[str, int]:
        from ckanext.scigov.intake.domain.states import RunKind
        from ckanext.scigov.intake.model import Run
        from ckanext.scigov.intake.pipeline import running
        from ckanext.scigov.intake.service import runs
        from ckanext.scigov.shared import clock
        from ckanext.scigov.shared.actors import Actor

        run = runs.request(
            model.Session, self._source, RunKind.FULL, Actor("maker", "maker"), clock.now()
        )
        model.Session.commit()
        run_id = run.id
        running.run(run_id)
        model.Session.expire_all()
        run = model.Session.get(Run, run_id)
        if run is None or run.state != "finished" or run.counts.get("errors"):
            raise RuntimeError(
                f"Our run ended otherwise: {run and (run.state, run.stop_reason, run.stop_detail, run.counts)}"
            )
        return {word: number for word in (NEW, UNCHANGED) if (number := run.counts.get(word, 0))}


class Peer:
    name = PEER

    def prepare(self, address: str) -> None:
        self._source = _source(address, "ckan", json.dumps({"force_all": True}))

    def narrow(self) -> None:
        """From now on ask only for what its source says is newer than its last harvest."""
        from ckanext.harvest.model import HarvestSource

        source = HarvestSource.get(self._source)
        source.config = "{}"
        source.save()

    def harvest(self) -> dict[str, int]:
        from ckanext.harvest import queue
        from ckanext.harvest.harvesters import CKANHarvester
        from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource

        source = HarvestSource.get(self._source)
        job = HarvestJob()
        job.source, job.status = source, "Running"
        job.save()
        ids = queue.gather_stage(CKANHarvester(), job) or []
        for one in ids:
            queue.fetch_and_import_stages(CKANHarvester(), HarvestObject.get(one))
        job.status = "Finished"
        job.save()
        return _became(job.id)


def _became(job_id: str) -> dict[str, int]:
    """Return what the peer's own reports say; other words than ours stay what they are."""
    from ckanext.harvest.model import HarvestObject

    query = sa.select(HarvestObject.report_status, sa.func.count()).group_by(
        HarvestObject.report_status
    )
    rows = model.Session.execute(query.where(HarvestObject.harvest_job_id == job_id))
    ours = {"added": NEW, "not modified": UNCHANGED}
    return {ours.get(word, word): number for word, number in rows}


def timed(side: Side) -> tuple[float, dict[str, int]]:
    """Return how long a harvest took, and what became of how many records."""
    settle()
    begun = time.perf_counter()
    became = side.harvest()
    model.Session.commit()
    return time.perf_counter() - begun, became


def stored(ids: list[str]) -> dict[str, Any]:
    """Return entries by their identity at the source, as ``package_show`` gives them to the portal itself."""
    show, found = tk.get_action("package_show"), {}
    of_source = model.Package.extras[OF_SOURCE].astext
    query = sa.select(of_source, model.Package.id).where(of_source.in_(ids))
    for identity, dataset_id in model.Session.execute(query).all():
        entry = show(_context(use_cache=False), {"id": dataset_id})
        model.Session.expunge_all()
        found[identity] = plain(entry)
    return found


def plain(entry: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only tells which harvest an entry comes from."""
    extras = [one for one in entry.get("extras", ()) if not one["key"].startswith("harvest_")]
    kept = {name: value for name, value in entry.items() if name not in OF_ENTRY}
    resources = [
        {name: value for name, value in one.items() if name not in OF_RESOURCE}
        for one in entry["resources"]
    ]
    tags = sorted(tag["name"] for tag in entry["tags"])
    organization = entry["organization"]["name"]
    kept |= {"extras": extras, "resources": resources, "tags": tags, "organization": organization}
    return json.loads(CLOSED.sub("/access", json.dumps(kept)))


def counts() -> dict[str, int]:
    """Return how many rows there are of all that belongs to an entry, and what a search finds."""
    model.Session.rollback()
    tables = {
        "packages": "SELECT count(*) FROM package WHERE type = 'dataset' AND state = 'active'",
        "resources": "SELECT count(*) FROM resource WHERE state = 'active'",
        "keywords": "SELECT count(*) FROM package_tag WHERE state = 'active'",
        "grades": "SELECT count(*) FROM scigov_access_grade WHERE security_level IS NOT NULL",
    }
    found = {name: int(model.Session.scalar(sa.text(q)) or 0) for name, q in tables.items()}
    asked = {"q": "*:*", "fq": "dataset_type:dataset", "rows": 0}
    found["searched"] = tk.get_action("package_search")(_context(), asked)["count"]
    return found


def _source(address: str, kind: str, config: str) -> str:
    given = {
        "name": f"source-{kind}", "title": "本机 CKAN", "url": address, "source_type": kind,
        "owner_org": PROVIDER, "frequency": "MANUAL", "config": config,
    }  # fmt: skip
    source = tk.get_action("harvest_source_create")(_context(), given)
    model.Session.commit()
    return source["id"]


def _context(**more: Any) -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"ignore_auth": True, "user": user, **more}
