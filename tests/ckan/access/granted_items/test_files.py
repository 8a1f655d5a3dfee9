"""Files, statistics and previews for whom two of three data items are granted."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from three_items import FILES, GIVEN, HEAD, TWO, as_csv, lines

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import uploader

from ckanext.scigov.access import config, entrance, queries
from ckanext.scigov.access.domain import marks
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.policy import Operation

pytestmark = pytest.mark.usefixtures("clean_site", "now")
LEFT_OUT = "不向您提供的列已从本文件中略去。"
WAYS = ["/access", "/access/x.csv", "/download", "/download/x.csv"]


@pytest.mark.parametrize("way", WAYS)
def test_in_place_of_the_original_a_csv_is_made(publish, issued, token, get, owner_editor, way):
    made = publish()
    assert get(token, made, way).status_code == 403
    number = issued(made.dataset_id, items=TWO).number
    answer = get(token, made, way)
    notice, head, *rows = lines(answer)
    assert (notice, head, rows) == ([f"# {LEFT_OUT}"], [HEAD[0], HEAD[2]], GIVEN)
    assert answer.headers["X-Scigov-Grant"] == number
    assert "canary" not in answer.get_data(as_text=True) + str(answer.headers)
    assert get(owner_editor["token"], made, way).get_data() == as_csv()


def test_a_workbook_stays_a_workbook(publish, issued, token, get):
    made = publish("xlsx")
    issued(made.dataset_id, items=TWO)
    book = openpyxl.load_workbook(io.BytesIO(get(token, made, "/access").get_data()))
    data, notice = ([list(row) for row in sheet.values] for sheet in book)
    assert data == [[HEAD[0], HEAD[2]], *([one, int(other)] for one, other in GIVEN)]
    assert notice == [[LEFT_OUT]]
    issued(made.dataset_id)
    book = openpyxl.load_workbook(io.BytesIO(get(token, made, "/access").get_data()))
    assert book.active["B9"].value == "canary-cell-7 hiddenword"


@pytest.mark.parametrize("kind", ["pdf", "txt"])
def test_what_is_no_table_is_not_opened_though_it_has_a_dictionary(
    publish, issued, token, get, kind
):
    made = publish(kind)
    issued(made.dataset_id, items=TWO)
    for way in ("", "/access", "/inline", "/download"):
        assert "canary-0" not in get(token, made, way).get_data(as_text=True)
        assert get(token, made, way).get_data() != FILES[kind]()
    assert get(token, made, "/access").status_code == 403
    issued(made.dataset_id)
    assert get(token, made, "/access").get_data() == FILES[kind]()


def test_a_resource_without_a_dictionary_is_not_opened(publish, issued, token, get):
    made = publish()
    issued(made.dataset_id, items=TWO)
    answer = get(token, made, "/access", other=True)
    assert (answer.status_code, "urlcanary" in str(answer.headers)) == (403, False)
    assert "urlcanary" not in get(token, made, other=True).get_data(as_text=True)
    issued(made.dataset_id)
    answer = get(token, made, "/access", other=True)
    assert (answer.status_code, "urlcanary" in answer.headers["Location"]) == (302, True)


def test_the_place_and_earlier_files_are_not_given(publish, issued, token, get, call):
    made = publish()
    issued(made.dataset_id, items=TWO)
    with pytest.raises(tk.NotAuthorized, match="some data items, not the whole"):
        call("plain", "location_show", resource_id=made.resource_id)
    assert get(token, made, "/versions/1/file").status_code == 403
    issued(made.dataset_id)
    assert call("plain", "location_show", resource_id=made.resource_id)["hash"]
    assert get(token, made, "/versions/1/file").get_data() == as_csv()


@pytest.mark.with_plugins("image_view")
def test_settings_of_views_are_not_given(publish, issued, token, call):
    made = publish()
    view = {"resource_id": made.resource_id, "title": "图", "view_type": "image_view", "order": 0}
    model.Session.add(model.ResourceView(**view))
    model.Session.commit()
    views = lambda: len(  # noqa: E731
        tk.get_action("resource_view_list")({"user": "plain"}, {"id": made.resource_id})
    )
    issued(made.dataset_id, items=TWO)
    assert views() == 0
    issued(made.dataset_id)
    assert views() == 1


def test_nothing_else_reads_the_path(publish, issued, token, app, principal):
    """The uploader gives the path of an original to whoever may have all of it."""
    made = publish()

    def path() -> str:
        obj = queries.resource_object(model.Session, made.resource_id)
        with app.flask_app.test_request_context("/"):
            entrance._let_in(principal("plain"), Operation.DATA, obj)
            given = uploader.get_resource_uploader({"id": made.resource_id})
            return Path(given.get_path(made.resource_id)).name

    issued(made.dataset_id, items=TWO)
    assert path() == "none"
    issued(made.dataset_id)
    assert path() != "none"


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_rows_as_files_have_the_granted_columns(publish, issued, token, get, ending):
    made = publish()
    issued(made.dataset_id, items=TWO)
    body = get(token, made, f"/rows.{ending}").get_data(as_text=True)
    assert ("canary" in body, GIVEN[59][0] in body, LEFT_OUT in body) == (False, True, True)
    for query in ({"sort": HEAD[1]}, {"fc": HEAD[1], "fo": "contains", "fv": "canary"}):
        assert get(token, made, f"/rows.{ending}", **query).status_code == 400
    found = get(token, made, "/rows.csv", q="hiddenword")
    assert len(lines(found)) == 2


def test_statistics_and_charts_know_the_granted_columns_alone(publish, issued, token, get, rows):
    made = publish()
    issued(made.dataset_id, items=TWO)
    found = rows("plain", made, "scigov_tables_column_statistics")
    assert "canary" not in str(found)
    assert HEAD[2] in str(found)
    with pytest.raises(tk.ValidationError):
        rows("plain", made, "scigov_tables_chart_show", by=HEAD[1])
    assert "canary" not in str(rows("plain", made, "scigov_tables_chart_show", by=HEAD[0]))
    for way in ("/columns", "/chart"):
        assert "canary-cell" not in get(token, made, way).get_data(as_text=True)


def test_the_page_of_the_table_shows_the_granted_columns(publish, issued, token, get):
    made = publish()
    issued(made.dataset_id, items=TWO)
    body = get(token, made).get_data(as_text=True)
    assert ("canary-cell" in body, "hiddenword" in body, GIVEN[0][0] in body) == (
        False,
        False,
        True,
    )
    issued(made.dataset_id)
    assert "canary-cell-1" in get(token, made).get_data(as_text=True)


def test_a_mark_is_borne_by_what_is_granted(publish, issued, token, get):
    made = publish()
    number = issued(made.dataset_id, items=TWO, obligations=Obligations(watermark=True)).number
    notice, left_out, head, *rows = lines(get(token, made, "/access"))
    assert (number in notice[0], left_out) == (True, [f"# {LEFT_OUT}"])
    assert head == [HEAD[0], HEAD[2]]
    assert [[cell.rstrip() for cell in row] for row in rows] == GIVEN
    numbers = [number, "SQ2026-0000-0000"]
    assert marks.found(config.mark_key(), numbers, [row[0] for row in rows]) == [number]


@pytest.mark.parametrize("terms", [{"query_only": True}, {"no_onward_transfer": True}])
def test_other_terms_hold_as_ever(publish, issued, token, get, terms):
    made = publish()
    issued(made.dataset_id, items=TWO, obligations=Obligations(**terms))
    answer = get(token, made, "/access")
    assert (answer.status_code, GIVEN[0][0] in answer.get_data(as_text=True)) == (403, False)


def test_who_gets_it_is_on_record(publish, issued, token, get, recorded):
    made = publish()
    issued(made.dataset_id, items=TWO)
    get(token, made, "/access")
    assert ("plain", "data.download") in recorded(made.resource_id)
