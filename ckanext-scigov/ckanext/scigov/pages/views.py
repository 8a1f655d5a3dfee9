"""Views that stand before CKAN's own for home page, dataset page and list of providers.

CKAN's home page asks for more than it shows; its dataset page asks once per
resource for previews we do not use, its list of providers thrice per provider.
The addresses, the endpoints' names for ``url_for`` and the templates stay CKAN's.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.views import api as core_api
from ckan.views import dataset as core_dataset

from ckanext.scigov.dcat.negotiating import negotiated
from ckanext.scigov.pages import home, providers
from ckanext.scigov.pages.public import before_request, public

blueprint = Blueprint("scigov_pages", __name__)
blueprint.before_app_request(before_request)


def _context() -> Any:
    user = tk.current_user
    return {"user": user.name, "auth_user_obj": user, "for_view": True}


@blueprint.route("/")
@public
def index() -> str:
    """Show the home page."""
    return tk.render("home/index.html", {"page": home.gather(_context())})


@blueprint.route("/dataset/<id>")
@negotiated
@public
def dataset(id: str) -> Any:  # noqa: A002 the name is CKAN's
    """Show one dataset without asking for previews resource by resource."""
    context = _context()
    # The session knows it as long as somebody holds it.
    known = _named(id)
    try:
        pkg_dict = tk.get_action("package_show")(context, {"id": known.id if known else id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        # CKAN decides between 404, 403 and the way to the login page.
        return core_dataset.read("dataset", id)
    if pkg_dict["type"] != "dataset":
        return core_dataset.read(pkg_dict["type"], id)
    if id == pkg_dict["id"] and id != pkg_dict["name"]:
        return tk.redirect_to("dataset.read", id=pkg_dict["name"])
    tk.g.pkg_dict, tk.g.pkg = pkg_dict, context["package"]
    template = core_dataset._get_pkg_template("read_template", "dataset")  # noqa: SLF001
    return tk.render(template, {"dataset_type": "dataset", "pkg_dict": pkg_dict})


def _named(name: str) -> model.Package | None:
    """Return what has this id or name; CKAN asks for the one and then for the other."""
    package = model.Package
    is_it = package.id == name
    found = sa.select(package).where(sa.or_(is_it, package.name == name)).order_by(is_it.desc())
    return model.Session.scalars(found.limit(1)).first()


@blueprint.route("/organization/")
@public
def organizations() -> str:
    """Show the providers, the fullest first."""
    words = tk.request.args.get("q", "").strip()
    number = tk.h.get_page_number(tk.request.args)
    try:
        page = providers.gather(_context(), words=words, number=number)
    except tk.NotAuthorized:
        return tk.abort(403, tk._("You may not see this page"))
    return tk.render(
        "organization/index.html", {"page": page, "q": words, "group_type": "organization"}
    )


@blueprint.route("/api/i18n/zh_Hans-CN")
def script_translations() -> Any:
    """Answer CKAN's scripts, which turn only the first hyphen of zh-Hans-CN into a low line."""
    return core_api.i18n_js_translations("zh_Hans_CN")
