"""What several people do at the same moment is done once, and refused to the others."""

import threading

import pytest
from sqlalchemy.orm import sessionmaker

from ckan import model

from ckanext.scigov.access.domain.roles import Role, Scope, ScopeKind
from ckanext.scigov.access.model import Agency, Grant, RoleAssignment
from ckanext.scigov.access.service import agencies, grants, roles
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import Refused

PEOPLE = 5


@pytest.fixture
def at_once(now):
    """Let several people act, each in a transaction of his own; return how each ended."""

    def run(act):
        gate, ends = threading.Barrier(PEOPLE), []
        new_session = sessionmaker(bind=model.meta.engine, autoflush=False)

        def one(number):
            with new_session() as session:
                gate.wait(timeout=120)
                try:
                    act(session, By(Actor(f"id-{number}", f"name-{number}"), now))
                    session.commit()
                    ends.append("done")
                except Refused as refused:
                    ends.append(str(refused))

        threads = [threading.Thread(target=one, args=(number,)) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=300)
        return sorted(ends)

    return run


def test_one_role_is_given(at_once, plain):
    new = roles.NewRole(plain, Role.STEWARD, Scope(ScopeKind.PLATFORM), "岗位任命")
    ends = at_once(lambda session, by: roles.grant(session, new, by))
    assert ends == [*["ALREADY_HELD"] * 4, "done"]
    assert model.Session.query(RoleAssignment).count() == 1


def test_one_agency_is_registered_and_approved_once(at_once):
    wish = agencies.Registration("省统计局", "91350100M000100Y43")
    ends = at_once(lambda session, by: agencies.register(session, wish, by))
    assert ends == [*["CREDIT_CODE_TAKEN"] * 4, "done"]
    agency = model.Session.query(Agency).one()
    agency_id, agency.registered_by = agency.id, "somebody else"
    model.Session.commit()
    ends = at_once(lambda session, by: agencies.approve(session, agency_id, "", by))
    assert ends == [*["NOT_IN_THIS_STATE"] * 4, "done"]


def test_one_grant_is_given_to_a_designated_agency(at_once, dataset_of, agency_of):
    dataset_id, named = dataset_of(), [agency_of()]
    ends = at_once(
        lambda session, by: grants.settle_designations(session, dataset_id, named, by.actor, by.now)
    )
    assert ends == ["done"] * 5
    assert model.Session.query(Grant).count() == 1


def test_a_grant_is_revoked_once(at_once, dataset_of, issued, plain):
    number = issued(dataset_of()).number
    ends = at_once(lambda session, by: grants.revoke(session, number, "违规使用", by))
    assert ends == [*["NOT_IN_FORCE"] * 4, "done"]
