"""An administrator reads graded data of one dataset: for a reason, for minutes, and on record."""

import datetime as dt

import pytest

from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.model import BrokenGlass
from ckanext.scigov.access.service import break_glass
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import Denied

OFFICER = Actor("officer-id", "officer")
SECOND = dt.timedelta(seconds=1)
REASON = "核查数据泄露投诉，工单2026-118"


@pytest.mark.parametrize("who", ["anonymous", "plain", "cdo", "auditor", "decider", "operator"])
def test_only_administrators_break_glass(who, dataset_of, plain, holder, outcome):
    user = {"anonymous": "", "plain": plain}.get(who)
    user = holder(who) if user is None else user
    for dataset in (dataset_of(), "nowhere"):
        assert outcome(user, "break_glass", dataset_id=dataset, reason=REASON) == "forbidden"


def test_broken_glass_opens_one_dataset_to_one_administrator_for_minutes(
    dataset_of, sysadmin, call, reads, at, now
):
    one, other = dataset_of(), dataset_of(name="other")
    colleague = factories.Sysadmin()["name"]
    assert not reads(sysadmin, one)
    assert call(sysadmin, "break_glass", dataset_id="plan", reason=REASON) == {
        "dataset_id": one,
        "reason": REASON,
        "from": "2026-09-24T01:00:00+00:00",
        "until": "2026-09-24T01:30:00+00:00",
    }
    assert reads(sysadmin, one)
    assert not reads(sysadmin, other)
    assert not reads(colleague, one)
    at(now + dt.timedelta(minutes=30) - SECOND)
    assert reads(sysadmin, one)
    at(now + dt.timedelta(minutes=30))
    assert not reads(sysadmin, one)


def test_broken_glass_needs_a_dataset_and_a_reason(dataset_of, sysadmin, outcome):
    dataset_id = dataset_of()
    assert outcome(sysadmin, "break_glass", dataset_id="nowhere", reason=REASON) == "absent"
    assert outcome(sysadmin, "break_glass", dataset_id=dataset_id) == ["reason"]
    nine = "  工单2026118 "
    assert outcome(sysadmin, "break_glass", dataset_id=dataset_id, reason=nine) == ["reason"]
    ten = "工单2026-118"
    assert outcome(sysadmin, "break_glass", dataset_id=dataset_id, reason=ten) == "yes"


def test_nobody_else_breaks_glass_past_the_action(dataset_of, now):
    dataset_id, half_an_hour = dataset_of(), dt.timedelta(minutes=30)
    for actor in (OFFICER, Actor.system("site"), Actor.anonymous()):
        with pytest.raises(Denied):
            break_glass.break_glass(model.Session, dataset_id, REASON, half_an_hour, By(actor, now))
    assert model.Session.query(BrokenGlass).count() == 0


def test_broken_glass_and_its_record_are_undone_together(dataset_of, sysadmin, call):
    dataset_id = dataset_of()

    def kept():
        model.Session.flush()
        events = model.Session.query(AuditEvent).filter_by(event="glass.break").all()
        glass = model.Session.query(BrokenGlass).count()
        return glass, [(row.actor_name, row.object_id, row.detail) for row in events]

    later, wish = {"defer_commit": True}, {"dataset_id": dataset_id, "reason": REASON}
    call(sysadmin, "break_glass", later, **wish)
    detail = {"reason": REASON, "until_at": "2026-09-24T01:30:00+00:00"}
    assert kept() == (1, [("root", dataset_id, detail)])
    model.Session.rollback()
    assert kept() == (0, [])


@pytest.mark.ckan_config("ckanext.scigov.access.break_glass_minutes", "5")
def test_how_long_glass_stays_broken_is_a_setting(dataset_of, sysadmin, call):
    glass = call(sysadmin, "break_glass", dataset_id=dataset_of(), reason=REASON)
    assert glass["until"] == "2026-09-24T01:05:00+00:00"
