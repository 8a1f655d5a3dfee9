"""Plugin ``scigov_intake``: source systems, imports and entry, by one way into the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import flask

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.intake import helpers
from ckanext.scigov.intake.imports import (
    actions,
    actions_reading,
    actions_writing,
    auth,
    jobs,
    row_actions,
    row_views,
)
from ckanext.scigov.shared.interfaces import IJobs, Job, ScheduledJob


@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ScigovIntakePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
    p.implements(p.IBlueprint)
    p.implements(IJobs)

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scigov_intake")

    # IActions

    def get_actions(self) -> dict[str, Callable[..., Any]]:
        return {
            name: getattr(module, name)
            for module in (actions, actions_reading, actions_writing, row_actions)
            for name in vars(module)
            if name.startswith("scigov_intake_")
        }

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return dict(auth.FUNCTIONS)

    # IBlueprint

    def get_blueprint(self) -> list[flask.Blueprint]:
        return [row_views.scigov_imports]

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {jobs.JOB: jobs.run}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        daily = ScheduledJob(every=dt.timedelta(days=1), run=jobs.forget)
        return {"scigov_intake_forget_imports": daily}
