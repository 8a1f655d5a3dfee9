"""Where a visitor comes from, when proxies of the house stand before the portal."""

from __future__ import annotations

from typing import Any

import flask
from werkzeug.middleware.proxy_fix import ProxyFix

import ckan.plugins.toolkit as tk

_PREFIX = "ckanext.scigov.visitors."


def install(app: Any) -> None:
    """Let ``request.remote_addr`` be what the outermost proxy of the house has seen."""
    if proxies := int(tk.config[_PREFIX + "proxies"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0, x_host=0)


def challenge_seconds() -> int:
    return int(tk.config[_PREFIX + "challenge_seconds"])


def challenge_minutes() -> int:
    return int(tk.config[_PREFIX + "challenge_minutes"])


def address() -> str | None:
    """Return the address the present request comes from; None when the server does not tell it, or outside one."""
    return tk.request.remote_addr if flask.has_request_context() else None
