"""Pages that belong to no feature: the health check."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

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
