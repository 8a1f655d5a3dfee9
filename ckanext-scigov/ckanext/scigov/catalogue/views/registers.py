"""``/provider/ID/systems`` and ``/provider/ID/business-items``: the registers of a provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import picking, queries, reference, sentences_registers
from ckanext.scigov.catalogue.domain.registers import Register, not_registered
from ckanext.scigov.shared import toolkit_pages as asked

scigov_catalogue_registers = asked.blueprint("scigov_catalogue_registers")
ADDRESS = f"/provider/<id>/<any({', '.join(repr(one.value) for one in Register)}):register>"
ACTIONS = {
    Register.SYSTEMS: "scigov_catalogue_system_",
    Register.BUSINESS_ITEMS: "scigov_catalogue_business_item_",
}
FORM = "scigov/catalogue/registers/edit.html"
MOST = 1000
Values = Mapping[str, Any]


@scigov_catalogue_registers.route(ADDRESS)
def index(id: str, register: str) -> str:  # noqa: A002
    """List what is registered, and the names in entries that are not."""
    of = Register(register)
    wanted = {"organization_id": id, "include_retired": True, "limit": MOST}
    entries = tk.get_action(f"{ACTIONS[of]}list")(asked.context(), wanted)
    shown = _shown(id, of)
    if shown["may_write"]:
        used = picking.names_in_entries(asked.context(), of, shown["provider"].id)
        in_use = [one["title"] for one in entries if not one["retired_at"]]
        shown["not_registered"] = not_registered(used, in_use)
    return tk.render("scigov/catalogue/registers/index.html", {**shown, "entries": entries})


@scigov_catalogue_registers.route(f"{ADDRESS}/new", methods=["GET", "POST"])
def new(id: str, register: str) -> Any:  # noqa: A002
    """Register something; ``title`` in the address adopts a name that entries use."""
    of = Register(register)
    tk.check_access(f"{ACTIONS[of]}create", asked.context(), {"organization_id": id})
    values = {"title": tk.request.args.get("title", "")}
    return _form(id, of, values, "create", {"organization_id": id})


@scigov_catalogue_registers.route(f"{ADDRESS}/<entry_id>", methods=["GET", "POST"])
def edit(id: str, register: str, entry_id: str) -> Any:  # noqa: A002
    """Describe something anew."""
    of = Register(register)
    tk.check_access(f"{ACTIONS[of]}update", asked.context(), {"id": entry_id})
    entry = tk.get_action(f"{ACTIONS[of]}show")(asked.context(), {"id": entry_id})
    if entry["retired_at"] or entry["organization_id"] != _provider(id).id:
        raise tk.ObjectNotFound
    return _form(id, of, entry, "update", {"id": entry_id}, entry=entry)


@scigov_catalogue_registers.route(f"{ADDRESS}/<entry_id>/retire", methods=["POST"])
def retire(id: str, register: str, entry_id: str) -> Any:  # noqa: A002
    """Propose something no longer."""
    of = Register(register)
    try:
        tk.get_action(f"{ACTIONS[of]}retire")(asked.context(), {"id": entry_id})
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(t for texts in asked.errors_of(error).values() for t in texts))
    else:
        tk.h.flash_success(
            tk._("It is retired: entries that name it keep it, new ones do not see it.")
        )
    return tk.redirect_to("scigov_catalogue_registers.index", id=id, register=register)


def _form(
    provider: str, of: Register, values: Values, verb: str, given: Values, **more: Any
) -> Any:
    errors: Values = {}
    if tk.request.method == "POST":
        fields = [field["field_name"] for field in reference.load("registers.yaml")[of.value]]
        values = {name: asked.field(name) for name in fields}
        try:
            tk.get_action(ACTIONS[of] + verb)(asked.context(), {**given, **values})
        except tk.ValidationError as error:
            errors = asked.errors_of(error)
        else:
            tk.h.flash_success(tk._("The register is up to date."))
            return tk.redirect_to(
                "scigov_catalogue_registers.index", id=provider, register=of.value
            )
    page = tk.render(FORM, {**_shown(provider, of), "values": values, "errors": errors, **more})
    return flask.make_response(page, asked.REFUSED) if errors else page


def _shown(provider: str, of: Register) -> dict[str, Any]:
    """Return what both pages say of the register."""
    found = _provider(provider)
    return {
        "provider": found,
        "register": of.value,
        "registers": {one.value: sentences_registers.TITLES[one]() for one in Register},
        "new_title": sentences_registers.NEW[of](),
        "fields": reference.load("registers.yaml")[of.value],
        "may_write": _may(f"{ACTIONS[of]}create", {"organization_id": found.id}),
    }


def _provider(name: str) -> model.Group:
    found = model.Session.get(model.Group, queries.provider_id(model.Session(), name) or "")
    if found is None:
        raise tk.ObjectNotFound
    return found


def _may(action: str, given: dict[str, Any]) -> bool:
    try:
        tk.check_access(action, asked.context(), given)
    except tk.NotAuthorized:
        return False
    return True
