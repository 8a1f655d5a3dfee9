"""Actions on packages and what the receiver says of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.reporting import (
    arriving,
    config,
    packaging,
    parties,
    queries,
    sentences,
    service,
    shown,
)
from ckanext.scigov.reporting.domain import elements, receipts
from ckanext.scigov.reporting.domain.receipts import Problem, Wrong
from ckanext.scigov.reporting.logic import schema
from ckanext.scigov.reporting.logic.calling import TRANSLATED, by_of, commit, given_beside_file
from ckanext.scigov.reporting.queries import Narrowed
from ckanext.scigov.shared.toolkit_inputs import checked, nothing, takes


@TRANSLATED
@takes(nothing)
def scigov_reporting_package_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make the next package: what is new, changed or withdrawn since the receiver's last answers.

    Args:
        context: CKAN's.
        data_dict: nothing.

    Returns:
        As ``scigov_reporting_package_show``.

    Raises:
        NotAuthorized: the caller is neither steward nor approver of the whole register.
        ValidationError: nothing has changed, or no entry is complete yet.
    """
    checked("scigov_reporting_package_create", context, data_dict)
    sequence = packaging.make(context, by_of(context))
    commit(context)
    return _package(sequence)


@tk.side_effect_free
@takes(schema.packages)
def scigov_reporting_package_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List packages, the newest first.

    Args:
        context: CKAN's.
        data_dict: ``limit`` (50), ``offset``.

    Returns:
        ``count`` and ``results``, as ``scigov_reporting_package_show`` gives each.

    Raises:
        NotAuthorized: the caller has no role for the whole register.
    """
    data = checked("scigov_reporting_package_list", context, data_dict)
    session = model.Session()
    found, count = queries.packages(session, data["limit"], data["offset"])
    counts = queries.counts_of(session, [one.sequence for one in found])
    results = [shown.package(one, counts.get(one.sequence, {})) for one in found]
    return {"count": count, "results": results}


@tk.side_effect_free
@TRANSLATED
@takes(schema.package)
def scigov_reporting_package_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a package: its numbers, its checksum, how far it is answered.

    Args:
        context: CKAN's.
        data_dict: ``sequence``.

    Returns:
        ``sequence``, ``previous``, ``made_at``, ``state`` (waiting, answered, superseded), ``new``,
        ``changed``, ``withdrawn``, ``lacking``, ``size``, ``sha256``, ``outcomes`` (outcome → number).

    Raises:
        NotAuthorized: the caller has no role for the whole register.
        NotFound: there is no package of this number.
    """
    data = checked("scigov_reporting_package_show", context, data_dict)
    return _package(data["sequence"])


@TRANSLATED
@takes(schema.package)
def scigov_reporting_package_file(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Open the file of a package, for pages and commands; it is put on record.

    Args:
        context: CKAN's.
        data_dict: ``sequence``.

    Returns:
        ``path`` of the file and its ``name``.

    Raises:
        NotAuthorized: the caller has no role for the whole register.
        NotFound: there is no package of this number, or its file is gone.
    """
    data = checked("scigov_reporting_package_file", context, data_dict)
    found = queries.find_package(model.Session(), data["sequence"])
    path = config.file_store().path(found.storage_key) if found else None
    if path is None or not path.is_file():
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    number = str(data["sequence"])
    by_of(context).record(model.Session(), "reporting.download", "reporting_package", number)
    commit(context)
    return {"path": path, "name": f"catalogue-1272-{int(number):06d}.zip"}


@tk.side_effect_free
@takes(schema.lines)
def scigov_reporting_line_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List what packages told of which resource, and what the receiver said.

    Args:
        context: CKAN's.
        data_dict: ``sequence``, ``outcome`` (waiting, accepted, refused, superseded), ``provider`` (id)
            narrow it; ``is_open``: only what was said last of each resource; ``limit`` (100), ``offset``.

    Returns:
        ``count``; ``providers``, each with ``id``, ``title`` and ``count``; ``results`` with
        ``sequence``, ``code``, ``dataset_id``, ``title``, ``provider``, ``change``, ``outcome``,
        ``reason``, ``receiver_code``, ``answered_at``. Members of providers get their own.

    Raises:
        NotAuthorized: the caller has no role for the whole register, and belongs to no provider.
    """
    data = checked("scigov_reporting_line_list", context, data_dict)
    wish = Narrowed(
        _providers(context),
        data.get("sequence", 0),
        data.get("outcome", ""),
        data.get("provider", ""),
        data.get("is_open", False),
    )
    session = model.Session()
    found, count = queries.lines(session, wish, data["limit"], data["offset"])
    providers = [
        {"id": id_, "title": title, "count": number}
        for id_, title, number in queries.by_provider(session, wish)
    ]
    return {
        "count": count,
        "providers": providers,
        "results": [shown.line(one) for one, _ in found],
    }


@tk.side_effect_free
@takes(schema.lacking)
def scigov_reporting_lacking_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List what the last package could not tell of, and why not.

    Args:
        context: CKAN's.
        data_dict: ``limit`` (100), ``offset``.

    Returns:
        ``count`` and ``results``: ``dataset_id``, ``title``, ``provider``, ``reasons`` in the guide's
        words. Members of providers get their own.

    Raises:
        NotAuthorized: as ``scigov_reporting_line_list``.
    """
    data = checked("scigov_reporting_lacking_list", context, data_dict)
    whose, session = _providers(context), model.Session()
    found, count = queries.lacking(session, whose, data["limit"], data["offset"])
    return {"count": count, "results": [shown.lacking(one) for one in found]}


@TRANSLATED
@takes(schema.package, uploads=("upload",))
def scigov_reporting_receipt_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take the receiver's answers to a package (回执): all of the file, or nothing.

    Args:
        context: CKAN's.
        data_dict: ``sequence`` of the package; ``upload``, XLSX, XLS, CSV or JSON with the columns
            数据包序号, 信息资源代码, 处理结果 (接收, 退回), 原因, 接收方代码.

    Returns:
        ``problems`` (``line``, ``column``, ``value``, ``sentence``): where there are any, nothing was
        taken; how many were ``accepted`` and ``refused``, and how many are ``waiting`` still.

    Raises:
        NotAuthorized: the caller is neither steward nor approver of the whole register.
        NotFound: there is no package of this number.
        ValidationError: no file, one that cannot be read, or a package that waits for no receipt.
    """
    data = given_beside_file("scigov_reporting_receipt_import", context, data_dict)
    session = model.Session()
    package = service.lock_for_receipt(session, data["sequence"])
    with arriving.readable():
        lines = arriving.receipt(data_dict.get("upload"))
    needed = (receipts.SEQUENCE, elements.CODE, receipts.RESULT)
    missing = arriving.columns_missing(lines, needed)
    problems = tuple(Problem(0, name, Wrong.COLUMN_MISSING) for name in missing)
    counts = {"accepted": 0, "refused": 0}
    if not problems:
        found = receipts.read(package.sequence, lines, queries.outcomes(session, package.sequence))
        problems = found.problems
        if not problems:
            counts = service.take_receipt(session, package, found.answers, by_of(context))
            commit(context)
    return {"problems": [sentences.told(one) for one in problems], **counts}


def _package(sequence: int) -> dict[str, Any]:
    found = queries.find_package(model.Session(), sequence)
    if found is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return shown.package(found, queries.counts_of(model.Session(), [sequence]).get(sequence, {}))


def _providers(context: Any) -> Collection[str] | None:
    """Return the providers whose lines somebody gets; None: all."""
    principal = principal_from(context)
    return None if parties.sees_reports(principal) else parties.providers_of(principal)
