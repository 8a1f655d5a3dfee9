"""``/agencies``: the register of bodies that data is shared with, and who belongs to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import name_queries
from ckanext.scigov.access.domain.agencies import AgencyState
from ckanext.scigov.access.views import asked

scigov_access_agencies = asked.blueprint("scigov_access_agencies")
Values = Mapping[str, Any]


@scigov_access_agencies.route("/agencies")
def index() -> str:
    """List agencies, searched by name or code."""
    words, state = tk.request.args.get("q", "").strip(), tk.request.args.get("state", "")
    states = [one.value for one in AgencyState]
    wanted = {"q": words, "limit": asked.PER_PAGE + 1, "offset": asked.offset()}
    if state in states:
        wanted["state"] = state
    found = tk.get_action("scigov_access_agency_list")(asked.context(), wanted)
    page = asked.page_of(found[: asked.PER_PAGE], asked.offset() + len(found))
    shown = {"page": page, "q": words, "state": state, "states": states}
    shown["may_register"] = _may("scigov_access_agency_register", {})
    return tk.render("scigov/access/agencies/index.html", shown)


@scigov_access_agencies.route("/agencies/new", methods=["GET", "POST"])
def new() -> Any:
    """Register an agency; somebody else approves it."""
    tk.check_access("scigov_access_agency_register", asked.context(), {})
    errors: Values = {}
    if tk.request.method == "POST":
        given = asked.fields("title", "credit_code", "organization_id")
        try:
            made = tk.get_action("scigov_access_agency_register")(asked.context(), given)
        except tk.ValidationError as error:
            errors = asked.errors_of(error)
        else:
            tk.h.flash_success(tk._("The agency is on the register and waits for approval."))
            return tk.redirect_to("scigov_access_agencies.read", id=made["id"])
    organizations = name_queries.organizations(model.Session)
    shown = {"errors": errors, "values": tk.request.form, "organizations": organizations}
    page = tk.render("scigov/access/agencies/new.html", shown)
    return (page, asked.REFUSED) if errors else page


@scigov_access_agencies.route("/agencies/<id>")
def read(id: str) -> str:  # noqa: A002
    """Show an agency; its members to those who may see them."""
    return _page(id, {})


@scigov_access_agencies.route("/agencies/<id>/decision", methods=["POST"])
def decide(id: str) -> Any:  # noqa: A002
    """Approve or suspend an agency."""
    suspends = asked.field("act") == "suspend"
    action = "scigov_access_agency_suspend" if suspends else "scigov_access_agency_approve"
    told = (
        tk._("The agency no longer counts: what is shared with it is closed to its members.")
        if suspends
        else tk._("The agency is approved: what is shared with departments is open to its members.")
    )
    return _done(action, id, {"id": id, "reason": asked.field("reason")}, told)


@scigov_access_agencies.route("/agencies/<id>/members", methods=["POST"])
def members(id: str) -> Any:  # noqa: A002
    """Let somebody belong to an agency, or no longer."""
    given = {"agency_id": id, "user": asked.field("user")}
    if asked.field("act") == "remove":
        told = tk._("The user no longer belongs to the agency.")
        return _done("scigov_access_agency_member_remove", id, given, told)
    given["capacity"] = asked.field("capacity")
    told = tk._("The user belongs to the agency.")
    return _done("scigov_access_agency_member_add", id, given, told)


def _done(action: str, agency_id: str, given: Values, told: str) -> Any:
    try:
        tk.get_action(action)(asked.context(), dict(given))
    except tk.ValidationError as error:
        errors = {"act": asked.field("act"), **asked.errors_of(error)}
        return _page(agency_id, errors), asked.REFUSED
    tk.h.flash_success(told)
    return tk.redirect_to("scigov_access_agencies.read", id=agency_id)


def _page(agency_id: str, errors: Values) -> str:
    agency = tk.get_action("scigov_access_agency_show")(asked.context(), {"id": agency_id})
    found = _members(agency_id)
    ids = {agency.get(name) or "" for name in ("registered_by", "decided_by")} - {""}
    shown = {
        "agency": agency,
        "members": found,
        "people": name_queries.names_of_users(model.Session, ids),
        "organization": _organization(agency),
        "roles": _roles(agency),
        "errors": errors,
        "values": tk.request.form,
        "may_decide": _may("scigov_access_agency_approve", {"id": agency_id}),
        "may_appoint": _may("scigov_access_agency_member_add", {"agency_id": agency_id}),
    }
    return tk.render("scigov/access/agencies/read.html", shown)


def _members(agency_id: str) -> Any:
    """Return one page of the members; None for those who may not see them."""
    wanted = {"agency_id": agency_id, "limit": asked.PER_PAGE + 1, "offset": asked.offset()}
    try:
        found = tk.get_action("scigov_access_agency_member_list")(asked.context(), wanted)
    except tk.NotAuthorized:
        return None
    return asked.page_of(found[: asked.PER_PAGE], asked.offset() + len(found))


def _organization(agency: Values) -> model.Group | None:
    organization_id = agency["organization_id"]
    return model.Session.get(model.Group, organization_id) if organization_id else None


def _roles(agency: Values) -> list[dict[str, Any]]:
    """Return the roles in the organisation that an agency also is, as far as the reader sees them."""
    if not agency["organization_id"]:
        return []
    scopes = [f"{kind}:{agency['organization_id']}" for kind in ("provider", "unit_tree")]
    listing = tk.get_action("scigov_access_role_list")
    return [one for scope in scopes for one in listing(asked.context(), {"scope": scope})]


def _may(action: str, given: dict[str, Any]) -> bool:
    try:
        tk.check_access(action, asked.context(), given)
    except tk.NotAuthorized:
        return False
    return True
