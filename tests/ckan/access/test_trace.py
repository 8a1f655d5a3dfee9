"""``ckan scigov access trace``: from a leaked file to the grant whose mark it bears."""

from __future__ import annotations

import json
import random
from types import SimpleNamespace

import openpyxl
import pytest
from click.testing import CliRunner

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access import visible_rows
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.cli import scigov
from ckanext.scigov.tables import export_files

pytestmark = pytest.mark.usefixtures("now")
ROWS = [{"title": f"第{n}号 科技计划项目", "n": n} for n in range(150)]


@pytest.fixture
def held(table_of, issued, plain, persona):
    """A table that ``plain`` and one other may have, each with a mark of his own."""
    resource_id = table_of("conditional", records=ROWS)
    dataset_id = model.Resource.get(resource_id).package_id
    grant = issued(dataset_id, obligations=Obligations(watermark=True))
    for user in (f"other{n}" for n in range(8)):
        other = helpers.call_action(
            "user_create", name=user, email=f"{user}@a.org", password="x" * 12
        )
        issued(dataset_id, user_id=other["id"], obligations=Obligations(watermark=True))
    return SimpleNamespace(resource_id=resource_id, dataset_id=dataset_id, number=grant.number)


@pytest.fixture
def dump(held, app, plain, tmp_path):
    context = {"user": plain, "ignore_auth": True}
    token = helpers.call_action("api_token_create", context=context, user=plain, name="t")

    def made(form):
        address = f"/datastore/dump/{held.resource_id}?format={form}"
        answer = app.get(address, headers={"Authorization": token["token"]})
        path = tmp_path / f"leaked.{form}"
        path.write_bytes(answer.get_data())
        return path

    return made


@pytest.fixture
def workbook(held, principal, tmp_path):
    """The workbook that the holder gets in place of the original."""
    table = visible_rows.table_of(principal("plain"), held.resource_id)
    path = tmp_path / "leaked.xlsx"
    titles = ("数据", "说明")
    with export_files.workbook(table.columns, table.rows(), ["notice"], titles) as file:
        path.write_bytes(file.read())
    return path


def trace(path):
    return CliRunner().invoke(scigov, ["access", "trace", str(path)])


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_a_dump_leads_to_its_grant(held, dump, form):
    answer = trace(dump(form))
    assert answer.exit_code == 0, answer.output
    assert answer.output.count(held.number) == 2
    title = model.Package.get(held.dataset_id).title
    for part in (title, model.User.get("plain").fullname or "plain", "2026-09-24", "授权对象"):
        assert part in answer.output
    assert "other" not in answer.output


def test_a_workbook_leads_to_its_grant(held, workbook):
    answer = trace(workbook)
    assert (answer.exit_code, held.number in answer.output) == (0, True)


def test_part_of_it_copied_elsewhere_is_enough(held, dump, workbook, tmp_path):
    rows = json.loads(dump("json").read_text())["records"]
    random.Random(7).shuffle(rows)
    copy = openpyxl.Workbook()
    for row in rows[:90]:
        copy.active.append([row[2], row[1]])
    copy.save(tmp_path / "copied.xlsx")
    gbk = tmp_path / "copied.csv"
    gbk.write_bytes("\r\n".join(f"{row[2]};{row[1]}" for row in rows[:90]).encode("gbk"))
    for path in (tmp_path / "copied.xlsx", gbk):
        answer = trace(path)
        assert (answer.exit_code, held.number in answer.output) == (0, True)


def test_the_same_rows_from_elsewhere_bear_no_mark(held, tmp_path):
    path = tmp_path / "foreign.csv"
    path.write_text("title,n\n" + "".join(f"{row['title']},{row['n']}\n" for row in ROWS))
    answer = trace(path)
    assert (answer.exit_code, "SQ2026" in answer.output) == (1, False)
    assert "150 different cells" in answer.output
    assert "too little" not in answer.output


def test_too_little_is_said_to_be_too_little(held, dump, tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("".join(dump("csv").read_text().splitlines(keepends=True)[2:12]))
    answer = trace(path)
    assert (answer.exit_code, "10 different cells" in answer.output) == (1, True)
    assert "约需 40 个" in answer.output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.xlsx", b"PK\x03\x04 and no workbook"),
        ("bomb.xml", b'<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'),
    ],
)
def test_what_cannot_be_read_is_not_called_clean(held, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    answer = trace(path)
    assert answer.exit_code == 2
    assert "cannot be read" in answer.output
    assert trace(tmp_path / "absent.csv").exit_code == 2


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"{broken", b"<a><b", b'"unclosed'])
def test_odd_files_bear_no_mark(held, tmp_path, content):
    path = tmp_path / "odd"
    path.write_bytes(content)
    assert trace(path).exit_code == 1


def test_the_help_says_what_it_answers():
    answer = CliRunner().invoke(scigov, ["access", "trace", "--help"])
    assert "which grant's mark does it bear" in answer.output
    assert "退出码" in answer.output
