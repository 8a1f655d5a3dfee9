"""Grades through CKAN's API: proposed by one person, approved by another, tightened at once."""

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access.model import GradeInForce, GradeProposal, RoleAssignment
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.shared import clock

pytestmark = pytest.mark.usefixtures("clean_site", "second_person")
SETTING = "ckanext.scigov.access.second_person"
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
ON_CONDITIONS = {
    "security_level": "3", "share_type": "conditional", "open_type": "conditional",
}  # fmt: skip
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}
EMPTY = {"security_level": "", "share_type": "", "open_type": ""}


@pytest.fixture
def second_person(ckan_config, monkeypatch):
    """The product's default; the suite's own settings ask nobody."""
    monkeypatch.setitem(ckan_config, SETTING, "raise")


@pytest.fixture
def holder():
    """Make a user with a role: ``holder("approver", provider_id)``, everywhere without one."""

    def make(role, provider_id=""):
        user = factories.User()
        model.Session.add(
            RoleAssignment(
                id=f"{role}-{user['id']}",
                user_id=user["id"],
                role=role,
                scope_kind="provider" if provider_id else "platform",
                scope_id=provider_id,
                from_at=clock.now(),
                granted_by="",
                reason="test",
            )
        )
        model.Session.commit()
        return user["name"]

    return make


@pytest.fixture
def editor(provider):
    user = factories.User()
    helpers.call_action(
        "organization_member_create", id=provider["id"], username=user["name"], role="editor"
    )
    return user["name"]


@pytest.fixture
def act():
    def call(user, action, **data):
        context = {"user": user, "ignore_auth": False}
        return helpers.call_action(action, context=context, **data)

    return call


@pytest.fixture
def saved(act, editor, entry):
    return act(editor, "package_create", **{**entry, **OPEN})


def found(act, user, dataset):
    return act(user, "package_search", q=f"id:{dataset['id']}")["count"]


def shown(dataset_id):
    dataset = helpers.call_action("package_show", id=dataset_id)
    return {name: dataset.get(name) or "" for name in OPEN}


def test_what_is_saved_is_a_proposal_and_closed_until_it_is_approved(act, editor, saved, holder):
    assert shown(saved["id"]) == EMPTY
    assert (found(act, editor, saved), found(act, "", saved)) == (1, 0)
    with pytest.raises(tk.ObjectNotFound):
        act("", "package_show", id=saved["id"])
    approver = holder("approver")
    answer = act(approver, "scigov_access_grade_approve", dataset_id=saved["id"])
    assert {name: answer[name] for name in OPEN} == OPEN
    assert answer["proposal"] is None
    assert shown(saved["id"]) == OPEN
    assert found(act, "", saved) == 1


def test_an_approver_does_not_approve_what_he_has_proposed(act, saved, provider, holder):
    approver = holder("approver", provider["id"])
    helpers.call_action(
        "organization_member_create", id=provider["id"], username=approver, role="editor"
    )
    act(approver, "scigov_access_grade_propose", dataset_id=saved["id"], **ON_CONDITIONS)
    with pytest.raises(tk.ValidationError, match="yourself"):
        act(approver, "scigov_access_grade_approve", dataset_id=saved["id"])
    assert shown(saved["id"]) == EMPTY
    act(holder("approver"), "scigov_access_grade_approve", dataset_id=saved["id"])
    assert shown(saved["id"]) == ON_CONDITIONS


@pytest.mark.parametrize("who", ["editor", "steward", "plain", "elsewhere", "sysadmin", ""])
def test_who_may_not_approve(act, editor, saved, holder, who):
    users = {
        "editor": lambda: editor,
        "steward": lambda: holder("steward"),
        "plain": lambda: factories.User()["name"],
        "elsewhere": lambda: holder("approver", factories.Organization()["id"]),
        "sysadmin": lambda: factories.Sysadmin()["name"],
        "": lambda: "",
    }
    # Who may not find the entry is told that there is none.
    expected = tk.NotAuthorized if who in ("editor", "steward", "sysadmin") else tk.ObjectNotFound
    with pytest.raises((expected, tk.NotAuthorized) if not who else expected):
        act(users[who](), "scigov_access_grade_approve", dataset_id=saved["id"])
    assert shown(saved["id"]) == EMPTY


def approved(act, dataset, holder):
    act(holder("approver"), "scigov_access_grade_approve", dataset_id=dataset["id"])


def test_tightening_is_in_force_with_the_next_search(act, editor, saved, holder):
    approved(act, saved, holder)
    act(
        editor,
        "scigov_access_grade_tighten",
        dataset_id=saved["id"],
        reason="含未公开的评审意见",
        security_level="unclassified",
    )
    assert shown(saved["id"]) == EMPTY
    assert found(act, "", saved) == 0


def test_saving_the_form_tightens_at_once_and_opens_only_by_proposal(act, editor, saved, holder):
    approved(act, saved, holder)
    basis = {"non_share_basis": "条例第五条", "non_open_basis": "条例第五条"}
    act(editor, "package_patch", id=saved["id"], **CLOSED, **basis)
    assert shown(saved["id"]) == CLOSED
    act(editor, "package_patch", id=saved["id"], **OPEN)
    assert shown(saved["id"]) == CLOSED
    answer = act(editor, "scigov_access_grade_show", dataset_id=saved["id"])
    assert {name: answer["proposal"][name] for name in OPEN} == OPEN


def test_a_patch_of_something_else_leaves_what_waits(act, editor, saved):
    before = act(editor, "scigov_access_grade_show", dataset_id=saved["id"])["proposal"]
    act(editor, "package_patch", id=saved["id"], notes="另一个说明。")
    assert act(editor, "scigov_access_grade_show", dataset_id=saved["id"])["proposal"] == before


def test_a_newer_proposal_takes_the_place_of_the_older(act, editor, saved):
    act(editor, "scigov_access_grade_propose", dataset_id=saved["id"], **ON_CONDITIONS)
    history = act(editor, "scigov_access_grade_history", dataset_id=saved["id"])
    assert [(one["security_level"], one["state"]) for one in history] == [
        ("3", "waiting"),
        ("1", "replaced"),
    ]


def test_a_rejection_leaves_everything_and_says_why(act, editor, saved, holder):
    approver = holder("approver")
    with pytest.raises(tk.ValidationError):
        act(approver, "scigov_access_grade_reject", dataset_id=saved["id"])
    act(approver, "scigov_access_grade_reject", dataset_id=saved["id"], reason="请先脱敏")
    (only,) = act(editor, "scigov_access_grade_history", dataset_id=saved["id"])
    assert (only["state"], only["decision_reason"]) == ("rejected", "请先脱敏")
    with pytest.raises(tk.ValidationError, match="No proposal waits"):
        act(approver, "scigov_access_grade_approve", dataset_id=saved["id"])


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({**OPEN, "security_level": "4"}, "share_type"),
        ({"security_level": "2", "share_type": "unconditional"}, "open_type"),
        ({"security_level": "unclassified", "share_type": "none"}, "share_type"),
        ({"security_level": "5"}, "security_level"),
    ],
)
def test_only_the_six_combinations(act, editor, saved, wanted, field):
    with pytest.raises(tk.ValidationError) as error:
        act(editor, "scigov_access_grade_propose", dataset_id=saved["id"], **wanted)
    assert field in error.value.error_dict


def test_every_step_is_audited_in_its_transaction(act, saved, holder):
    approved(act, saved, holder)
    query = sa.select(AuditEvent.event).where(AuditEvent.object_id == saved["id"])
    events = list(model.Session.scalars(query.order_by(AuditEvent.id)))
    assert events == ["dataset.create", "grade.propose", "grade.approve", "grade.set"]


def test_the_table_takes_only_legal_grades(saved):
    row = GradeInForce(
        object_id="x", object_kind="dataset", dataset_id="x", security_level="4",
        share_type="unconditional", open_type="none", since=clock.now(), set_by="", reason="",
    )  # fmt: skip
    model.Session.add(row)
    with pytest.raises(sa.exc.IntegrityError, match="scigov_access_grade_legal"):
        model.Session.flush()
    model.Session.rollback()


def test_decisions_are_told_to_who_may_find_the_entry(act, editor, saved):
    asked = {"id": saved["id"], "operation": "data"}
    decision = act(editor, "scigov_access_decision_show", **asked)
    assert (decision["allowed"], decision["reason"]) == (True, "permitted")
    with pytest.raises(tk.ObjectNotFound):
        act(factories.User()["name"], "scigov_access_decision_show", **asked)
    assert model.Session.query(GradeProposal).count() == 1


def test_without_a_second_person_what_is_saved_is_in_force(
    act, editor, entry, ckan_config, monkeypatch
):
    monkeypatch.setitem(ckan_config, SETTING, "never")
    saved = act(editor, "package_create", **{**entry, **OPEN})
    assert shown(saved["id"]) == OPEN
    assert found(act, "", saved) == 1


def test_with_always_what_is_tightened_is_tight_and_still_has_to_be_confirmed(
    act, editor, saved, holder, ckan_config, monkeypatch
):
    approved(act, saved, holder)
    monkeypatch.setitem(ckan_config, SETTING, "always")
    act(editor, "scigov_access_grade_propose", dataset_id=saved["id"], **ON_CONDITIONS)
    answer = act(editor, "scigov_access_grade_show", dataset_id=saved["id"])
    assert answer["security_level"] == "3"
    assert answer["proposal"]["security_level"] == "3"
    approved(act, saved, holder)
    assert shown(saved["id"]) == ON_CONDITIONS
