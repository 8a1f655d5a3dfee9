"""The figures as an open dataset: an entry of the catalogue whose file is a table like any other.

The product writes the file and, once, what the entry says; from then on the entry is its organisation's: who
edits it is not overwritten. Its grade is proposed and put in force by an approver, as for every entry.
"""

from __future__ import annotations

import enum
import hashlib
import io
from typing import Any

from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import figure_table
from ckanext.scigov.dispute.logic import counted
from ckanext.scigov.shared import toolkit_csv

NAME = "dispute-figures"
_TEXTS = {
    "title": "数据疑义处理情况统计",
    "notes": "各提供单位收到的数据疑义（纠错）数量、受理比例、按期更正比例和答复用时中位数，由平台根据办理记录自动统计。",
    "tag_string": "数据质量,疑义反馈,纠错,统计",
    "source_system": "科技数据开放平台",
}
_CODES = {
    "data_kind": "interaction",
    "theme": ["GOVE"],
    "license_id": "cc-by",
    "data_form": "spreadsheet",
    "update_cycle": "daily",
    "security_level": "1",
    "share_type": "unconditional",
    "open_type": "unconditional",
}
_ITEMS = (
    ("unit_id", "单位标识", "C", "责任单位在本平台的标识"),
    ("unit_title", "单位名称", "C", "责任单位的名称"),
    ("number", "疑义数量", "N", "已确认的疑义件数，合并的按一件计"),
    ("accepted", "受理比例", "N", "已作出受理决定的疑义中受理的比例，单位为百分比；尚无决定时为空"),
    ("corrected_in_time", "按期更正比例", "N", "已更正的疑义中按期更正的比例，单位为百分比；尚无更正时为空"),
    ("median_days", "答复用时中位数", "N", "从转办到答复所用工作日的中位数；尚无答复时为空"),
)  # fmt: skip


class Done(enum.Enum):
    """What came of publishing."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    NO_FIGURES = "no_figures"
    """No unit has got a dispute yet; there is no table of nothing."""


class NotPublished(Exception):
    """Why the figures cannot be published; full sentences."""


def publish(organization: str) -> Done:
    """Let the entry ``dispute-figures`` of an organisation have the figures of now; commits.

    Args:
        organization: its id or name.

    Raises:
        NotPublished: there is no such organisation, the entry's name is taken, or the catalogue refuses it.
    """
    owner = model.Group.get(organization)
    if owner is None or not owner.is_organization or owner.state != model.State.ACTIVE:
        raise NotPublished(f"There is no organisation {organization}.")
    figures = counted.shown(model.Session, "")
    if not figures["units"]:
        return Done.NO_FIGURES
    content = toolkit_csv.text_of(figure_table.lines(figures)).encode()
    try:
        return _write(owner.id, content)
    except tk.ValidationError as error:
        raise NotPublished(
            f"The catalogue refused the entry {NAME}: {error.error_dict}."
        ) from error


def _write(owner_id: str, content: bytes) -> Done:
    package = model.Package.get(NAME)
    if package is None:
        _call("package_create", {**_entry(owner_id), "resources": [_resource(content)]})
        return Done.CREATED
    if package.owner_org != owner_id or package.state != model.State.ACTIVE:
        raise NotPublished(
            f"The name {NAME} is taken by an entry of another organisation, or by one that was"
            " deleted. Rename that entry, or remove it for good."
        )
    known = _file_of(package)
    if known is None:
        _call("resource_create", {"package_id": package.id, **_resource(content)})
    elif known.hash == hashlib.sha256(content).hexdigest():
        return Done.UNCHANGED
    else:
        _call("resource_patch", {"id": known.id, "upload": _upload(content)})
    return Done.UPDATED


def _file_of(package: model.Package) -> model.Resource | None:
    """Return the entry's resource with our file, whatever it is called in the catalogue."""
    for one in package.resources:
        if one.url_type == "upload" and one.url.rsplit("/", 1)[-1] == figure_table.FILE_NAME:
            return one
    return None


def _entry(owner_id: str) -> dict[str, Any]:
    return {"name": NAME, "owner_org": owner_id, **_TEXTS, **_CODES}


def _resource(content: bytes) -> dict[str, Any]:
    names = ("name", "title", "data_type", "description")
    return {
        "name": "各单位疑义处理情况",
        "format": "CSV",
        "upload": _upload(content),
        "data_items": [dict(zip(names, one, strict=True)) for one in _ITEMS],
    }


def _upload(content: bytes) -> FileStorage:
    return FileStorage(
        io.BytesIO(content), filename=figure_table.FILE_NAME, content_type="text/csv"
    )


def _call(action: str, data: dict[str, Any]) -> None:
    """Call an action as the site itself: who runs the command or sets the option has settled it."""
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    tk.get_action(action)({"user": site["name"], "ignore_auth": True}, data)
