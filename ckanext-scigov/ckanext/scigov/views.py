"""Addresses that belong to no feature: the health check, a repair of one of CKAN's; broken statements."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from ckan import model
from ckan.views import api

from ckanext.scigov import health

__all__ = ["scigov_health"]

scigov_health = Blueprint("scigov_health", __name__)


@scigov_health.route("/healthz")
def healthz() -> Response:
    """Answer 200 when every part is well, else 503; JSON with one word for each part."""
    parts = health.report()
    well = all(word == "ok" for word in parts.values())
    answer = jsonify({"status": "ok" if well else "unwell", **parts})
    answer.status_code = 200 if well else 503
    answer.headers["Cache-Control"] = "no-store"
    return answer


@scigov_health.route("/api/i18n/zh_Hans-CN")
def chinese_texts_of_scripts() -> Response | str:
    """Answer the address CKAN 2.12's script makes of ``zh-Hans-CN``.

    It replaces the first hyphen only, and after a refusal starts no module on any Chinese page.
    """
    return api.i18n_js_translations("zh_Hans_CN")


@scigov_health.app_errorhandler(SQLAlchemyError)
def after_a_broken_statement(error: SQLAlchemyError) -> NoReturn:
    """Make the database usable again before the error page asks it who is signed in."""
    model.Session.rollback()
    raise error
