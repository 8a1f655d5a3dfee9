"""``/sources/credentials``: names, where they are used, since when and by whom; never what is sealed."""

from __future__ import annotations

import io
from typing import Any

import gathering
import pytest
import sqlalchemy as sa
from gathering import call, outcome
from page_reading import texts

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.intake.model import Credential
from ckanext.scigov.intake.service import credentials

PAGE = "/sources/credentials"
PLAIN = "Keep-me-2026-out-of-sight"
ASKING = gathering.MAPPING.replace(
    "settle_seconds: 0}", "settle_seconds: 0, sftp: {user: u, password: {secret: portal}}}"
)


@pytest.fixture(autouse=True)
def province(at, clean_site) -> None:
    at(gathering.NOW)
    gathering.build()


@pytest.fixture
def visit(app: Any) -> Any:
    return gathering.visiting(app)


def sent(source: str, **more: Any) -> dict[str, Any]:
    return {"act": "set", "source": source, "name": "portal", "secret": PLAIN, **more}


def test_what_a_mapping_names_and_nobody_has_stored(visit) -> None:
    gathering.source(mapping=ASKING)
    gathering.source("plain", title="不用密码的来源")
    answer = visit("editor", PAGE)
    assert texts(answer, "h2 a") == ["示例开放平台"]
    (row,) = texts(answer, "tbody tr")
    assert row.startswith("portal 尚未保存 connector.sftp.password – – 设置")
    assert texts(answer, "#credential-source option")[1:] == ["不用密码的来源", "示例开放平台"]
    english = visit("editor", f"/en{PAGE}")
    assert texts(english, "h1") == ["Credentials of sources"]
    assert "Not stored" in texts(english, "tbody th")[0]


def test_one_is_set_replaced_and_removed_and_never_shown(visit) -> None:
    id_ = gathering.source(mapping=ASKING)
    assert visit("editor", PAGE, sent(id_)).status_code == 302
    answer = visit("editor", PAGE)
    (row,) = texts(answer, "tbody tr")
    assert "尚未保存" not in row
    assert "editor 替换" in row
    assert PLAIN not in answer.body
    assert visit("editor", PAGE, sent(id_, secret="another")).status_code == 302
    assert credentials.opened(model.Session, id_) == {"portal": "another"}
    (kept,) = call("editor", "credential_overview")["results"]
    (one,) = kept["credentials"]
    assert (one["name"], one["is_kept"], one["used_at"]) == (
        "portal",
        True,
        ["connector.sftp.password"],
    )
    assert set(one) == {"name", "is_kept", "set_at", "set_by", "used_at"}
    removed = {"act": "remove", "source": id_, "name": "portal"}
    assert visit("editor", PAGE, removed).status_code == 302
    assert model.Session.scalars(sa.select(Credential)).all() == []


def test_one_that_no_mapping_names_is_told_to_be_unused(visit) -> None:
    id_ = gathering.source()
    call("editor", "credential_set", source=id_, name="old", secret="x")
    (row,) = texts(visit("editor", PAGE), "tbody tr")
    assert "映射文件中未使用。" in row


def test_a_key_comes_as_a_file(app) -> None:
    id_ = gathering.source()
    user = model.User.get("editor")
    token = helpers.call_action("api_token_create", user=user.id, name="t")["token"]
    key = "-----BEGIN KEY-----\nabc\n-----END KEY-----\n"
    form = {**sent(id_, secret=""), "secret_file": (io.BytesIO(key.encode()), "id_ed25519")}
    answer = app.post(PAGE, data=form, headers={"Authorization": token}, follow_redirects=False)
    assert answer.status_code == 302
    assert credentials.opened(model.Session, id_) == {"portal": key}


def test_what_is_refused_keeps_all_but_the_secret(visit) -> None:
    id_ = gathering.source()
    wrong = visit("editor", PAGE, sent(id_, name="a b"))
    assert wrong.status_code == 409
    assert 'value="a b"' in wrong.body
    assert PLAIN not in wrong.body
    assert len(texts(wrong, "[role=alert] li")) == 1
    assert texts(visit("editor", PAGE, sent("")), "[role=alert] li") == ["请选择来源。"]
    assert visit("editor", PAGE, {"act": "nonsense", "source": id_}).status_code == 409


def test_narrowed_to_one_source_with_its_form_filled_in(visit) -> None:
    id_, other = gathering.source(mapping=ASKING), gathering.source("other", mapping=ASKING)
    answer = visit("editor", f"{PAGE}?source={other}&name=portal")
    assert len(texts(answer, "h2 a")) == 1
    assert f'value="{other}" selected' in answer.body
    assert f'href="{PAGE}?source={id_}"' in visit("editor", f"/sources/{id_}").body
    assert PAGE in visit("editor", "/sources").body


def test_each_sees_and_sets_those_of_his_own_sources(visit) -> None:
    id_ = gathering.source(mapping=ASKING)
    for name, status in (
        ("other_editor", 200),
        ("approver", 403),
        ("steward", 403),
        ("citizen", 403),
    ):
        assert visit(name, PAGE).status_code == status, name
        assert visit(name, PAGE, sent(id_)).status_code == 403, name
    assert visit("", PAGE, follow_redirects=False).status_code == 302
    assert texts(visit("other_editor", PAGE), "h2 a") == []
    assert texts(visit("other_editor", f"{PAGE}?source={id_}"), "h2 a") == []
    assert texts(visit("root", PAGE), "h2 a") == ["示例开放平台"]
    names = ("editor", "other_editor", "root", "approver", "")
    assert [outcome(name, "credential_overview") for name in names] == [
        "yes", "yes", "yes", "forbidden", "forbidden",
    ]  # fmt: skip
