"""Actions about what is wrong: with a document that somebody gives, with the feed, and how the catalogue scores."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dcat import (
    checked_apart,
    config,
    feed,
    giving,
    judging,
    rates,
    report_queries,
    sentences,
)
from ckanext.scigov.dcat.checked_apart import BrokenShapes, Checked, TookTooLong
from ckanext.scigov.dcat.domain import names, scoring
from ckanext.scigov.dcat.domain.checking import Finding, Severity
from ckanext.scigov.dcat.domain.incoming import Unreadable
from ckanext.scigov.dcat.domain.scoring import Dimension, Indicator, Shares
from ckanext.scigov.dcat.logic import schema
from ckanext.scigov.dcat.report_queries import Rule
from ckanext.scigov.shared.fetching import NotFetched
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, nothing, takes, valid

log = logging.getLogger(__name__)
MOST_TOLD = 500
LONGEST_VALUE = 200


@translated({})
@takes(schema.check, may_upload=("upload",))
def scigov_dcat_check(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Check a document of RDF against the shapes of this site. Nothing that it names is fetched.

    Args:
        context: CKAN's.
        data_dict: one of ``text``, ``upload``, ``address``; ``form`` (``ttl``, ``rdf``, ``jsonld``, ``nt``), else the
            one that the document shows.

    Returns:
        ``form``; ``triples``, how many there are; ``errors``, ``warnings`` and ``infos``, how many there are;
        ``findings``, the gravest first, at most 500, with ``severity``, ``focus``, ``path``, ``property``, ``value``,
        ``zh``, ``en``, ``shape``.

    Raises:
        ValidationError: the document cannot be read, or is too large, or does not come.
    """
    given = {name: value for name, value in data_dict.items() if name != "upload"}
    tk.check_access("scigov_dcat_check", context, given)
    upload = data_dict.get("upload") or None
    asked = valid("scigov_dcat_check", context, given)
    _only_one(asked, upload)
    rates.checked(actor_from(context).user_id)
    limits, seconds = config.limits(), config.check_seconds()
    try:
        document = giving.given(asked, upload, limits, seconds)
        found = checked_apart.check(document, limits, seconds, judging.shape_files())
    except NotFetched as error:
        raise tk.ValidationError(
            {"address": [sentences.not_fetched(error.reason, error.status)]}
        ) from None
    except BrokenShapes as error:
        # Which of the machine's files it is, is the administrator's business.
        log.warning("Nothing can be checked: %s", sentences.broken(error))
        raise tk.ValidationError({"state": [sentences.not_usable()]}) from None
    except Unreadable as error:
        raise tk.ValidationError({_where(asked, upload): [sentences.unreadable(error)]}) from None
    except TookTooLong:
        raise tk.ValidationError({_where(asked, upload): [sentences.took_too_long()]}) from None
    return {"form": document.form, **_told(found)}


def _only_one(asked: dict[str, Any], upload: Any) -> None:
    ways = [bool(upload), bool(asked.get("text")), bool(asked.get("address"))]
    if sum(ways) != 1:
        message = tk._("Give one of these: a text, a file, or an address.")
        raise tk.ValidationError({"text": [message]})


def _where(asked: dict[str, Any], upload: Any) -> str:
    return "upload" if upload else "address" if asked.get("address") else "text"


def _told(found: Checked) -> dict[str, Any]:
    counts = [sum(one.severity is each for one in found.findings) for each in Severity]
    return {
        "triples": found.triples,
        **dict(zip(("errors", "warnings", "infos"), counts, strict=True)),
        "findings": [_finding(one) for one in found.findings[:MOST_TOLD]],
    }


def _finding(one: Finding) -> dict[str, str]:
    return {
        "severity": one.severity.value, "focus": one.focus, "path": one.path, "property": names.short(one.path),
        "value": one.value[:LONGEST_VALUE], "zh": one.zh, "en": one.en, "shape": one.shape,
    }  # fmt: skip


@tk.side_effect_free
@takes(schema.report)
def scigov_dcat_report_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show what is wrong with the public's feed, as far as it was checked: of what it holds at this moment.

    Args:
        context: CKAN's.
        data_dict: ``limit`` and ``offset`` of the datasets with errors.

    Returns:
        ``checked_at``, when the job ran last (UTC), or null; ``datasets``, how many the feed holds; ``checked``,
        ``with_errors``, ``with_warnings``, how many of them; ``rules``, what is wrong with them, the gravest first, with
        ``severity``, ``path``, ``property``, ``zh``, ``en``, ``datasets``, ``times``; ``catalogue``, the same of the
        catalogue itself; ``results``, datasets with errors, with ``id``, ``name``, ``title``, ``errors``; ``count``.
    """
    asked = checked("scigov_dcat_report_show", context, data_dict)
    session, labels = model.Session(), feed.labels_of()
    summary = report_queries.summary(session, labels)
    faulty = report_queries.with_errors(session, labels, asked["offset"], asked["limit"])
    return {
        "checked_at": _moment(report_queries.last_round(session)),
        "datasets": summary.datasets,
        "checked": summary.checked,
        "with_errors": summary.with_errors,
        "with_warnings": summary.with_warnings,
        "rules": [_rule(one) for one in report_queries.rules(session, labels)],
        "catalogue": [_rule(one) for one in report_queries.of_catalogue(session)],
        "results": [
            {"id": one.id, "name": one.name, "title": one.title, "errors": one.errors} for one in faulty
        ],
        "count": summary.with_errors,
    }  # fmt: skip


def _rule(one: Rule) -> dict[str, Any]:
    return {
        "severity": one.severity, "path": one.path, "property": names.short(one.path), "zh": one.zh, "en": one.en,
        "datasets": one.datasets, "times": one.times,
    }  # fmt: skip


def _moment(at: dt.datetime | None) -> str | None:
    return at and at.astimezone(dt.timezone.utc).isoformat(timespec="seconds")


@tk.side_effect_free
@takes(nothing)
def scigov_dcat_score_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show how the public's feed scores by the measure of data.europa.eu, and what would raise it.

    Args:
        context: CKAN's.
        data_dict: nothing.

    Returns:
        ``total`` of ``most`` points; ``rating`` (``excellent``, ``good``, ``sufficient``, ``bad``) and ``label``;
        ``datasets``, how many were scored; ``dimensions``, with ``code``, ``label``, ``points``, ``most``, and
        ``indicators`` with ``code``, ``points``, ``most``; ``gains``, the most points first, with ``code``,
        ``sentence``, ``datasets`` that lack it, ``points`` that it is worth.

    Raises:
        NotAuthorized: the caller does not answer for the whole register.
    """
    checked("scigov_dcat_score_show", context, data_dict)
    found = report_queries.shares(model.Session(), feed.labels_of())
    rating = scoring.rating(found.total)
    return {
        "total": round(found.total, 1),
        "most": scoring.MOST,
        "rating": rating,
        "label": sentences.RATINGS[rating](),
        "datasets": found.datasets,
        "dimensions": [_dimension(one, found) for one in Dimension],
        "gains": [_gain(one, found) for one in found.gains],
    }


def _dimension(dimension: Dimension, found: Shares) -> dict[str, Any]:
    own = [one for one in scoring.INDICATORS if one.dimension is dimension]
    return {
        "code": dimension.value,
        "label": sentences.DIMENSIONS[dimension](),
        "points": round(sum(found.points(one) for one in own), 1),
        "most": sum(one.points for one in own),
        "indicators": [
            {"code": one.code, "points": round(found.points(one), 1), "most": one.points} for one in own
        ],
    }  # fmt: skip


def _gain(one: Indicator, found: Shares) -> dict[str, Any]:
    return {
        "code": one.code, "sentence": sentences.INDICATORS[one.code](), "datasets": found.lacking(one),
        "points": round(one.points - found.points(one), 1),
    }  # fmt: skip
