"""Plugin ``scigov_notices``: people are told of what concerns them, in the portal and outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.notices import config as options
from ckanext.scigov.notices import helpers, jobs, registry, service, trial, views
from ckanext.scigov.notices.channels import MailChannel, WebhookChannel
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeChannel, INoticeWords, NoticeChannel
from ckanext.scigov.notices.logic import action, auth
from ckanext.scigov.shared import mail
from ckanext.scigov.shared.domain.patience import Patience
from ckanext.scigov.shared.interfaces import IJobs, IPatience, Job, ScheduledJob


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ScigovNoticesPlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IConfigurable)
    p.implements(IJobs)
    p.implements(IPatience)
    p.implements(INoticeChannel)
    p.implements(INoticeWords)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")

    def configure(self, config: CKANConfig) -> None:
        """Look at everything once: what does not fit stops the start, and no notice later."""
        options.webhook_rules(config)
        registry.check()

    # IJobs, IPatience

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {service.DELIVER_JOB: jobs.deliver}

    def get_patience(self) -> dict[str, Patience]:
        return {service.DELIVER_JOB: mail.patience()}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        run = ScheduledJob(every=dt.timedelta(days=1), run=jobs.forget)
        return {"scigov_notices_forget": run}

    # INoticeChannel, INoticeWords

    def get_notice_channels(self) -> Iterable[NoticeChannel]:
        return (MailChannel(), WebhookChannel())

    def get_notice_words(self) -> Mapping[str, Words]:
        return trial.WORDS
