"""Plugin ``scigov_dcat``: the catalogue as linked data, for portals that harvest it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import helpers, jobs, report_views, views
from ckanext.scigov.dcat.logic import action, auth, checks
from ckanext.scigov.shared.interfaces import IJobs, Job, ScheduledJob

FRESHEN_EVERY = dt.timedelta(minutes=1)
DUMP_EVERY = dt.timedelta(days=1)
CHECK_EVERY = dt.timedelta(minutes=10)
"""A round takes twenty seconds at most: a large catalogue is through after a night, and then only changes are left."""


BLUEPRINTS = [
    views.scigov_dcat, report_views.scigov_dcat_report, report_views.scigov_dcat_checks,
]  # fmt: skip


def actions() -> dict[str, Any]:
    found = {**vars(action), **vars(checks)}
    return {name: one for name, one in found.items() if name.startswith("scigov_dcat_")}


@tk.blanket.config_declarations
@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(BLUEPRINTS)
@tk.blanket.helpers(helpers)
class ScigovDcatPlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(IJobs)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")

    # IMiddleware

    def make_middleware(self, app: Any, config: Any) -> Any:
        """Answer in the place of ckanext-dcat's own views, to which its templates lead."""
        known = getattr(app, "view_functions", {})
        known.update({name: view for name, view in views.IN_PLACE.items() if name in known})
        return app

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        return {
            "scigov_dcat_freshen": ScheduledJob(every=FRESHEN_EVERY, run=jobs.freshen_on_schedule),
            "scigov_dcat_check": ScheduledJob(every=CHECK_EVERY, run=jobs.check),
            "scigov_dcat_dump": ScheduledJob(every=DUMP_EVERY, run=jobs.dump),
        }
