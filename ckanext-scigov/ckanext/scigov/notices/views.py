"""``/notices``: what the reader was told, and how he wants to be told."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import toolkit_pages as asked

scigov_notices = asked.blueprint("scigov_notices")


@scigov_notices.route("/notices")
def index() -> Any:
    """Show the reader's notices, a page at a time."""
    found = tk.get_action("scigov_notices_notice_list")(
        asked.context(), {"limit": asked.PER_PAGE, "offset": asked.offset()}
    )
    return tk.render(
        "scigov/notices/index.html",
        {
            "page": asked.page_of(found["results"], found["count"]),
            "unread": found["unread"],
            "setting": tk.get_action("scigov_notices_setting_show")(asked.context(), {}),
        },
    )


@scigov_notices.route("/notices/read", methods=["POST"])
def read() -> Any:
    """Mark one notice as read, or all of them."""
    wish = {"id": asked.field("id"), "all": asked.field("all")}
    try:
        tk.get_action("scigov_notices_notice_read")(asked.context(), wish)
    except tk.ValidationError as error:
        _complain(error)
    return tk.redirect_to("scigov_notices.index", page=asked.field("page") or None)


@scigov_notices.route("/notices/setting", methods=["POST"])
def setting() -> Any:
    """Keep how the reader wants to be told."""
    wish = {"mail": asked.field("mail") == "yes", "language": asked.field("language")}
    try:
        tk.get_action("scigov_notices_setting_update")(asked.context(), wish)
    except tk.ValidationError as error:
        _complain(error)
    else:
        tk.h.flash_success(tk._("It is kept how you want to be told."))
    return tk.redirect_to("scigov_notices.index")


def _complain(error: tk.ValidationError) -> None:
    tk.h.flash_error(" ".join(text for one in asked.errors_of(error).values() for text in one))
