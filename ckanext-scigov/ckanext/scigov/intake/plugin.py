"""Plugin ``scigov_intake``: source systems, imports and entry, by one way into the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.intake.logic import credentials


@tk.blanket.config_declarations
class ScigovIntakePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")

    # IActions

    def get_actions(self) -> dict[str, Callable[..., Any]]:
        return dict(credentials.ACTIONS)

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return dict(credentials.AUTH)
