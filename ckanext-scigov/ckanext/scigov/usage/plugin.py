"""Plugin ``scigov_usage``: how often datasets are viewed and downloaded, without following anybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.interfaces import IJobs, Job, ScheduledJob
from ckanext.scigov.usage import collecting, helpers, hook
from ckanext.scigov.usage.logic import action, auth


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.helpers(helpers)
class ScigovUsagePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(IJobs)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")

    # IMiddleware

    def make_middleware(self, app: Any, config: Any) -> Any:
        app.after_request(hook.after_request)
        return app

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        run = ScheduledJob(every=dt.timedelta(hours=1), run=collecting.collect)
        return {"scigov_usage_collect": run}
