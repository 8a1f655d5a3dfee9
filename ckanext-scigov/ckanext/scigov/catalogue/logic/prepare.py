"""What the product fills in before an entry is validated, so that people type less.

Runs as scheming's ``before_validators`` on form and API alike. It never refuses; it never
overwrites what the caller sent, but for an entry not yet classified, which is made private where
nothing else keeps it closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scheming.validation import scheming_validator

from ckanext.scigov.catalogue import legal_bases, vocabularies
from ckanext.scigov.catalogue.domain import retention
from ckanext.scigov.catalogue.domain.grades import UNCLASSIFIED
from ckanext.scigov.catalogue.domain.legal_bases import with_citation
from ckanext.scigov.catalogue.gathered import GATHERED_CONTEXT
from ckanext.scigov.catalogue.logic.flat import Flat, Key
from ckanext.scigov.catalogue.logic.from_registers import set_from_registers
from ckanext.scigov.catalogue.logic.tags import use_tag_string
from ckanext.scigov.shared import clock, ids

ENTRY = "entry"
GATHERED = "gathered"
KEEPER_OF_GRADES = "scigov_access"

Data = dict[Key, Any]
Converter = Callable[[Key, Data, Any, Any], None]


@scheming_validator
def scigov_catalogue_prepare(field: None, schema: dict[str, Any]) -> Converter:
    def converter(key: Key, data: Data, errors: Any, context: Any) -> None:
        entry = Flat(data)
        package = context.get("package")
        keep_automatic_fields(entry, package, schema["dataset_fields"])
        set_profile(entry, package, context)
        use_tag_string(data)
        set_name(entry, package)
        if entry.text("security_level") == UNCLASSIFIED:
            entry.set("security_level", "")
        write_laws(entry)
        if entry.text("catalogue_profile") == ENTRY:
            set_defaults(entry, package, schema["dataset_fields"])
            set_from_provider(entry)
            set_license(entry)
            set_from_registers(entry, package)
            set_structure(entry, package)
        set_kind(entry)
        set_retention(entry, package)
        close_unclassified(entry)
        for resource in entry.children("resources"):
            prepare_resource(resource, package, schema["resource_fields"])

    return converter


def is_automatic(field: Mapping[str, Any]) -> bool:
    """Tell whether no form sends the field, so that absence does not mean deletion."""
    return "form_snippet" in field and field["form_snippet"] is None


def keep_automatic_fields(
    entry: Flat, package: model.Package | None, fields: list[dict[str, Any]]
) -> None:
    """CKAN's update replaces the whole dataset: keep what a form does not even show."""
    if package is None:
        return
    for field in fields:
        name = field["field_name"]
        if is_automatic(field) and not entry.has(name) and name in package.extras:
            entry.set(name, package.extras[name])


def set_profile(entry: Flat, package: model.Package | None, context: Any) -> None:
    """Harvesting code and sysadmins may write gathered entries; who edits one leaves it one.

    Everybody else writes complete entries. An entry never becomes a gathered one by their hand.
    """
    stored = package.extras.get("catalogue_profile") if package else None
    wanted = entry.text("catalogue_profile")
    may_gather = context.get(GATHERED_CONTEXT) or _is_sysadmin(context) or stored == GATHERED
    entry.set("catalogue_profile", GATHERED if may_gather and wanted == GATHERED else ENTRY)


def _is_sysadmin(context: Any) -> bool:
    user = context.get("auth_user_obj") or model.User.get(context.get("user") or "")
    return bool(user and getattr(user, "sysadmin", False))


def set_name(entry: Flat, package: model.Package | None) -> None:
    """Make the address from the title: CKAN would make ``__`` of a Chinese one."""
    if entry.text("name"):
        return
    if package is not None:
        entry.set("name", package.name)
    elif entry.text("title"):
        entry.set("name", ids.dataset_name(entry.text("title"), _is_dataset_name_taken))


def _is_dataset_name_taken(name: str) -> bool:
    return name in ("new", "edit", "search") or model.Package.get(name) is not None


def set_defaults(entry: Flat, package: model.Package | None, fields: list[dict[str, Any]]) -> None:
    """Fill what a new entry does not mention. An empty value is an answer and stays."""
    if package is None:
        for field in fields:
            if "default" in field and not entry.has(field["field_name"]):
                entry.set(field["field_name"], field["default"])
    if entry.is_empty("issued"):
        entry.set("issued", (package and package.extras.get("issued")) or today().isoformat())


def today() -> dt.date:
    """Return the day it is where the portal's readers are."""
    zone = tk.config.get("ckan.display_timezone") or "Asia/Shanghai"
    return clock.now().astimezone(ZoneInfo(zone if zone != "server" else "Asia/Shanghai")).date()


def set_from_provider(entry: Flat) -> None:
    """Take source unit and contact from the provider's profile where none are given."""
    provider = model.Group.get(entry.text("owner_org")) if entry.text("owner_org") else None
    if provider is None:
        return
    if entry.is_empty("authoritative_source"):
        entry.set("authoritative_source", provider.title or provider.name)
    if entry.is_empty("contact"):
        profile: dict[str, str] = getattr(provider, "extras", {})
        contact = entry.child("contact", 0)
        for part in ("name", "email", "phone", "url"):
            if profile.get(f"contact_{part}"):
                contact.set(part, profile[f"contact_{part}"])
        if not contact.text("name") and not entry.is_empty("contact"):
            contact.set("name", provider.title or provider.name)


def set_license(entry: Flat) -> None:
    """Data open on conditions are under the terms agreed on application unless one is named."""
    if entry.text("open_type") == "conditional" and entry.is_empty("license_id"):
        entry.set("license_id", "other-closed")


def write_laws(entry: Flat) -> None:
    """Write the laws that were chosen out of the register into the bases."""
    for law, basis in legal_bases.LAW_OF.items():
        if not entry.is_empty(law):
            entry.set(basis, with_citation(entry.text(basis), entry.text(law)))
            entry.set(law, "")


def set_structure(entry: Flat, package: model.Package | None) -> None:
    """Take structure and medium from the data form; they go with it where it changes."""
    stored = package.extras if package else {}
    form = vocabularies.find("data_form", entry.text("data_form")) or {}
    old = vocabularies.find("data_form", stored.get("data_form") or "") or {}
    for field, key in (("data_structure", "structure"), ("data_medium", "medium")):
        value = entry.text(field)
        was_derived = value == old.get(key) == stored.get(field) and form != old
        if not value or was_derived:
            entry.set(field, form.get(key, ""))


def set_kind(entry: Flat) -> None:
    """A sub-kind says which kind it is of."""
    subkind = vocabularies.find("data_subkind", entry.text("data_subkind"))
    if subkind and entry.is_empty("data_kind"):
        entry.set("data_kind", subkind["kind"])


def set_retention(entry: Flat, package: model.Package | None) -> None:
    """Take the period from the sub-kind or the kind of data, and the last day from the period."""
    kind = vocabularies.find("data_kind", entry.text("data_kind"))
    subkind = vocabularies.find("data_subkind", entry.text("data_subkind")) or {}
    if entry.is_empty("retention_period") and entry.is_empty("retention_until") and kind:
        usual = subkind.get("default_retention") or kind["default_retention"]
        entry.set("retention_period", usual)
    period = vocabularies.find("retention_period", entry.text("retention_period"))
    if period is None:
        return
    stored = package.extras if package else {}
    is_new_period = stored.get("retention_period") not in (None, entry.text("retention_period"))
    is_old_day = entry.text("retention_until") == stored.get("retention_until")
    if not entry.is_empty("retention_until") and not (is_new_period and is_old_day):
        return
    issued_on = _date(entry.text("issued"))
    years = period.get("years")
    until = retention.kept_until(issued_on, years).isoformat() if issued_on and years else ""
    entry.set("retention_until", until)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def close_unclassified(entry: Flat) -> None:
    """Let 待定级 be closed to all but its provider where no grades are kept that close it.

    With graded access an entry is unclassified until its grade is approved, and saved meanwhile: made
    private then, it would stay so after the approval.
    """
    if p.plugin_loaded(KEEPER_OF_GRADES):
        return
    # Without a provider there is nobody to close it to: that is the provider's error, not this.
    if not entry.text("security_level") and entry.text("owner_org"):
        entry.set("private", True)


def prepare_resource(
    resource: Flat, package: model.Package | None, fields: list[dict[str, Any]]
) -> None:
    stored = find_stored_resource(resource, package)
    for field in fields:
        name = field["field_name"]
        if stored is not None and is_automatic(field) and not resource.has(name):
            value = stored_value(stored, name)
            if value not in (None, ""):
                resource.set(name, value)
    if resource.is_empty("name") and not resource.is_empty("url"):
        path = unquote(urlsplit(resource.text("url")).path).rstrip("/")
        resource.set("name", path.rsplit("/", 1)[-1] or resource.text("url"))
    name_items(resource)


def find_stored_resource(resource: Flat, package: model.Package | None) -> Any:
    if package is None or not resource.text("id"):
        return None
    return next((r for r in package.resources if r.id == resource.text("id")), None)


def stored_value(stored: Any, name: str) -> Any:
    return stored.extras.get(name) if name in stored.extras else getattr(stored, name, None)


def name_items(resource: Flat) -> None:
    """Make the field names that were left empty from the data items' Chinese titles."""
    items = list(resource.children("data_items"))
    taken = {item.text("name").lower() for item in items}
    for item in items:
        if item.is_empty("name") and not item.is_empty("title"):
            name = ids.item_name(item.text("title"), taken)
            item.set("name", name)
            taken.add(name)
