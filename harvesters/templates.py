"""Requests with places to be filled: ``{page}`` in a list's address, ``{resId}`` in a record's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

from ckanext.scigov.intake.connector_settings import N_, Settings, WrongSetting
from ckanext.scigov_harvesters.session import Asked

PLACE = re.compile(r"\{([\w.:-]+)\}")
UNKNOWN_PLACE = N_("In the setting {key} stands {{{place}}}, and there is only: {known}.")
BODY_OF_GET = N_("The setting {key} is only for the method POST.")

Fill: TypeAlias = Callable[[str], Any]
"""Place → value; raises KeyError where there is none."""


@dataclass(frozen=True, slots=True)
class Template:
    """A request to be filled."""

    url: str
    method: str
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    is_form: bool

    def filled(self, fill: Fill, known: Mapping[str, str] | None = None) -> Asked:
        """Return the request.

        Raises:
            KeyError: a place has no value.
        """
        address = PLACE.sub(lambda place: quote(_text(fill(place[1])), safe=""), self.url)
        if query := _filled_parts(self.query, fill):
            address += ("&" if "?" in address else "?") + _encoded(query)
        if self.method == "GET":
            return Asked(address, known=known or {})
        body = _filled_parts(self.body, fill)
        kind = "x-www-form-urlencoded" if self.is_form else "json"
        sent = _encoded(body) if self.is_form else json.dumps(body, ensure_ascii=False)
        headers = {"Content-Type": f"application/{kind}; charset=utf-8"}
        return Asked(address, "POST", headers, sent.encode(), known or {})


def template_of(settings: Settings, url: str, places: Collection[str] | None) -> Template:
    """Read the settings ``method``, ``query``, ``body`` and ``body_form`` beside an address.

    Args:
        settings: the level they are on.
        url: the address, with places.
        places: the places there are; None where a record's fields are.

    Raises:
        WrongSetting: one is wrong.
    """
    method = settings.text("method", "GET", ("GET", "POST"))
    query, body = settings.mapping("query"), settings.mapping("body")
    is_form = settings.text("body_form", "json", ("json", "form")) == "form"
    if body and method == "GET":
        raise WrongSetting(BODY_OF_GET, key=settings.key("body"))
    for name, value in (("url", url), ("query", query), ("body", body)):
        for place in _places_in(value):
            if places is not None and place not in places:
                known = ", ".join(f"{{{one}}}" for one in places)
                raise WrongSetting(UNKNOWN_PLACE, key=settings.key(name), place=place, known=known)
    return Template(url, method, query, body, is_form)


def _places_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return PLACE.findall(value)
    if isinstance(value, Mapping):
        return [place for one in value.values() for place in _places_in(one)]
    if isinstance(value, list):
        return [place for one in value for place in _places_in(one)]
    return []


def _filled_parts(parts: Mapping[str, Any], fill: Fill) -> dict[str, Any]:
    """Fill the values; a parameter whose place holds nothing is left out."""
    found = {name: _filled(value, fill) for name, value in parts.items()}
    return {name: value for name, value in found.items() if value is not None}


def _filled(value: Any, fill: Fill) -> Any:
    if isinstance(value, str):
        # A place alone keeps its kind: a number stays a number in a JSON body.
        if alone := PLACE.fullmatch(value):
            return fill(alone[1])
        return PLACE.sub(lambda place: _text(fill(place[1])), value)
    if isinstance(value, Mapping):
        return {name: _filled(one, fill) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, fill) for one in value]
    return value


def _encoded(parts: Mapping[str, Any]) -> str:
    given = {
        name: [_text(one) for one in value] if isinstance(value, list) else _text(value)
        for name, value in parts.items()
    }
    return urlencode(given, doseq=True)


def _text(value: Any) -> str:
    """Return a value as it stands in an address; true and false as JSON has them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
