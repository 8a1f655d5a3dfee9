"""Validation of shown datasets, for one type of dataset after another."""

from __future__ import annotations

import json
from typing import Any

from ckan.lib import plugins as lib_plugins
from ckan.logic.schema import default_show_package_schema
from ckan.types import Context

from ckanext.scigov.search.bulk.own_code import with_names
from ckanext.scigov.search.bulk.validation import Level, Uncovered, compiled

SCHEMING = "ckanext.scheming.plugins"

Dict = dict[str, Any]


class ShowSchema:
    """How datasets of one type are shown: by a compiled schema, else by CKAN's validation."""

    def __init__(self, plugin: Any, dataset_type: str) -> None:
        self._plugin = plugin
        self._composite: list[str] = []
        self._level: Level | None = None
        validate = getattr(type(plugin), "validate", None)
        if validate is None:
            self._level = compiled(self._schema())
        elif getattr(validate, "__module__", None) == SCHEMING:
            self._level = self._of_scheming(validate, dataset_type)

    @classmethod
    def default(cls) -> ShowSchema:
        """Return CKAN's default schema, which no plugin has a say in."""
        return cls(object(), "")

    def _schema(self) -> Dict:
        if type(self._plugin) is object:
            return default_show_package_schema()
        return self._plugin.show_package_schema()

    def _of_scheming(self, validate: Any, dataset_type: str) -> Level | None:
        """Let ckanext-scheming make its schema and keep it, instead of validating with it."""
        schema, taken = self._schema(), dict[str, Any]()
        known = set(schema)
        make = with_names(validate, navl_validate=lambda _data, made, _: taken.update(made))
        make(self._plugin, Context(), {"type": dataset_type}, schema, "package_show")
        self._composite = [k for k, v in taken.items() if isinstance(v, dict) and k not in known]
        return compiled(taken)

    def validated(self, context: Context, shown: Dict) -> Dict:
        """Return the dict as CKAN's ``plugin_validate`` would."""
        if self._level is not None:
            try:
                return self._level.validated(self._with_composite(shown), context)
            except Uncovered:
                pass
        validated, _errors = lib_plugins.plugin_validate(
            self._plugin, context, shown, self._schema(), "package_show"
        )
        return validated

    def _with_composite(self, shown: Dict) -> Dict:
        """Take repeating subfields out of the extras, where scheming keeps them as JSON."""
        if not self._composite or not shown.get("extras"):
            return shown
        kept: list[Dict] = []
        read: Dict = {}
        for extra in shown["extras"]:
            if extra["key"] in self._composite:
                read[extra["key"]] = json.loads(extra["value"])
            else:
                kept.append(extra)
        return {**shown, **read, "extras": kept}
