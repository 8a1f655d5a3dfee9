"""What every page of ours does alike: who asks, refusals, forms that come back, pages of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask
from werkzeug import exceptions
from werkzeug.routing import IntegerConverter

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page

from ckanext.scigov.shared.toolkit_waiting import TryLater

PER_PAGE = 20
REFUSED = 409
"""A form that was not accepted comes back with this status."""


def context() -> Any:
    user = tk.current_user
    return {"user": user.name, "auth_user_obj": user}


class Number(IntegerConverter):
    """``<number:n>`` in an address: so many digits as any number of ours has, which none is too long to read."""

    regex = r"[0-9]{1,9}"


def with_numbers(made: flask.Blueprint) -> flask.Blueprint:
    """Return the blueprint; its addresses may hold ``<number:n>``."""
    made.record(lambda state: state.app.url_map.converters.update(number=Number))
    return made


def blueprint(name: str) -> flask.Blueprint:
    """Return a blueprint whose pages answer alike to whoever may not see them."""
    made = with_numbers(flask.Blueprint(name, __name__))
    made.register_error_handler(tk.NotAuthorized, _not_authorized)
    made.register_error_handler(tk.ObjectNotFound, _not_found)
    made.register_error_handler(TryLater, _try_later)
    return made


def kept_by_nobody(blueprint: flask.Blueprint) -> flask.Blueprint:
    """Let no proxy and no browser keep the pages of a blueprint: they are for one reader."""

    @blueprint.before_request
    def not_public() -> None:
        flask.request.environ["__no_cache__"] = True

    @blueprint.after_request
    def not_stored(response: flask.Response) -> flask.Response:
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return blueprint


def _not_authorized(_error: Exception) -> Any:
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=tk.request.full_path.rstrip("?"))
    return _page_of(exceptions.Forbidden(tk._("You may not see this page, or not do this.")))


def _not_found(_error: Exception) -> Any:
    return _page_of(exceptions.NotFound(tk._("This was not found, or it is not visible to you.")))


def _try_later(error: TryLater) -> Any:
    return _page_of(exceptions.default_exceptions[error.status](error.sentence))


def _page_of(error: exceptions.HTTPException) -> Any:
    """Return CKAN's page for an error: what a handler of errors raises, nobody handles."""
    return flask.current_app.handle_user_exception(error)


def number_of_page() -> int:
    return tk.h.get_page_number(tk.request.args)


def offset(per_page: int = PER_PAGE) -> int:
    return (number_of_page() - 1) * per_page


def page_of(items: Any, count: int, per_page: int = PER_PAGE) -> Page:
    """Return one page of a list that is cut already."""
    return Page(
        items, page=number_of_page(), items_per_page=per_page, item_count=count,
        presliced_list=True,
    )  # fmt: skip


def field(name: str) -> str:
    return tk.request.form.get(name, "").strip()


def fields(*names: str) -> dict[str, str]:
    """Return what a form says of these fields, empty ones left out."""
    return {name: value for name in names if (value := field(name))}


def errors_of(error: tk.ValidationError) -> Mapping[str, list[str]]:
    """Return an action's sentences by field."""
    return {
        name: [str(text) for text in (texts if isinstance(texts, list) else [texts])]
        for name, texts in error.error_dict.items()
    }
