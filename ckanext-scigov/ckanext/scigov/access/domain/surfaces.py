"""Every way in, and what it may reveal: the file ``surfaces.yaml`` as values.

A surface is an action or an endpoint. Nothing here decides: a surface says which operation of the
policy stands behind it and which arguments name the object. What has no surface is refused.
"""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, cast

from ckanext.scigov.access.domain.policy import Operation


class SurfaceClass(str, enum.Enum):
    """The most that an answer may reveal, or what a call changes (surfaces.yaml has the words)."""

    NEUTRAL = "NEUTRAL"
    EXISTENCE = "EXISTENCE"
    META = "META"
    LOCATE = "LOCATE"
    DATA = "DATA"
    WRITE = "WRITE"
    GRADE = "GRADE"
    ADMIN = "ADMIN"


OPERATIONS: Mapping[SurfaceClass, Operation] = MappingProxyType(
    {
        SurfaceClass.EXISTENCE: Operation.DISCOVER,
        SurfaceClass.META: Operation.META,
        SurfaceClass.LOCATE: Operation.LOCATE,
        SurfaceClass.DATA: Operation.DATA,
        SurfaceClass.WRITE: Operation.WRITE,
        SurfaceClass.GRADE: Operation.SET_GRADE,
    }
)
"""What the policy is asked. NEUTRAL and ADMIN leave it to CKAN's own auth functions."""


class Closed(str, enum.Enum):
    NO = "no"
    API = "api"
    """No name of the API; pages and commands may call it."""
    ALL = "all"


class Kind(str, enum.Enum):
    """What an argument names. The order is the one in which objects are looked for.

    A resource comes before the dataset it is said to be of: CKAN serves the resource and never
    compares the two.
    """

    RESOURCE = "resource"
    TABLE = "table"
    """A resource by its id, or by an alias of its table."""
    VIEW = "view"
    FILE = "file"
    ACTIVITY = "activity"
    HARVEST_OBJECT = "harvest_object"
    HARVEST_JOB = "harvest_job"
    HARVEST_SOURCE = "harvest_source"
    DATASET = "dataset"
    ORGANIZATION = "organization"
    GROUP = "group"
    USER = "user"


EVERY_ARGUMENT_COUNTS = frozenset({Kind.RESOURCE, Kind.TABLE, Kind.VIEW})
"""Two arguments that name different ones are two objects: who decides must not guess which is read.

Elsewhere the others may be no name yet: ``package_update`` has the id, and the new name.
"""
UNUSABLE = ""
"""The id of nothing, for an argument that is no text: what is unknown is denied."""


@dataclasses.dataclass(frozen=True, slots=True)
class ObjectRef:
    """An object as the caller names it: an id, a name or an alias. It need not exist."""

    kind: Kind
    value: str


@dataclasses.dataclass(frozen=True, slots=True)
class Argument:
    """Where a name stands: ``id``, ``match.id``, ``object if object_type=package``."""

    path: tuple[str, ...]
    condition: tuple[str, str] | None = None

    def names_in(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is named; a list names several."""
        if self.condition and values.get(self.condition[0]) != self.condition[1]:
            return ()
        found: Any = values
        for step in self.path:
            found = _opened(found).get(step)
        if found is None or found in ("", [], ()):
            return ()
        several = cast("list[Any]", found) if isinstance(found, (list, tuple)) else [found]
        return tuple(one if isinstance(one, str) else UNUSABLE for one in several)


@dataclasses.dataclass(frozen=True, slots=True)
class Surface:
    name: str
    plugin: str
    """Who registers it; ``ckan`` is CKAN itself."""
    surface_class: SurfaceClass
    arguments: tuple[tuple[Kind, tuple[Argument, ...]], ...] = ()
    """In the order of ``Kind``."""
    closed: Closed = Closed.NO
    setting: tuple[str, str] | None = None
    """The option, and its value, without which it is not registered."""
    note: str = ""

    @property
    def operation(self) -> Operation | None:
        """What the policy must permit; None where the policy has no say."""
        return OPERATIONS.get(self.surface_class)

    def objects_in(self, values: Mapping[str, Any]) -> tuple[ObjectRef, ...]:
        """Return the objects that these arguments name; the first is the one that is served."""
        return tuple(dict.fromkeys(self._objects_in(values)))

    def _objects_in(self, values: Mapping[str, Any]) -> Iterator[ObjectRef]:
        for kind, arguments in self.arguments:
            for argument in arguments:
                names = argument.names_in(values)
                yield from (ObjectRef(kind, name) for name in names)
                if names and kind not in EVERY_ARGUMENT_COUNTS:
                    break


def _by_name() -> Mapping[str, Surface]:
    return MappingProxyType({})


@dataclasses.dataclass(frozen=True, slots=True)
class Surfaces:
    """All that is classified."""

    actions: Mapping[str, Surface] = dataclasses.field(default_factory=_by_name)
    endpoints: Mapping[str, Surface] = dataclasses.field(default_factory=_by_name)
    names_of_the_api: frozenset[str] = frozenset()
    """Actions that the API may call."""
    open_endpoints: frozenset[str] = frozenset()

    @classmethod
    def of(cls, actions: Mapping[str, Surface], endpoints: Mapping[str, Surface]) -> Surfaces:
        return cls(
            MappingProxyType(dict(actions)),
            MappingProxyType(dict(endpoints)),
            frozenset(n for n, one in actions.items() if one.closed is Closed.NO),
            frozenset(n for n, one in endpoints.items() if one.closed is Closed.NO),
        )

    def with_more(self, more: Surfaces) -> Surfaces:
        """Add surfaces of another file.

        Raises:
            ValueError: it has one that is classified here. A file can add, and loosen nothing.
        """
        for kind, here, there in (
            ("action", self.actions, more.actions),
            ("endpoint", self.endpoints, more.endpoints),
        ):
            for name in sorted(set(here) & set(there)):
                raise ValueError(
                    f"The {kind} {name} is classified already, by {here[name].plugin}; "
                    "another file can add to what is classified and change none of it."
                )
        return Surfaces.of({**self.actions, **more.actions}, {**self.endpoints, **more.endpoints})


def _opened(value: Any) -> Mapping[str, Any]:
    """Return the dictionary behind a value: forms send one as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
