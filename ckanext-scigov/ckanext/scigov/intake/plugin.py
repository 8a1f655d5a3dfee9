"""Plugin ``scigov_intake``: source systems, imports and entry, by one way into the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import flask

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.intake import source_helpers, source_hooks, source_jobs
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
    of_sources = {n: f for n, f in vars(source_helpers).items() if n.startswith("scigov_intake_")}
    return {**of_sources, **outside_helpers.HELPERS}


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
        return {**credentials.ACTIONS, **source_actions.ACTIONS, **outside_actions.ACTIONS}

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return {**credentials.AUTH, **source_auth.FUNCTIONS, **outside_auth.FUNCTIONS}

    # IBlueprint

    def get_blueprint(self) -> list[flask.Blueprint]:
        return [scigov_sources, scigov_outside]

    # IPackageController: sources on the pages of ckanext-harvest

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        source_hooks.after_update(context, pkg_dict)

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {runs.JOB: source_jobs.go_on}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        minute, hour = dt.timedelta(minutes=1), dt.timedelta(hours=1)
        return {
            "scigov_intake_due": ScheduledJob(every=minute, run=source_jobs.begin_due),
            "scigov_intake_lost": ScheduledJob(every=minute, run=source_jobs.close_lost),
            "scigov_intake_outside": ScheduledJob(every=hour, run=reminding.remind),
        }

    # IQueues

    def get_queues(self) -> dict[str, Queue]:
        return {runs.JOB: source_jobs.QUEUE}

    # INoticeWords

    def get_notice_words(self) -> Mapping[str, Words]:
        return {**WORDS, **outside_words.WORDS}
