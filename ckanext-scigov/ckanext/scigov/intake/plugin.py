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
from ckanext.scigov.intake.imports import actions as import_actions
from ckanext.scigov.intake.imports import auth as import_auth
from ckanext.scigov.intake.imports import jobs as import_jobs
from ckanext.scigov.intake.imports import row_actions
from ckanext.scigov.intake.imports.row_views import scigov_imports
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
        imports = {
            name: getattr(import_actions, name)
            for name in vars(import_actions)
            if name.startswith("scigov_intake_batch_")
        }
        return imports | {"scigov_intake_row_add": row_actions.scigov_intake_row_add}

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return dict(import_auth.FUNCTIONS)

    # IBlueprint

    def get_blueprint(self) -> list[flask.Blueprint]:
        return [scigov_imports]

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {import_jobs.JOB: import_jobs.run}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        daily = ScheduledJob(every=dt.timedelta(days=1), run=import_jobs.forget)
        return {"scigov_intake_forget_imports": daily}
