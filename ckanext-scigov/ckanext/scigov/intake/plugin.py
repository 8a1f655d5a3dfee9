"""Plugin ``scigov_intake``: source systems, imports and entry, by one way into the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import flask

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.intake.logic import credentials
from ckanext.scigov.intake.outside import actions as outside_actions
from ckanext.scigov.intake.outside import auth as outside_auth
from ckanext.scigov.intake.outside import helpers as outside_helpers
from ckanext.scigov.intake.outside import notice_words as outside_words
from ckanext.scigov.intake.outside import reminding
from ckanext.scigov.intake.outside.views import scigov_outside
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeWords
from ckanext.scigov.shared.interfaces import IJobs, ScheduledJob


@tk.blanket.config_declarations
class ScigovIntakePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
    p.implements(p.IBlueprint)
    p.implements(p.ITemplateHelpers)
    p.implements(IJobs, inherit=True)
    p.implements(INoticeWords)

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")

    # IActions

    def get_actions(self) -> dict[str, Callable[..., Any]]:
        return {**credentials.ACTIONS, **outside_actions.ACTIONS}

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return {**credentials.AUTH, **outside_auth.FUNCTIONS}

    # IBlueprint

    def get_blueprint(self) -> list[flask.Blueprint]:
        return [scigov_outside]

    # ITemplateHelpers

    def get_helpers(self) -> dict[str, Callable[..., Any]]:
        return {**outside_helpers.HELPERS}

    # IJobs

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        hour = dt.timedelta(hours=1)
        return {"scigov_intake_outside": ScheduledJob(every=hour, run=reminding.remind)}

    # INoticeWords

    def get_notice_words(self) -> Mapping[str, Words]:
        return {**outside_words.WORDS}
