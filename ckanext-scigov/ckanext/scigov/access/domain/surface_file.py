"""Read the decoded ``surfaces.yaml`` strictly: whatever is not understood is refused in a sentence."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from ckanext.scigov.access.domain.surfaces import (
    Argument,
    Closed,
    Kind,
    Surface,
    SurfaceClass,
    Surfaces,
)

SECTIONS = ("actions", "endpoints")
KEYS = ("class", "object", "closed", "setting", "note")
ARGUMENT = re.compile(r"(?P<path>\w+(?:\.\w+)*)(?: if (?P<given>\w+)=(?P<value>\w+))?")
SETTING = re.compile(r"(?P<option>[\w.]+) = (?P<value>\S+)")

Member = TypeVar("Member", bound=enum.Enum)


def parse(decoded: Any) -> Surfaces:
    """Return the surfaces of a decoded file.

    Raises:
        ValueError: saying which entry is wrong, and how.
    """
    found: dict[str, dict[str, Surface]] = {section: {} for section in SECTIONS}
    for plugin, groups in _mapping("The file", decoded).items():
        for section, entries in _mapping(f"The plugin {plugin}", groups).items():
            if section not in SECTIONS:
                raise ValueError(
                    f"The plugin {plugin} has a section {section}; there are {_list(SECTIONS)}."
                )
            for surface in _surfaces(str(plugin), section, entries):
                if surface.name in found[section]:
                    raise ValueError(f"{surface.name} stands twice among the {section}.")
                found[section][surface.name] = surface
    return Surfaces.of(found["actions"], found["endpoints"])


def _surfaces(plugin: str, section: str, entries: Any) -> Iterator[Surface]:
    where = f"The section {section} of {plugin}"
    for name, entry in _mapping(where, entries).items():
        surface = _surface(str(name), plugin, _mapping(f"The entry {name}", entry))
        if section == "endpoints" and surface.closed is Closed.API:
            raise ValueError(f"{name} is an endpoint and no name of the API: close it to all.")
        yield surface


def _surface(name: str, plugin: str, entry: Mapping[str, Any]) -> Surface:
    for key in entry:
        if key not in KEYS:
            raise ValueError(f"{name} has a key {key!r}; there are {_list(KEYS)}.")
    if "class" not in entry:
        raise ValueError(f"{name} has no class.")
    return Surface(
        name=name,
        plugin=plugin,
        surface_class=_member(SurfaceClass, name, "class", entry["class"]),
        arguments=_arguments(name, entry.get("object")),
        closed=_member(Closed, name, "closed", entry.get("closed", Closed.NO)),
        setting=_setting(name, entry.get("setting")),
        note=_text(name, "note", entry.get("note", "")),
    )


def _arguments(name: str, recipe: Any) -> tuple[tuple[Kind, tuple[Argument, ...]], ...]:
    if recipe is None:
        return ()
    found = {
        _member(Kind, name, "kind of object", kind): _list_of_arguments(name, listed)
        for kind, listed in _mapping(f"The object of {name}", recipe).items()
    }
    return tuple((kind, found[kind]) for kind in Kind if kind in found)


def _list_of_arguments(name: str, listed: Any) -> tuple[Argument, ...]:
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"The object of {name} needs a list of arguments, not {listed!r}.")
    return tuple(_argument(name, text) for text in cast("list[Any]", listed))


def _argument(name: str, text: Any) -> Argument:
    found = ARGUMENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(
            f"{name} has an argument {text!r}; write 'id', 'match.id' or 'id if type=package'."
        )
    given = (found["given"], found["value"]) if found["given"] else None
    return Argument(tuple(found["path"].split(".")), given)


def _setting(name: str, text: Any) -> tuple[str, str] | None:
    if text is None:
        return None
    found = SETTING.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"{name} has a setting {text!r}; write 'option = value'.")
    return found["option"], found["value"]


def _member(kind: type[Member], name: str, key: str, value: Any) -> Member:
    try:
        return kind(value)
    except ValueError:
        known = _list([member.value for member in kind])
        raise ValueError(f"{name} has an unknown {key} {value!r}; there are {known}.") from None


def _mapping(where: str, value: Any) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where} must be a mapping, not {value!r}.")  # noqa: TRY004 (one error for all)
    return cast("Mapping[Any, Any]", value)


def _text(name: str, key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"The {key} of {name} must be a text, not {value!r}.")  # noqa: TRY004
    return value


def _list(words: Any) -> str:
    return ", ".join(words)
