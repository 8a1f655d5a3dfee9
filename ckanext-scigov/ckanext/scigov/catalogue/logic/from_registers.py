"""What an entry is given by the system and the business item that it names."""

from __future__ import annotations

from ckan import model

from ckanext.scigov.catalogue import picking
from ckanext.scigov.catalogue.domain.registers import Register
from ckanext.scigov.catalogue.logic.flat import Flat


def set_from_registers(entry: Flat, package: model.Package | None) -> None:
    """Take the system's code and, where none is chosen, the business item's update cycle."""
    _set_code(entry, package)
    item = entry.text("business_item")
    if item and entry.is_empty("update_cycle"):
        found = picking.registered(Register.BUSINESS_ITEMS, entry.text("owner_org"), item)
        if found is not None:
            entry.set("update_cycle", getattr(found, "update_cycle", ""))


def _set_code(entry: Flat, package: model.Package | None) -> None:
    """The code goes with the name, unless somebody has typed another."""
    name, code = entry.text("source_system"), entry.text("source_system_code")
    stored = package.extras if package else {}
    is_other = name != stored.get("source_system", "")
    was_kept = code == stored.get("source_system_code", "")
    if not name or not is_other or not was_kept:
        return
    found = picking.registered(Register.SYSTEMS, entry.text("owner_org"), name)
    if found is not None:
        entry.set("source_system_code", found.code)
    elif code:
        entry.set("source_system_code", "")
