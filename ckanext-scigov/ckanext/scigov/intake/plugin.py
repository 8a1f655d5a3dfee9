"""Plugin ``scigov_intake``: source systems, imports and entry, by one way into the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import flask

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.intake import helpers as import_helpers
from ckanext.scigov.intake import source_helpers, source_hooks, source_jobs
from ckanext.scigov.intake.imports import (
    actions,
    actions_reading,
    actions_writing,
    jobs,
    row_actions,
    row_views,
)
from ckanext.scigov.intake.imports import auth as import_auth
from ckanext.scigov.intake.logic import credentials, source_actions, source_auth
from ckanext.scigov.intake.notice_words import WORDS
from ckanext.scigov.intake.outside import actions as outside_actions
from ckanext.scigov.intake.outside import auth as outside_auth
from ckanext.scigov.intake.outside import helpers as outside_helpers
from ckanext.scigov.intake.outside import notice_words as outside_words
from ckanext.scigov.intake.outside import reminding
from ckanext.scigov.intake.outside.views import scigov_outside
from ckanext.scigov.intake.service import runs
from ckanext.scigov.intake.views import scigov_sources
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeWords
from ckanext.scigov.shared.interfaces import IJobs, IQueues, Job, Queue, ScheduledJob


def helpers() -> dict[str, Callable[..., Any]]:
    """Return the helpers of all parts."""
    parts = (source_helpers, import_helpers)
    found = {name: getattr(part, name) for part in parts for name in part.__all__}
    return {**found, **outside_helpers.HELPERS}


def actions_of_imports() -> dict[str, Callable[..., Any]]:
    modules = (actions, actions_reading, actions_writing, row_actions)
    names = [(one, name) for one in modules for name in vars(one)]
    return {name: getattr(one, name) for one, name in names if name.startswith("scigov_intake_")}


@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ScigovIntakePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
    p.implements(p.IBlueprint)
    p.implements(p.IPackageController, inherit=True)
    p.implements(IJobs)
    p.implements(IQueues)
    p.implements(INoticeWords)

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scigov_intake")

    # IActions

    def get_actions(self) -> dict[str, Callable[..., Any]]:
        of_sources = {**credentials.ACTIONS, **source_actions.ACTIONS}
        return {**of_sources, **outside_actions.ACTIONS, **actions_of_imports()}

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        of_sources = {**credentials.AUTH, **source_auth.FUNCTIONS}
        return {**of_sources, **outside_auth.FUNCTIONS, **import_auth.FUNCTIONS}

    # IBlueprint

    def get_blueprint(self) -> list[flask.Blueprint]:
        return [scigov_sources, scigov_outside, row_views.scigov_imports]

    # IPackageController: sources on the pages of ckanext-harvest

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        source_hooks.after_update(context, pkg_dict)

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {runs.JOB: source_jobs.go_on, jobs.JOB: jobs.run}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        minute, hour, day = (dt.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
        return {
            "scigov_intake_due": ScheduledJob(every=minute, run=source_jobs.begin_due),
            "scigov_intake_lost": ScheduledJob(every=minute, run=source_jobs.close_lost),
            "scigov_intake_outside": ScheduledJob(every=hour, run=reminding.remind),
            "scigov_intake_forget_imports": ScheduledJob(every=day, run=jobs.forget),
        }

    # IQueues

    def get_queues(self) -> dict[str, Queue]:
        return {runs.JOB: source_jobs.QUEUE}

    # INoticeWords

    def get_notice_words(self) -> Mapping[str, Words]:
        return {**WORDS, **outside_words.WORDS}
