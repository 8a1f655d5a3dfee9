"""The catalogue's own validators over many entries: the same functions, in the same order.

CKAN makes the schema anew for each entry, finds out which keys the entry has and sorts them six times.
Entries with as many resources, keywords and data items are alike in that: what is to be called for which
key is worked out once for each shape. ``tests/ckan/intake/test_judging.py`` compares the results with
``plugin_validate`` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.lib.navl import dictization_functions as navl
from ckan.lib.navl.validators import unicode_safe
from ckan.logic import converters, validators
from ckan.types import Context

from ckanext.scigov.catalogue.gathered import GATHERED_CONTEXT
from ckanext.scigov.search.bulk.own_code import with_names

ENTRY = "dataset"
ACTION = "package_create"
EXTRAS = "extras"
Key: TypeAlias = "tuple[Any, ...]"
Step: TypeAlias = "tuple[Key, Callable[..., Any], int]"

ASKED_FOR_ALL = frozenset(
    {
        # Names are made for a page at once, and known to be free.
        validators.package_name_validator,
        # The provider of a source is looked up once for each run.
        validators.owner_org_validator,
    }
)
"""Validators that ask the database about one entry; the pipeline has asked for the whole page."""


@dataclass(frozen=True, slots=True)
class Judged:
    entry: dict[str, Any]
    """As the validators leave it: what is stored."""
    errors: Mapping[str, Any]
    """Empty, or what ``ValidationError.error_dict`` would have held."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be called for entries of one shape."""

    keys: tuple[Key, ...]
    groups: tuple[tuple[Step, ...], ...]
    """Before, main, extras, after, junk: after an ``StopOnError`` the next key is taken."""


class Judge:
    """Judges new entries of the profile ``gathered``. Made once for a run; not for threads."""

    def __init__(self) -> None:
        plugin = lib_plugins.lookup_package_plugin(ENTRY)
        self._plugin = plugin
        self._schema: dict[str, Any] = {}
        self._plans: dict[frozenset[Key], _Plan] = {}
        self._prepare()

    def _prepare(self) -> None:
        """Let ckanext-scheming make its schema, and keep what it would have validated with."""
        taken: list[dict[str, Any]] = []
        validate = type(self._plugin).validate
        make = with_names(validate, navl_validate=lambda _data, made, _c: taken.append(made))
        make(self._plugin, Context(), {"type": ENTRY}, self._plugin.create_package_schema(), ACTION)
        self._schema = _without(taken[0], ASKED_FOR_ALL)

    def judge(self, entry: Mapping[str, Any]) -> Judged:
        """Return what ``package_create`` would store of an entry, and what it would refuse."""
        data = navl.flatten_dict({**entry, "type": ENTRY}, schema=self._schema)
        plan = self._plan_of(data)
        converted = _Converted(_augmented(data, plan, self._schema))
        errors: dict[Key, list[str]] = {key: [] for key in plan.keys}
        context = self._context()
        for group in plan.groups:
            _run(group, converted, errors, context)
        if any(errors.values()):
            # How they are told is CKAN's business; few entries come here.
            return Judged(*navl.validate({**entry, "type": ENTRY}, self._schema, self._context()))
        validated = navl.unflatten(converted)
        for name, value in entry.items():
            if value == [] and name not in validated:
                validated[name] = []
        return Judged(validated, {})

    def _context(self) -> Any:
        return Context(
            model=model,
            session=model.Session,
            ignore_auth=True,
            user="",
            schema_keys=list(self._schema),
            **{GATHERED_CONTEXT: True},
        )  # type: ignore[typeddict-item]

    def _plan_of(self, data: Mapping[Key, Any]) -> _Plan:
        # Which lists have which places: all that decides which keys there are to be looked at.
        shape = frozenset(key[:-1] for key in data if len(key) > 1)
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = _planned(navl.make_full_schema(dict(data), self._schema))
        return plan


class _Converted(dict[Key, Any]):
    """The data on their way; remembers where the last extra went."""

    following: int | None = None


def _to_extras(key: Key, data: Any, _errors: Any, _context: Any) -> None:
    """Do what ``convert_to_extras`` does, which looks through all data for each field."""
    number = data.following
    if number is None:
        number = max((k[1] for k in data if len(k) > 1 and k[0] == EXTRAS), default=-1) + 1
    while (EXTRAS, number, "key") in data:
        number += 1
    data[EXTRAS, number, "key"] = key[-1]
    data[EXTRAS, number, "value"] = unicode_safe(data[key])
    data.following = number + 1


def _duplicate_keys(_key: Key, data: Any, errors: Any, context: Any) -> None:
    """Do what ``duplicate_extras_key`` does, which unflattens all data to look at the extras."""
    extras = {key: value for key, value in data.items() if key[0] == EXTRAS}
    validators.duplicate_extras_key(_key, extras, errors, context)


AS_FAST: Mapping[Callable[..., Any], Callable[..., Any]] = {
    converters.convert_to_extras: _to_extras,
    validators.duplicate_extras_key: _duplicate_keys,
}
"""Functions of CKAN that do the same here in less time."""


def _planned(full: Mapping[Key, list[Any]]) -> _Plan:
    ordered = sorted(full, key=navl.flattened_order_key)

    def steps(keys: list[Key]) -> tuple[Step, ...]:
        return tuple(
            (key, AS_FAST.get(one, one), one.__code__.co_argcount)
            for key in keys
            for one in full[key]
        )

    return _Plan(
        tuple(full),
        (
            steps([key for key in ordered if key[-1] == "__before"]),
            steps([key for key in ordered if not key[-1].startswith("__")]),
            steps([key for key in ordered if key[-1] == "__extras"]),
            steps([key for key in reversed(ordered) if key[-1] == "__after"]),
            steps([key for key in (("__junk",),) if key in full]),
        ),
    )


def _augmented(data: dict[Key, Any], plan: _Plan, schema: dict[str, Any]) -> dict[Key, Any]:
    """Return ``navl.augment_data``; what no schema knows goes CKAN's own way."""
    known = set(plan.keys)
    if not known.issuperset(data):
        return navl.augment_data(data, schema)
    converted = dict(data)
    for key in plan.keys:
        if key not in converted and not key[-1].startswith("__"):
            converted[key] = navl.missing
    return converted


def _run(
    group: tuple[Step, ...],
    converted: dict[Key, Any],
    errors: dict[Key, list[str]],
    context: Any,
) -> None:
    stopped: Key | None = None
    for key, converter, arguments in group:
        if key is stopped:
            continue
        try:
            if arguments == 1:
                converted[key] = converter(converted.get(key))
            elif arguments == 2:
                converted[key] = converter(converted.get(key), context)
            else:
                converter(key, converted, errors, context)
        except navl.Invalid as invalid:
            errors[key].append(invalid.error)
        except navl.StopOnError:
            stopped = key


def _without(schema: Mapping[str, Any], dropped: frozenset[Any]) -> dict[str, Any]:
    return {
        name: _without(value, dropped)
        if isinstance(value, dict)
        else [one for one in value if one not in dropped]
        for name, value in schema.items()
    }
