"""Plugin ``scigov_dispute``: doubts about data, from the report to the correction that everybody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.dispute import config as settings
from ckanext.scigov.dispute import jobs
from ckanext.scigov.dispute.logic import action, auth
from ckanext.scigov.dispute.notice_words import WORDS
from ckanext.scigov.dispute.service import notices
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeWords
from ckanext.scigov.shared.interfaces import IJobs, Job, ScheduledJob


@tk.blanket.config_declarations
class ScigovDisputePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
    p.implements(IJobs)
    p.implements(INoticeWords)

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:
        settings.rules()

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")

    # IActions

    def get_actions(self) -> dict[str, Callable[..., Any]]:
        return {name: getattr(action, name) for name in action.__all__}

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return dict(auth.FUNCTIONS)

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {notices.READERS_JOB: jobs.tell_readers}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
        return {
            "scigov_dispute_time": ScheduledJob(every=hour, run=jobs.take_steps_of_time),
            "scigov_dispute_forget": ScheduledJob(every=day, run=jobs.forget_visitors),
        }

    # INoticeWords

    def get_notice_words(self) -> Mapping[str, Words]:
        return WORDS
