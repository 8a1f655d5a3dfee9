"""Plugin ``scigov_drafts``: forms that save themselves, templates, copies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import flask

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.drafts import attaching, helpers, jobs, queries, service, views
from ckanext.scigov.drafts.logic import action, auth
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.interfaces import IJobs, Job, ScheduledJob
from ckanext.scigov.shared.toolkit_actors import actor_from


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ScigovDraftsPlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)
    p.implements(IJobs)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scigov_drafts")

    # IPackageController

    def after_dataset_create(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        _forget_sent(context)

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        _forget_sent(context)

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {service.DELETE_FILE_JOB: jobs.delete_file}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        run = ScheduledJob(every=dt.timedelta(hours=12), run=jobs.forget)
        return {"scigov_drafts_forget": run}


def _forget_sent(context: Any) -> None:
    """The form has become an entry: its draft goes in the same transaction."""
    sent = str(context.pop(attaching.SENT, "") or _of_form())
    draft = queries.find(model.Session(), sent) if sent else None
    actor = actor_from(context)
    if draft is not None and not draft.organization_id and draft.user_id == actor.user_id:
        service.delete(model.Session(), draft, By(actor, clock.now()))


def _of_form() -> str:
    return flask.request.form.get("draft_id", "") if flask.has_request_context() else ""
