"""Show schemas, worked out once instead of for every dataset.

``navl.validate`` flattens a dict, sorts its keys six times and unflattens it again. A show
schema is nearly always made of a few of CKAN's validators whose effect on the nested dict is
known; such a schema becomes a ``Level``, which gives the same dict. Errors are not collected,
because nobody asks for those of ``package_show``. Whatever is not known here is left to CKAN:
a schema (``compiled`` returns None) or a single dataset (``Uncovered``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from ckan.lib.navl import validators as navl
from ckan.lib.navl.dictization_functions import Invalid, StopOnError, missing
from ckan.logic import converters, validators
from ckan.types import Context

Dict = dict[str, Any]
Step = Callable[[Any, Context], Any]

_COPIED = navl.if_empty_same_as("x").__code__
_ONE_OF = validators.one_of([]).__code__
_CHECKS_ONLY: frozenset[CodeType] = frozenset(
    (
        _ONE_OF,
        validators.name_validator.__code__,
        validators.package_name_validator.__code__,
        # package_show runs with ignore_auth, where this one does nothing.
        validators.ignore_not_sysadmin.__code__,
        validators.extras_valid_json.__code__,
    )
)
"""Validators that report errors and leave the value alone."""
_BEFORE = ([], [validators.duplicate_extras_key], [validators.duplicate_extras_key, navl.ignore])
_DROPPED = object()


class Uncovered(Exception):
    """This dataset holds something that only CKAN's own validation knows what to make of."""


class _NotCompilable(Exception):
    pass


def compiled(schema: Mapping[str, Any]) -> Level | None:
    """Return the schema as a ``Level``; None where it has something unknown here."""
    try:
        return Level(schema, is_top=True)
    except _NotCompilable:
        return None


class Field:
    """The validators of one key."""

    def __init__(self, given: list[Any]) -> None:
        self.from_extras = bool(given) and given[0] is converters.convert_from_extras
        listed = given[1:] if self.from_extras else list(given)
        self.copies: str | None = None
        if listed and getattr(listed[0], "__code__", None) is _COPIED:
            self.copies = _copied_key(listed.pop(0))
        self.steps = [step for one in listed if (step := _step(one)) is not None]
        # By far the most frequent ones need no loop.
        self.keeps = not self.steps and self.copies is None
        self.keeps_what_is_there = self.steps == [_ignore_missing] and self.copies is None

    def value(self, given: Any, context: Context) -> Any:
        """Return what the validators leave of a value; ``_DROPPED`` for nothing."""
        value = given
        for step in self.steps:
            try:
                value = step(value, context)
            except Invalid:
                continue
            except _Kept:
                return value
            except StopOnError:
                return _DROPPED
        return value


class _Kept(Exception):
    """The rest of the validators is skipped, the value stays."""


def _step(validator: Any) -> Step | None:
    code = getattr(validator, "__code__", None)
    if code is None:
        raise _NotCompilable
    if code in _CHECKS_ONLY:
        return None
    known = _KNOWN.get(validator)
    if known is not None:
        return known
    if code.co_argcount == 1:
        return lambda value, _: validator(value)
    if code.co_argcount == 2:
        return validator
    # It sees and may change the whole dict.
    raise _NotCompilable


def _ignore_missing(value: Any, _: Context) -> Any:
    if value is missing or value is None:
        raise StopOnError
    return value


def _not_empty(value: Any, _: Context) -> Any:
    if value not in (False, 0, 0.0) and (value is missing or not value):
        raise _Kept
    return value


def _ignore(_value: Any, _: Context) -> Any:
    raise StopOnError


def _unicode_safe(value: Any, _: Context) -> Any:
    return value if isinstance(value, str) else navl.unicode_safe(value)


def _uncovered(_value: Any, _: Context) -> Any:
    raise Uncovered


_KNOWN: Mapping[Any, Step] = {
    navl.ignore_missing: _ignore_missing,
    navl.not_empty: _not_empty,
    navl.ignore: _ignore,
    navl.unicode_safe: _unicode_safe,
    # Behind ignore_missing, and no dataset is shown with this key.
    validators.tag_string_convert: _uncovered,
}


def _copied_key(validator: Any) -> str:
    (cell,) = validator.__closure__
    return cell.cell_contents


class Level:
    """The schema of a dataset, or of each dict in one of its lists."""

    def __init__(self, schema: Mapping[str, Any], *, is_top: bool = False) -> None:
        if not schema or schema.get("__before", []) not in _BEFORE or "__after" in schema:
            raise _NotCompilable
        if schema.get("__junk", [navl.empty]) != [navl.empty]:
            raise _NotCompilable
        own = {key: value for key, value in schema.items() if not key.startswith("__")}
        self.lists = {k: Level(v) for k, v in own.items() if isinstance(v, dict)}
        self.fields = {k: Field(v) for k, v in own.items() if isinstance(v, list)}
        self.from_extras = sorted(k for k, f in self.fields.items() if f.from_extras)
        self.copied = sorted(k for k, f in self.fields.items() if f.copies is not None)
        self.schema_keys = list(schema)
        self._unknown = _Unknown(schema.get("__extras"))
        self._is_top = is_top
        self._check(len(own))
        # Keys whose validators do something where the dataset does not have them.
        self._if_absent = [
            key
            for key, field in self.fields.items()
            if field.copies is None
            and (not field.steps or field.steps[0] not in (_ignore_missing, _ignore))
        ]

    def _check(self, keys: int) -> None:
        if len(self.lists) + len(self.fields) != keys or (self.from_extras and not self._is_top):
            raise _NotCompilable
        extras = self.lists.get("extras")
        if self.from_extras and (extras is None or not extras.leaves_absent_alone):
            raise _NotCompilable
        for key in self.copied:
            name = self.fields[key].copies or ""
            source = self.fields.get(name)
            # The source is settled first, because keys are taken in the order of the alphabet.
            if source is None or source.copies or source.from_extras or name > key:
                raise _NotCompilable

    @property
    def leaves_absent_alone(self) -> bool:
        """CKAN goes on validating extras that have become fields: nothing may come of it."""
        return not self.lists and all(
            field.steps[:1] in ([], [_ignore_missing], [_not_empty])
            and not field.copies
            and len(field.steps) < 2
            for field in self.fields.values()
        )

    def validated(self, data: Dict, context: Context) -> Dict:
        """Return what ``navl.validate`` returns for this dict."""
        result = self.applied(data, Context(context, schema_keys=self.schema_keys))  # type: ignore[typeddict-item]
        for key, value in data.items():
            if value == [] and isinstance(value, list) and key not in result:
                result[key] = []
        return result

    def applied(self, data: Dict, context: Context) -> Dict:
        """Return what is left of one dict; an empty one is none to CKAN."""
        plain, unknown, lists = self._sorted_out(data)
        if not (plain or unknown or self._is_top):
            if lists:
                # CKAN takes the lists of a dict that has nothing else for rubbish.
                raise Uncovered
            return {}
        if self.from_extras:
            self._take_from_extras(plain, lists)
        result = self._fields(plain, context)
        self._unknown.put(unknown, result)
        ordered = dict(sorted(result.items()))
        for key in sorted(lists):
            level = self.lists[key]
            found = [kept for one in lists[key] if (kept := level.applied(one, context))]
            if found:
                ordered[key] = found
        return ordered

    def _sorted_out(self, data: Dict) -> tuple[Dict, Dict, dict[str, list[Dict]]]:
        """Tell fields, what the schema does not know, and lists of dicts apart."""
        plain, unknown, lists = {}, {}, {}
        for key, value in data.items():
            if key in self.fields:
                plain[key] = value
            elif key not in self.lists:
                if key.startswith("__"):
                    raise Uncovered
                unknown[key] = value
            elif value and isinstance(value, list) and all(isinstance(v, dict) for v in value):
                lists[key] = value
            elif value == []:
                unknown[key] = value
            else:
                raise Uncovered
        return plain, unknown, lists

    def _take_from_extras(self, plain: Dict, lists: dict[str, list[Dict]]) -> None:
        """Make fields of the extras that the schema has as fields."""
        rest: dict[Any, Dict] = {}
        for extra in lists.get("extras", ()):
            key = extra.get("key")
            if not isinstance(key, str) or "value" not in extra or key in rest:
                raise Uncovered
            rest[key] = extra
        for key in self.from_extras:
            if key in rest:
                plain[key] = rest.pop(key)["value"]
        lists["extras"] = list(rest.values())

    def _fields(self, plain: Dict, context: Context) -> Dict:
        result: Dict = {}
        for key, given in plain.items():
            field = self.fields[key]
            if field.keeps:
                result[key] = given
            elif field.keeps_what_is_there:
                if given is not None and given is not missing:
                    result[key] = given
            elif field.copies is None:
                _put(result, key, field.value(given, context))
        for key in self._if_absent:
            if key not in plain:
                _put(result, key, self.fields[key].value(missing, context))
        for key in self.copied:
            self._copy(key, plain.get(key, missing), result, context)
        return result

    def _copy(self, key: str, given: Any, result: Dict, context: Context) -> None:
        """Fill an empty field with another one's value."""
        field = self.fields[key]
        if not given or given is missing:
            if field.copies not in result:
                raise Uncovered
            given = result[field.copies]
        _put(result, key, field.value(given, context))


def _put(result: Dict, key: str, value: Any) -> None:
    if value is not _DROPPED:
        result[key] = value


class _Unknown:
    """What becomes of keys that the schema does not name."""

    def __init__(self, given: list[Any] | None) -> None:
        names = [one for one in given or [] if getattr(one, "__code__", None) not in _CHECKS_ONLY]
        self._are_listed = given is None
        self._are_dropped = names == [navl.ignore]
        self._are_kept = [one for one in names if one is not navl.ignore_missing] == [
            navl.keep_extras
        ]
        if not (self._are_listed or self._are_dropped or self._are_kept):
            raise _NotCompilable

    def put(self, unknown: Dict, result: Dict) -> None:
        if not unknown or self._are_dropped:
            return
        if self._are_listed:
            result["__extras"] = unknown
        else:
            result.update(unknown)
