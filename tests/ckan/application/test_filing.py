"""What is written and what is missing; identities, questions; data at once; notices of steps."""

from __future__ import annotations

import pytest
from applying import AGENCY, TEXTS, call, drafted, on, outcome, part_of, reviewed, submitted, verify

from ckan import model

from ckanext.scigov.access.model import Agency, Grant
from ckanext.scigov.application import config
from ckanext.scigov.application.model import Filing, Identity, Part
from ckanext.scigov.notices.model import NoticeRow

pytestmark = pytest.mark.usefixtures("province")
CODE = "91350100M000100Y43"


def create(user: str = "clerk", **more: object) -> object:
    return outcome(user, "create", **{"kind": "share", **more})


def test_a_draft_may_lack_anything_and_says_what() -> None:
    id_ = call("clerk", "create", kind="share")["id"]
    assert outcome("clerk", "submit", id=id_) == ["agency_id", "datasets", "purpose", "scene"]
    call("clerk", "update", id=id_, datasets=[{"dataset_id": "plan"}], agency_id=AGENCY)
    assert outcome("clerk", "submit", id=id_) == [
        "contact_name", "contact_phone", "handlers", "legal_basis", "purpose", "scene",
        "security_measures",
    ]  # fmt: skip
    call("clerk", "update", id=id_, handlers=["worker"], **TEXTS)
    assert outcome("clerk", "submit", id=id_) == "yes"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"agency_id": "agency-2"}, ["agency_id"]),
        ({"agency_id": "nonsense"}, ["agency_id"]),
        ({"agency_id": AGENCY, "handlers": ["foreign_clerk"]}, ["handlers"]),
        ({"agency_id": AGENCY, "handlers": ["nobody"]}, ["handlers"]),
        ({"datasets": [{"dataset_id": "nonsense"}]}, ["datasets"]),
        ({"datasets": [{"dataset_id": "plan"}, {"dataset_id": "id-plan"}]}, ["datasets"]),
        ({"datasets": [{"dataset_id": "plan", "from_on": "soon"}]}, ["datasets"]),
        ({"kind": "nonsense"}, ["kind"]),
    ],
)
def test_what_a_draft_cannot_name(more: dict[str, object], field: list[str]) -> None:
    assert create(**more) == field
    assert model.Session.query(Filing).all() == []


def test_a_system_account_of_the_agency_may_handle_it() -> None:
    assert outcome("clerk", "create", kind="share", agency_id=AGENCY, handlers=["robot"]) == "yes"


def test_a_hidden_dataset_is_refused_as_an_absent_one() -> None:
    told = []
    for name in ("hidden", "nonsense"):
        with pytest.raises(Exception, match="datasets") as error:
            call("clerk", "create", kind="share", datasets=[{"dataset_id": name}])
        told.append(error.value.error_dict["datasets"][0].replace(name, "*"))
    assert told[0] == told[1]
    assert create("editor", datasets=[{"dataset_id": "hidden"}]) == "yes"


@pytest.mark.parametrize("dataset", ["free", "closed"])
def test_what_cannot_be_applied_for(dataset: str) -> None:
    assert outcome("clerk", "submit", id=drafted(dataset)) == ["datasets"]


def test_resources_must_be_the_datasets_own() -> None:
    wanted = [{"dataset_id": "plan", "resource_ids": ["output-a"]}]
    assert outcome("clerk", "submit", id=drafted(datasets=wanted)) == ["datasets"]


def test_datasets_of_a_draft_can_be_exchanged_and_not_later() -> None:
    id_ = drafted("plan", "paper")
    call("clerk", "update", id=id_, datasets=[{"dataset_id": "output"}, {"dataset_id": "plan"}])
    shown = call("clerk", "show", id=id_)["parts"]
    assert [part["dataset_name"] for part in shown] == ["output", "plan"]
    call("clerk", "submit", id=id_)
    assert outcome("clerk", "update", id=id_, purpose="别的用途的说明文字") == ["state"]
    call("signer", "send_back", id=id_, reason="请修改")
    wanted = [{"dataset_id": "plan"}, {"dataset_id": "paper"}]
    assert outcome("clerk", "update", id=id_, datasets=wanted) == ["datasets"]


def test_who_saves_what_another_has_saved_meanwhile_is_told() -> None:
    id_ = drafted("plan")
    assert outcome("worker", "update", id=id_, scene="另一个应用场景的说明", version=1) == "yes"
    assert outcome("clerk", "update", id=id_, scene="第三个应用场景的说明", version=1) == ["state"]


def test_a_suspended_agency_applies_for_nothing() -> None:
    id_ = drafted("plan")
    model.Session.get(Agency, AGENCY).state = "suspended"
    model.Session.commit()
    assert outcome("clerk", "submit", id=id_) == ["agency_id"]


def test_a_person_is_known_before_he_applies() -> None:
    id_ = drafted("plan", user="citizen", kind="open")
    assert outcome("citizen", "submit", id=id_) == ["identity"]
    seen = {"user": "citizen", "kind": "person", "name": "张某某", "code": "350102199001011234"}
    for who in ("citizen", "clerk", "cdo"):
        assert outcome(who, "identity_verify", **seen) == "forbidden"
    assert outcome("operator", "identity_verify", **{**seen, "user": "operator"}) == ["user"]
    assert call("operator", "identity_verify", **seen)["code"] == "**************1234"
    assert outcome("citizen", "submit", id=id_) == "yes"
    call("operator", "identity_revoke", user="citizen", reason="证件失效")
    assert outcome("citizen", "identity_show") == "absent"
    again = drafted("plan", user="citizen", kind="open")
    assert outcome("citizen", "submit", id=again) == ["identity"]


def test_identities_of_others_are_for_the_office() -> None:
    verify("citizen")
    assert outcome("citizen", "identity_show") == "yes"
    assert outcome("operator", "identity_show", user="citizen") == "yes"
    for who in ("plain", "cdo", "decider"):
        assert outcome(who, "identity_show", user="citizen") == "absent"
        assert outcome(who, "identity_list") == "forbidden"
    assert [one["user_name"] for one in call("operator", "identity_list")] == ["citizen"]


def test_a_company_has_a_code_that_checks_itself() -> None:
    seen = {"user": "citizen", "kind": "company", "name": "某公司"}
    assert outcome("operator", "identity_verify", code=CODE[:-1] + "0", **seen) == ["code"]
    call("operator", "identity_verify", code=CODE.lower(), **seen)
    call("operator", "identity_verify", code=CODE, **seen)
    rows = model.Session.query(Identity).order_by(Identity.revoked_at.nulls_last()).all()
    assert [(row.code, row.revoked_at is None) for row in rows] == [(CODE, False), (CODE, True)]


def test_a_provider_asks_more() -> None:
    asked = [{"text": "是否用于商业目的？", "is_needed": True}, {"text": "备注"}]
    for who in ("clerk", "other_editor", "decider"):
        assert outcome(who, "question_set", dataset_id="plan", questions=asked) == "forbidden"
    first, second = call("editor", "question_set", dataset_id="plan", questions=asked)
    id_ = drafted("plan")
    assert outcome("clerk", "submit", id=id_) == ["answers"]
    call("clerk", "update", id=id_, answers={first["id"]: "否"})
    call("clerk", "submit", id=id_)
    call("signer", "sign", id=id_)
    assert call("editor", "show", id=id_)["answers"] == [
        {"question_id": first["id"], "question": "是否用于商业目的？", "answer": "否"}
    ]
    kept = call("editor", "question_set", dataset_id="plan", questions=[{"text": "备注"}])
    assert [one["id"] for one in kept] == [second["id"]]
    assert call("", "question_list", dataset_id="plan") == kept
    assert outcome("plain", "question_list", dataset_id="hidden") == "absent"


def test_only_what_is_shared_unconditionally_is_had_at_once() -> None:
    wish = {"agency_id": AGENCY, "purpose": TEXTS["purpose"], "scene": TEXTS["scene"]}
    for names in (["plan"], ["shared", "plan"]):
        wanted = [{"dataset_id": name} for name in names]
        assert outcome("clerk", "obtain", datasets=wanted, **wish) == ["datasets"]
    wanted = [{"dataset_id": "shared"}]
    assert outcome("plain", "obtain", datasets=wanted, **wish) == ["agency_id"]
    assert outcome("clerk", "obtain", datasets=wanted, **{**wish, "purpose": "短"}) == ["purpose"]
    assert model.Session.query(Part).all() == model.Session.query(Grant).all() == []
    assert outcome("clerk", "obtain", datasets=wanted, **wish) == "yes"


def test_a_decision_gives_no_more_than_was_asked() -> None:
    wanted = [
        {"dataset_id": "plan", "resource_ids": ["plan-a"], "from_on": "2026-09-24",
         "until_on": "2026-10-23"}
    ]  # fmt: skip
    id_ = reviewed(datasets=wanted)
    part, approval = "approved_in_part", {"reason": "同意"}
    cases = [
        ({"outcome": part, "resource_ids": ["plan-b"]}, ["resource_ids"]),
        ({"outcome": part, "until_on": "2026-10-24"}, ["until_on"]),
        ({"outcome": part, "from_on": "2026-09-20"}, ["from_on"]),
        ({"outcome": part}, ["outcome"]),
        ({"outcome": "approved", "until_on": "2026-10-01"}, ["outcome"]),
        ({"outcome": "refused"}, ["ground"]),
        ({"outcome": part, "until_on": "2026-10-01"}, "yes"),
    ]
    for given, expected in cases:
        assert outcome("decider", "decide", id=id_, **approval, **given) == expected


def test_what_waited_for_its_decision_lasts_as_long_as_was_asked(at) -> None:
    id_ = reviewed()
    at(on("2026-10-08"))
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    given = part_of(id_).given
    assert (given["from_on"], given["until_on"]) == ("2026-10-08", "2026-11-06")


def told(kind: str) -> list[str]:
    rows = model.Session.query(NoticeRow).filter_by(kind=f"application.{kind}").all()
    return sorted(row.user_id.removeprefix("id-") for row in rows)


def test_whom_a_step_concerns_is_told() -> None:
    id_ = drafted("plan")
    call("clerk", "submit", id=id_)
    assert told("sign") == ["signer"]
    call("signer", "sign", id=id_)
    assert told("received") == ["editor", "steward"]
    call("editor", "accept", id=id_)
    assert (told("review"), told("changed")) == (
        ["decider", "reviewer", "second"], ["clerk", "worker"],
    )  # fmt: skip
    call("decider", "decide", id=id_, outcome="refused", reason="用途不明", ground="other")
    row = model.Session.query(NoticeRow).filter_by(kind="application.changed").all()[-1]
    assert row.path == f"/applications/{id_}"
    assert "用途不明" not in str(row.params)


def test_a_decision_that_waits_is_told_to_no_applicant(settings) -> None:
    settings(four_eyes_levels="3")
    id_ = reviewed()
    before = told("changed")
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    assert (told("confirm"), told("changed")) == (["second"], before)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("provider_flows", "kejiting", "provider_flows"),
        ("provider_flows", "kejiting=slow", "provider_flows"),
        ("four_eyes_levels", "5", "four_eyes_levels"),
        ("limits", "/no/such/file.yaml", "cannot be read"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, option, value, message) -> None:
    assert config.rules().flow.name == "simple"
    settings(**{option: value})
    with pytest.raises(config.WrongSetting, match=message):
        config.rules()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("share.check: {days: 2}", "it is missing"),
        ("nonsense: {days: 2}", "there is no such limit"),
        ("share.check: {days: 0}", "its days are no whole number"),
        ("- 1", "no table of limits"),
    ],
)
def test_limits_that_are_wrong_are_refused(settings, tmp_path, text: str, message: str) -> None:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    settings(limits=str(tmp_path / "own.yaml"))
    with pytest.raises(config.WrongSetting, match=message):
        config.rules()


def test_an_application_can_be_withdrawn_part_by_part() -> None:
    id_ = submitted("plan", "output")
    call("clerk", "withdraw", id=id_, part=part_of(id_, "output").id)
    assert [part_of(id_, name).state for name in ("plan", "output")] == ["submitted", "withdrawn"]
    call("clerk", "withdraw", id=id_)
    assert part_of(id_).state == "withdrawn"
    assert told("withdrawn") == ["editor", "other_editor", "other_steward", "steward"]
