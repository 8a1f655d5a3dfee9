"""How each surface is asked about an entry: a method, an address, and what is sent.

Arguments come from ``surfaces.yaml``: what it says an argument names is put there. What an action needs
besides stands in ``bodies``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from access_matrix.bodies import LEFT_OUT, WISHES
from access_matrix.held import line_of
from access_matrix.site import Entry, Site
from ckanext.scigov.access import surfaces
from ckanext.scigov.access.domain.surfaces import Closed, Kind, Surface

NOTHING = "no-such-thing"
OF_APPLICATIONS = (
    "scigov_application", "scigov_inbox", "scigov_notices", "scigov_access_terms",
    "scigov_access_grant_show", "scigov_access_grant_token_list",
)  # fmt: skip
OF_DISPUTES = "scigov_dispute"
NUMBERED = {"scigov_tables", "scigov_reach"}
"""Blueprints whose addresses have numbers: of versions and rows, of sitemaps."""
OBJECTS = {Kind.DATASET, Kind.RESOURCE, Kind.TABLE, Kind.VIEW}


@dataclass(frozen=True, slots=True)
class Way:
    """A surface and one way to ask it: an action, or a rule of an endpoint with a method."""

    section: str
    name: str
    method: str
    rule: Any = None
    number: int = 0
    """Of several wishes to the same action."""

    @property
    def surface(self) -> Surface | None:
        return getattr(surfaces.known(), self.section).get(self.name)

    @property
    def has_object(self) -> bool:
        """Say whether it is asked about one entry; else one answer is about all."""
        surface = self.surface
        return surface is not None and any(kind in OBJECTS for kind, _ in surface.arguments)

    @property
    def is_of_applications(self) -> bool:
        """Say whether it leads to applications, to what is told of them, or to what they have given."""
        return self.name.startswith(OF_APPLICATIONS)

    @property
    def is_of_disputes(self) -> bool:
        return self.name.startswith(OF_DISPUTES)

    @property
    def address(self) -> str:
        """Return what is the same for two names of one address."""
        return f"{self.name} {self.number}" if self.rule is None else self.rule.rule

    @property
    def depends_on_object(self) -> bool:
        """Say whether each grade is asked for: not of what is closed before anybody looks at it."""
        surface = self.surface
        return self.has_object and surface is not None and surface.closed is Closed.NO

    def __str__(self) -> str:
        return f"{self.name} {self.method}{f' #{self.number}' if self.number else ''}" + (
            f" {self.rule.rule}" if self.rule is not None else ""
        )


@dataclass(frozen=True, slots=True)
class Ask:
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    query: Mapping[str, Any] | None = None
    file: bytes = b""
    """Sent as ``upload``, with the body as the fields of a form."""

    @property
    def text(self) -> str:
        """Return all that is sent, as one text."""
        return json.dumps([self.method, self.path, self.body, self.query], sort_keys=True)


@dataclass(frozen=True, slots=True)
class Form:
    """Which of an entry's resources is asked for, and by what: id, name or alias."""

    kind: str = ""
    by: str = "id"


def ways(site: Site) -> Iterator[Way]:
    """Yield every way in that this site has at this moment."""
    from ckan import logic

    for name in sorted(logic._actions):
        for number in range(len(WISHES.get(name, ({},)))):
            yield Way("actions", name, "POST", number=number)
    rules = sorted(site.app.flask_app.url_map.iter_rules(), key=lambda r: (r.endpoint, r.rule))
    seen = set()
    for rule in rules:
        for method in sorted({"GET", "POST"} & set(rule.methods)):
            key = (rule.endpoint, method, rule.rule)
            if key in seen or (rule.endpoint, method) in LEFT_OUT or rule.endpoint == "api.action":
                continue
            seen.add(key)
            yield Way("endpoints", rule.endpoint, method, rule)


def ask(site: Site, way: Way, entry: Entry, persona: str, form: Form = Form()) -> Ask:
    values = _values(site, way, entry, persona, form)
    if way.section == "actions":
        wishes = WISHES.get(way.name, ({},))[way.number]
        body = _filled(wishes, site, entry, persona)
        return Ask("POST", f"/api/action/{way.name}", {**_nested(values), **body})
    adapter = site.app.flask_app.url_map.bind("")
    named = {
        name: values.get(name, _other(way, name, site, entry, persona))
        for name in way.rule.arguments
    }
    path = adapter.build(
        way.rule.endpoint, {**named, **(way.rule.defaults or {})}, method=way.method
    )
    extra = {name: value for name, value in values.items() if name not in named and "." not in name}
    if way.method == "POST":
        return Ask("POST", path, {**extra, **_form_of(way, entry)})
    return Ask("GET", path, query=extra)


def _values(site: Site, way: Way, entry: Entry, persona: str, form: Form) -> dict[str, Any]:
    """Return what ``surfaces.yaml`` says stands in the arguments."""
    surface = way.surface
    if surface is None:
        return {"id": entry.dataset_id, "resource_id": entry.resources["link"]}
    found: dict[str, Any] = {}
    for kind, arguments in surface.arguments:
        argument = arguments[0]
        value = _named(site, way, kind, entry, persona, form)
        found[".".join(argument.path)] = value
        if argument.condition:
            found[argument.condition[0]] = argument.condition[1]
    return found


def _named(site: Site, way: Way, kind: Kind, entry: Entry, persona: str, form: Form) -> Any:
    if kind is Kind.DATASET:
        name = entry.name if form.by == "name" else entry.dataset_id
        return [name] if way.name.startswith("bulk_update") else name
    if kind is Kind.TABLE:
        if form.by == "alias" and form.kind in ("", "datastore"):
            return alias_of(entry)
        return entry.resources[form.kind or "datastore"]
    if kind is Kind.RESOURCE:
        return entry.resources[form.kind or _natural(way)]
    return {
        Kind.ORGANIZATION: site.provider,
        Kind.USER: site.people[persona]["user"] or site.people["plain"]["user"],
    }.get(kind, NOTHING)


def alias_of(entry: Entry) -> str:
    """Return the alias that the site gives the table of an entry."""
    return f"alias_{entry.dataset_id.replace('-', '_')}"


def _natural(way: Way) -> str:
    """Return the resource of which a surface gives the most."""
    if "dictionary" in way.name:
        return "link"
    if any(word in way.name for word in ("download", "gateway", "tables")):
        return "upload"
    return "datastore" if "datastore" in way.name else "link"


def _other(way: Way, name: str, site: Site, entry: Entry, persona: str) -> str:
    """Return what stands in an address beside what ``surfaces.yaml`` speaks of."""
    blueprint = way.name.partition(".")[0]
    ids = {
        "organization": site.provider,
        "feeds": site.provider,
        "user": site.people["plain"]["user"],
        "scigov_outside": line_of(entry.dataset_id),
    }
    return {
        "ver": "3", "logic_function": "status_show", "_format": "ttl", "lang": "en",
        "name": "ttl" if blueprint == "scigov_dcat" else NOTHING,
        "filename": "x.csv", "sequence": 1, "ending": "json", "register": "systems", "id": ids.get(blueprint, entry.dataset_id),
        "resource_id": entry.resources["link"], **({"number": 1, "row": 1} if blueprint in NUMBERED else {}),
    }.get(name, NOTHING)  # fmt: skip


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"resource": {"id": 1}}`` for ``{"resource.id": 1}``."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        *above, last = name.split(".")
        place = found
        for step in above:
            place = place.setdefault(step, {})
        place[last] = value
    return found


def _filled(wish: Mapping[str, Any], site: Site, entry: Entry, persona: str) -> Any:
    """Put ids in the place of words in braces."""
    words = {
        "dataset": entry.dataset_id,
        "name": entry.name,
        "provider": site.provider,
        "me": site.people[persona]["user"] or site.people["plain"]["user"],
        "owner": site.people["owner_editor"]["user"],
        **entry.resources,
    }
    text = json.dumps(wish)
    for word, value in words.items():
        text = text.replace(f"<{word}>", value)
    return json.loads(text)


def _form_of(way: Way, entry: Entry) -> dict[str, str]:
    return (
        {"save": "go", "title": "t", "name": "n", "delete": "", "confirm": "1"} if way.name else {}
    )
