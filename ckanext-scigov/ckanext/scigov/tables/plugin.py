"""Plugin ``scigov_tables``: files, their tables in the DataStore, previews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.common import CKANConfig
from ckan.lib.uploader import get_max_resource_size

from ckanext.datastore.interfaces import IDatastore

from ckanext.scigov.search.interfaces import IBulkIndexing
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.interfaces import FromFile, IFileReading, IJobs, Job, ScheduledJob
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.tables import (
    config,
    datastore_search,
    dictionary_versions,
    enforcement,
    fetch_service,
    from_file,
    helpers,
    jobs,
    link_fetching,
    pasting,
    queries,
    reconciliation,
    service,
    unfinished,
    views,
)
from ckanext.scigov.tables.logic import action, auth, searching, validators
from ckanext.scigov.tables.uploader import NEW_FILES, ResourceUploader

FACTS = "scigov_tables_facts"
"""In a context: what is known of the files of many datasets (``before_bulk_index``)."""


@tk.blanket.config_declarations
@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.validators(validators)
@tk.blanket.helpers(helpers)
@tk.blanket.blueprints(views)
class ScigovTablesPlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IConfigurable, inherit=True)
    p.implements(p.IUploader)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)
    p.implements(IBulkIndexing)
    p.implements(IFileReading)
    p.implements(IJobs)

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scigov_tables")

    def configure(self, config: CKANConfig) -> None:
        enforcement.watch_resources()
        unfinished.watch_transactions()
        unfinished.settle_quietly()

    # IUploader: pictures of groups and users keep CKAN's own way.

    def get_uploader(self, upload_to: str, old_filename: str | None) -> None:
        return None

    def get_resource_uploader(self, data_dict: dict[str, Any]) -> ResourceUploader:
        return ResourceUploader(data_dict)

    # IResourceController: the catalogue, which is loaded first, has shaped the items already.

    def before_resource_create(self, context: Any, resource: dict[str, Any]) -> None:
        pasting.take_in(resource)

    def before_resource_update(
        self, context: Any, current: dict[str, Any], resource: dict[str, Any]
    ) -> None:
        pasting.take_in(resource)

    # IPackageController

    def after_dataset_create(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Store the files that came with a new dataset, in its transaction."""
        files = context.pop(NEW_FILES, [])
        for file, resource in zip(files, pkg_dict.get("resources") or [], strict=False):
            file.upload(resource["id"], get_max_resource_size())
        self._account_for(context, pkg_dict)

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        self._account_for(context, pkg_dict)

    def _account_for(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Say who has saved files and dictionaries, and keep the dictionaries that have changed."""
        actor = actor_from(context)
        service.name_requester(model.Session, actor.name)
        dictionary_versions.keep(model.Session, pkg_dict["id"], actor, now=clock.now())

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Derive what loading has found out: one query for all resources, nothing is stored."""
        resources = pkg_dict.get("resources") or []
        facts = context.get(FACTS)
        if facts is None:
            facts = queries.load_facts(model.Session, [resource["id"] for resource in resources])
        for resource in resources:
            resource.update(facts.get(resource["id"], {"load_status": "none"}))

    # IBulkIndexing

    def before_bulk_index(self, context: Any, datasets: Sequence[dict[str, Any]]) -> None:
        resources = [resource["id"] for one in datasets for resource in one["resources"]]
        context[FACTS] = queries.load_facts(model.Session, resources)

    # IFileReading

    def from_file(self, path: Path, file_name: str) -> FromFile:
        return from_file.read(path, file_name)

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {
            service.LOAD_JOB: jobs.load_file,
            service.WORDS_JOB: jobs.make_words,
            service.DELETE_JOB: jobs.delete_file,
            service.DROP_JOB: jobs.drop_table,
            fetch_service.FETCH_JOB: link_fetching.fetch_link,
        }

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        return {
            "scigov_tables_reconcile": ScheduledJob(every=dt.timedelta(hours=1), run=_reconcile),
            "scigov_tables_fetch_due": ScheduledJob(
                every=dt.timedelta(hours=1), run=link_fetching.fetch_due
            ),
            "scigov_tables_settle_uploads": ScheduledJob(
                every=dt.timedelta(seconds=10),
                run=lambda _: unfinished.settle_quietly(),
                light=True,
            ),
        }


class ScigovTablesRowsPlugin(p.SingletonPlugin):
    """CKAN wants its ``datastore`` loaded before any plugin that changes row queries."""

    p.implements(IDatastore, inherit=True)
    p.implements(p.IActions)

    def get_actions(self) -> dict[str, Any]:
        return {"datastore_search": searching.datastore_search}

    def datastore_search(
        self,
        context: Any,
        data_dict: dict[str, Any],
        fields_types: dict[str, str],
        query_dict: dict[str, Any],
    ) -> dict[str, Any]:
        return datastore_search.rewrite(context, data_dict, fields_types, query_dict)


def _reconcile(now: dt.datetime) -> None:
    reconciliation.reconcile(now, grace=config.orphan_grace(), silence=config.silence_limit())
