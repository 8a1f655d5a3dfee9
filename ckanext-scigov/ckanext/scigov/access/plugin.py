"""Plugin ``scigov_access``: grades, agencies, roles, grants, and one policy on every way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flask
import sqlalchemy as sa

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultPermissionLabels

from ckanext.scigov.access import (
    bearer_gate,
    bearers,
    dump_notice,
    enforcement,
    entrance,
    gate,
    gateway,
    helpers,
    jobs,
    startup,
    surfaces,
    vault_watch,
    view_settings,
    views,
)
from ckanext.scigov.access.existence import changes, gone, pages, registered, searching
from ckanext.scigov.access.existence.chains import merged
from ckanext.scigov.access.logic import action, auth
from ckanext.scigov.access.notice_words import WORDS
from ckanext.scigov.access.rows_plugin import ScigovAccessRowsPlugin
from ckanext.scigov.access.service import together, transitions
from ckanext.scigov.access.testkit import moments
from ckanext.scigov.catalogue.interfaces import IKeptFields
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeWords
from ckanext.scigov.search.interfaces import IBulkIndexing, IKnownLabels
from ckanext.scigov.shared.interfaces import IJobs, Job, ScheduledJob
from ckanext.scigov.tables.interfaces import IFileGuard, ITables

__all__ = ["ScigovAccessPlugin", "ScigovAccessRowsPlugin"]


@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ScigovAccessPlugin(DefaultPermissionLabels, p.SingletonPlugin):
    p.implements(p.IConfigurable)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
    p.implements(p.IBlueprint)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IPermissionLabels)
    p.implements(IKeptFields)
    p.implements(IFileGuard)
    p.implements(IKnownLabels)
    p.implements(IBulkIndexing)
    p.implements(IJobs)
    p.implements(INoticeWords)
    p.implements(ITables, inherit=True)
    p.implements(p.IConfigurer)
    p.implements(p.IApiToken, inherit=True)

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scigov_access")

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:
        startup.check(config)
        surfaces.configure(config)
        moments.install(config)
        vault_watch.watch()
        gone.watch()
        changes.watch()

    # IActions

    def get_actions(self) -> dict[str, Callable[..., Any]]:
        own = {name: getattr(action, name) for name in action.__all__}
        return merged(gate.refusing_actions(), registered.actions(), view_settings.ACTIONS, own)

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        own = {name: getattr(auth, name) for name in auth.__all__}
        return merged(registered.auth_functions(), own)

    # IApiToken

    def decode_api_token(self, encoded: str, **kwargs: Any) -> dict[str, Any] | None:
        return bearers.decode(encoded)

    # IBlueprint

    def get_blueprint(self) -> list[flask.Blueprint]:
        """Put the gate before every view, then the policy, then our gateway in place of downloads."""
        door = flask.Blueprint("scigov_access_door", __name__)
        door.before_app_request(gate.before_request)
        door.before_app_request(bearer_gate.before_request)
        door.before_app_request(pages.before_request)
        door.before_app_request(entrance.before_request)
        door.before_app_request(gateway.instead_of_downloads)
        door.after_app_request(pages.after_request)
        door.after_app_request(dump_notice.after_request)
        own = (getattr(views, name) for name in views.__all__)
        return [door, gateway.scigov_access_gateway, *own]

    # IKeptFields

    def kept_fields(self, resource_id: str) -> Mapping[str, Any]:
        return enforcement.kept_fields(resource_id)

    def readable_fields(self, resource_id: str) -> Mapping[str, Any]:
        return enforcement.readable_fields(resource_id)

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {transitions.JOB: jobs.bring_in_line, together.JOB: jobs.decide_together}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        return {}

    # INoticeWords

    def get_notice_words(self) -> Mapping[str, Words]:
        return WORDS

    # IFileGuard

    def may_send_file(self, resource_id: str) -> bool:
        return entrance.gives_original(resource_id)

    # IPackageController

    def after_dataset_create(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        enforcement.after_saving(context, pkg_dict["id"])

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        enforcement.after_saving(context, pkg_dict["id"])

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        return searching.check(search_params)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return searching.without_addresses(pkg_dict)

    # IPermissionLabels

    def get_dataset_labels(self, dataset_obj: model.Package) -> list[str]:
        """Label entries by the policy; what else is a package, harvest sources, for its editors."""
        if dataset_obj.type != "dataset":
            return enforcement.labels_of_source(dataset_obj)
        return enforcement.labels_of_dataset(dataset_obj)

    def get_user_dataset_labels(self, user_obj: model.User | None) -> list[str]:
        return enforcement.labels_of_user(user_obj)

    # IKnownLabels

    def get_labels_of(self, connection: sa.Connection, user_id: str) -> list[str]:
        return enforcement.labels_of_user_id(connection, user_id)

    # IBulkIndexing

    def before_bulk_index(self, context: Any, datasets: Sequence[dict[str, Any]]) -> None:
        enforcement.load_for([one["id"] for one in datasets])

    # ITables

    def after_table_loaded(self, resource_id: str) -> None:
        enforcement.after_loading(resource_id)
