"""What a table's columns hold, in figures and as a chart: of all rows, or of those that match."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import chart_page, column_page
from ckanext.scigov.tables.question import Question
from ckanext.scigov.tables.views.blueprint import RESOURCE, context, page_of, scigov_tables

PER_PAGE = 50


@scigov_tables.route(f"{RESOURCE}/columns")
def columns(id: str, resource_id: str) -> str:  # noqa: A002
    """Show figures of the columns."""
    asked = Question.from_query(tk.request.args)
    wish: dict[str, Any] = {
        "resource_id": resource_id,
        **asked.chosen,
        "limit": PER_PAGE,
        "offset": (asked.page - 1) * PER_PAGE,
    }
    found = tk.get_action("scigov_tables_column_statistics")(context(), wish)
    shown = column_page.page_of(found, asked, id)
    return page_of(resource_id, "columns.html", found=found, page=shown)


@scigov_tables.route(f"{RESOURCE}/chart")
def chart(id: str, resource_id: str) -> str:  # noqa: A002
    """Show a chart, the numbers in it, and the form to ask for another."""
    asked = Question.from_query(tk.request.args)
    words = {word: tk.request.args.get(word, "") for word in ("by", "sum", "period")}
    wish = {"resource_id": resource_id, **asked.chosen, **{w: t for w, t in words.items() if t}}
    found = tk.get_action("scigov_tables_chart_show")(context(), wish)
    return page_of(resource_id, "chart.html", page=chart_page.page_of(found, asked, id))
