"""``/roles``: who holds which role where, until when; giving and taking back."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import name_queries
from ckanext.scigov.access.domain.roles import Role, ScopeKind
from ckanext.scigov.access.standings import reader
from ckanext.scigov.access.views import asked

scigov_access_roles = asked.blueprint("scigov_access_roles")
GIVEN = ("user", "role", "from", "until", "substitute_for", "reason")


@scigov_access_roles.route("/roles", methods=["GET", "POST"])
def index() -> Any:
    """List roles that the reader may see; give one."""
    if tk.request.method == "GET":
        return _page({})
    given = {**asked.fields(*GIVEN), "scope": _scope()}
    try:
        tk.get_action("scigov_access_role_grant")(asked.context(), given)
    except tk.ValidationError as error:
        return _page(asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(tk._("The role has been given."))
    return tk.redirect_to("scigov_access_roles.index")


@scigov_access_roles.route("/roles/<id>/revocation", methods=["POST"])
def revoke(id: str) -> Any:  # noqa: A002
    """Take a role back."""
    given = {"id": id, "reason": asked.field("reason")}
    try:
        tk.get_action("scigov_access_role_revoke")(asked.context(), given)
    except tk.ValidationError as error:
        return _page({"revoked": id, **asked.errors_of(error)}), asked.REFUSED
    tk.h.flash_success(tk._("The role has been taken back."))
    return tk.redirect_to("scigov_access_roles.index")


def _scope() -> str:
    kind, organization = asked.field("scope_kind"), asked.field("organization")
    return kind if kind == ScopeKind.PLATFORM.value else f"{kind}:{organization}"


def _page(errors: Any) -> str:
    chosen = {name: tk.request.args.get(name, "").strip() for name in ("user", "role")}
    ended = tk.request.args.get("ended") == "1"
    narrowed: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    if chosen["role"] not in {role.value for role in Role}:
        narrowed.pop("role", None)
    wanted = {**narrowed, "limit": asked.PER_PAGE + 1, "offset": asked.offset()}
    wanted["include_ended"] = ended
    found = tk.get_action("scigov_access_role_list")(asked.context(), wanted)
    principal = reader()
    may_give = principal.is_sysadmin or any(
        held.role is Role.CHIEF_DATA_OFFICER for held in principal.roles
    )
    shown = {
        "page": asked.page_of(found[: asked.PER_PAGE], asked.offset() + len(found)),
        "chosen": chosen,
        "ended": ended,
        "roles": [role.value for role in Role],
        "scopes": [kind.value for kind in ScopeKind],
        "organizations": name_queries.organizations(model.Session) if may_give else [],
        "may_give": may_give,
        "errors": errors,
        "values": tk.request.form,
    }
    return tk.render("scigov/access/roles/index.html", shown)
