"""What ckanext-harvest asks of a harvester, answered by the pipeline.

Its sources, jobs, pages and commands keep working. Its gather stage is a whole run: the pipeline takes
pages, not objects, and leaves a harvest object for each new and changed record only; so nothing is left for
its fetch and import stages.
"""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.model import HarvestSource

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.states import RunKind
from ckanext.scigov.intake.model import Source
from ckanext.scigov.intake.pipeline import running
from ckanext.scigov.intake.service import harvest_jobs, runs, sources
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import Refused

TYPE = "scigov"
"""The one type of our sources: which connector it is, its mapping file says."""
CONFIG = "mapping"
ACTOR = Actor.system("harvest")


def info() -> dict[str, str]:
    """Return what ckanext-harvest's pages say about our type of source, in the reader's language."""
    return {
        "name": TYPE,
        "title": tk._("By a mapping file"),
        "description": tk._(
            "Databases, interfaces, files and other portals, as a mapping file says."
        ),
        "form_config_interface": "Text",
    }


def validate_config(config: str) -> str:
    """Take the name of a shipped mapping, ``{"mapping": "hainan"}``, or nothing.

    Raises:
        ValueError: with a sentence.
    """
    if not (config or "").strip():
        return config
    try:
        given = json.loads(config)
    except ValueError as error:
        raise ValueError('Give the name of a mapping: {"mapping": "hainan"}.') from error
    name = given.get(CONFIG) if isinstance(given, dict) else None
    if name not in mapping_files.shipped():
        known = ", ".join(mapping_files.shipped())
        raise ValueError(f"There is no mapping of that name. There are: {known}.")
    return config


def register_configured(source_id: str) -> None:
    """A source that was made on ckanext-harvest's own form names its mapping there."""
    session = model.Session
    if session.get(Source, source_id) is not None:
        return
    source: Any = session.get(HarvestSource, source_id)
    given = json.loads((source.config if source else "") or "{}")
    if given.get(CONFIG):
        text = mapping_files.text_of(given[CONFIG])
        sources.register(session, source_id, text, ACTOR, clock.now())
        session.commit()


def gather(job: Any) -> list[str]:
    """Run a source for a job of ckanext-harvest; leaves no objects to be fetched."""
    session, now = model.Session, clock.now()
    job_id, source_id = str(job.id), str(job.source_id)
    register_configured(source_id)
    if session.get(Source, source_id) is None:
        message = "Give this source a mapping first."
        harvest_jobs.end(session, job_id, now, message)
        session.commit()
        return []
    try:
        run = runs.request(session, source_id, RunKind.FULL, ACTOR, now, job_id=job_id)
    except Refused as refused:
        harvest_jobs.end(session, job_id, now, runs.WHY_NOT[refused.refusals[0].reason])
        session.commit()
        return []
    session.commit()
    running.run(run.id)
    return []
