"""Plugin ``scigov_intake``: source systems, imports and entry, by one way into the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.intake import source_helpers, source_hooks, source_jobs, views
from ckanext.scigov.intake.logic import credentials, source_actions, source_auth
from ckanext.scigov.intake.notice_words import WORDS
from ckanext.scigov.intake.service import runs
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeWords
from ckanext.scigov.shared.interfaces import IJobs, IQueues, Job, Queue, ScheduledJob


@tk.blanket.blueprints(views)
@tk.blanket.config_declarations
@tk.blanket.helpers(source_helpers)
class ScigovIntakePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
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
        return {**credentials.ACTIONS, **source_actions.ACTIONS}

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return {**credentials.AUTH, **source_auth.FUNCTIONS}

    # IPackageController: sources on the pages of ckanext-harvest

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        source_hooks.after_update(context, pkg_dict)

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {runs.JOB: source_jobs.go_on}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        minute = dt.timedelta(minutes=1)
        return {
            "scigov_intake_due": ScheduledJob(every=minute, run=source_jobs.begin_due),
            "scigov_intake_lost": ScheduledJob(every=minute, run=source_jobs.close_lost),
        }

    # IQueues

    def get_queues(self) -> dict[str, Queue]:
        return {runs.JOB: source_jobs.QUEUE}

    # INoticeWords

    def get_notice_words(self) -> Mapping[str, Words]:
        return WORDS
