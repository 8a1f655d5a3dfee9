"""Plugin ``scigov_shared``: owns the outbox's tables and runs what waits in it.

It also brings the Chinese of CKAN's own strings: CKAN takes one catalogue from a plugin, and
that of ``scigov`` holds what our source says.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation

from ckanext.scigov.shared import (
    clock,
    dispatch,
    mail,
    outbox,
    toolkit_fetching,
    toolkit_requests,
    toolkit_waiting,
    visitors,
)
from ckanext.scigov.shared.domain.patience import Patience
from ckanext.scigov.shared.evidence import toolkit_options
from ckanext.scigov.shared.interfaces import IJobs, IPatience, Job, ScheduledJob


@tk.blanket.config_declarations
class ScigovSharedPlugin(DefaultTranslation, p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.ITranslation)
    p.implements(IJobs)
    p.implements(IPatience)
    p.implements(p.IConfigurable)

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")

    def make_middleware(self, app: Any, config: CKANConfig) -> Any:
        """Take the visitor's address from the proxies, and tell whoever has to wait how long."""
        visitors.install(app)
        toolkit_waiting.install(app)
        toolkit_requests.install(app)
        return app

    def configure(self, config: CKANConfig) -> None:
        """Read once what is only used much later: a wrong word stops the start, and no fetch or scan."""
        toolkit_fetching.rules(config)
        toolkit_options.scanner(config)

    def i18n_domain(self) -> str:
        """Name the catalogue in ``shared/i18n``: ``ckanext.scigov.borrowed`` keeps it."""
        return "ckanext-scigov-borrowed"

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {
            outbox.MAIL_JOB: mail.send,
            dispatch.SCHEDULED: lambda payload: dispatch.run_scheduled(
                payload["name"], clock.now()
            ),
        }

    def get_patience(self) -> dict[str, Patience]:
        return {outbox.MAIL_JOB: mail.patience()}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        return {
            "scigov_shared_forget_finished": ScheduledJob(
                every=dt.timedelta(days=1),
                run=lambda now: outbox.forget_finished(model.Session, now),
            )
        }
