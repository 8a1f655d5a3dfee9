"""People with roles, in a province that has a bureau with an institute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

# Hooks for tests that run without an enforcement point.
from access_matrix.without import (  # noqa: F401
    pytest_collection_modifyitems,
    pytest_generate_tests,
    pytest_pyfunc_call,
    pytest_runtest_protocol,
    without_point,
)

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)


@pytest.fixture
def now(at: Callable[[dt.datetime], None], clean_site: None) -> dt.datetime:
    """An empty site at a moment that does not pass."""
    at(NOW)
    return NOW


@pytest.fixture
def units(now: dt.datetime) -> dict[str, str]:
    """The ids of three organisations, each below the one before, and of one beside them."""
    from ckan import model
    from ckan.tests import factories

    names = ("province", "bureau", "institute", "elsewhere")
    ids = {name: factories.Organization(name=name, title=name)["id"] for name in names}
    for below, above in (("bureau", "province"), ("institute", "bureau")):
        group = model.Group.get(below)
        model.Session.add(model.Member(table_name="group", table_id=ids[above], group=group))
    model.Session.commit()
    return ids


@pytest.fixture
def holder(now: dt.datetime) -> Callable[..., str]:
    """Make a user with a role: ``holder("approver")``, ``holder("cdo", "unit_tree", id)``."""
    from ckan import model
    from ckan.tests import factories

    from ckanext.scigov.access.model import RoleAssignment

    def make(role: str, kind: str = "platform", scope_id: str = "", user: str = "") -> str:
        holder = model.User.get(user) if user else None
        user_id, name = (holder.id, holder.name) if holder else _made(factories.User())
        row = RoleAssignment(
            id=f"{role}-{kind}-{scope_id}-{user_id}",
            user_id=user_id,
            role=role,
            scope_kind=kind,
            scope_id=scope_id,
            from_at=now,
            granted_by="",
            reason="",
        )
        model.Session.add(row)
        model.Session.commit()
        return name

    return make


@pytest.fixture
def plain(now: dt.datetime) -> str:
    """The name of a user who is nothing in particular."""
    from ckan.tests import factories

    return factories.User(name="plain")["name"]


@pytest.fixture
def sysadmin(now: dt.datetime) -> str:
    from ckan.tests import factories

    return factories.Sysadmin(name="root")["name"]


@pytest.fixture
def call() -> Callable[..., Any]:
    """Call an action as a user: ``call("carol", "scigov_access_agency_list", q="x")``."""
    import ckan.plugins.toolkit as tk

    def made(user: str, action: str, context: dict[str, Any] | None = None, /, **data: Any) -> Any:
        asked = {"user": user, "ignore_auth": False, **(context or {})}
        return tk.get_action(f"scigov_access_{action}")(asked, data)

    return made


@pytest.fixture
def outcome(call: Callable[..., Any]) -> Callable[..., Any]:
    """As ``call``, but only how it ends: yes, forbidden, absent, or the fields it refuses."""
    from outcomes import ending

    return lambda user, action, /, **data: ending(lambda: call(user, action, **data))


@pytest.fixture
def given(call: Callable[..., Any], sysadmin: str) -> Callable[..., str]:
    """Give a role as the administrator: ``given("carol", "steward")``; returns its id."""

    def make(user: str, role: str, scope: str = "platform", **more: Any) -> str:
        wish = {"user": user, "role": role, "scope": scope, "reason": "岗位任命", **more}
        return str(call(sysadmin, "role_grant", **wish)["id"])

    return make


@pytest.fixture
def giver(
    units: dict[str, str], holder: Callable[..., str], plain: str, sysadmin: str
) -> Callable[[str], str]:
    """Make somebody by a description: ``plain``, ``cdo``, ``cdo unit_tree province``."""

    def make(who: str) -> str:
        known = {"anonymous": "", "plain": plain, "sysadmin": sysadmin}
        if who in known:
            return known[who]
        role, kind, unit = [*who.split(), "platform", ""][:3]
        return holder(role, kind, units.get(unit, ""))

    return make


@pytest.fixture
def principal() -> Callable[[str], Any]:
    """Return what a user is and holds now, asked anew."""
    from ckan import model

    from ckanext.scigov.access.principals import principal_of
    from ckanext.scigov.shared import clock

    return lambda name: principal_of(model.Session, model.User.get(name), clock.now())


@pytest.fixture
def recorded() -> Callable[..., list[tuple[str, str]]]:
    """Return the recorded acts on an object as pairs of actor and event, in their order."""
    import sqlalchemy as sa

    from ckan import model

    from ckanext.scigov.audit.model import AuditEvent

    def acts(object_id: str) -> list[tuple[str, str]]:
        model.Session.flush()
        query = sa.select(AuditEvent.actor_name, AuditEvent.event).where(
            AuditEvent.object_id == object_id
        )
        return [(row[0], row[1]) for row in model.Session.execute(query.order_by(AuditEvent.id))]

    return acts


@pytest.fixture
def dataset_of(units: dict[str, str], entry_fields: dict[str, Any]) -> Callable[..., str]:
    """Make a dataset of an organisation that is open on conditions, on both axes."""
    from ckan import model
    from ckan.tests import factories, helpers

    from ckanext.scigov.access.model import GradeInForce

    def make(unit: str = "bureau", name: str = "plan") -> str:
        fields = {**entry_fields, "name": name, "owner_org": units[unit]}
        editor = factories.Sysadmin()["name"]
        made = helpers.call_action("package_create", context={"user": editor}, **fields)
        row = model.Session.get(GradeInForce, made["id"]) or GradeInForce(object_id=made["id"])
        row.object_kind, row.dataset_id, row.set_by, row.reason = "dataset", made["id"], "", ""
        row.security_level, row.share_type, row.open_type = "3", "conditional", "conditional"
        row.since = NOW
        model.Session.add(row)
        model.Session.commit()
        return str(made["id"])

    return make


@pytest.fixture
def agency_of(now: dt.datetime) -> Callable[..., str]:
    """Make an agency that one person has registered and another approved."""
    from ckan import model

    from ckanext.scigov.access.service import agencies
    from ckanext.scigov.access.service.acts import By
    from ckanext.scigov.shared.actors import Actor

    def make(code: str = "91350100M000100Y43", *, approved: bool = True) -> str:
        wish = agencies.Registration(f"单位{code}", code)
        made = agencies.register(model.Session, wish, By(Actor("registrar-id", "registrar"), now))
        if approved:
            agencies.approve(model.Session, made.id, "", By(Actor("officer-id", "officer"), now))
        model.Session.commit()
        return made.id

    return make


@pytest.fixture
def belong(now: dt.datetime) -> Callable[[str, str, str], None]:
    """Let a user belong to an agency: ``belong(agency_id, "carol", "member")``."""
    from ckan import model

    from ckanext.scigov.access.domain.agencies import AgencyCapacity
    from ckanext.scigov.access.service import agencies
    from ckanext.scigov.access.service.acts import By
    from ckanext.scigov.shared.actors import Actor

    def add(agency_id: str, name: str, capacity: str) -> None:
        by = By(Actor("registrar-id", "registrar"), now)
        agencies.add_member(model.Session, agency_id, name, AgencyCapacity(capacity), by)
        model.Session.commit()

    return add


@pytest.fixture
def issued(now: dt.datetime) -> Callable[..., Any]:
    """Give what a decision gives, committed; to the user ``plain`` unless somebody is named."""
    from ckan import model

    from ckanext.scigov.access.domain.granting import NewGrant
    from ckanext.scigov.access.domain.subjects import Axis
    from ckanext.scigov.access.service import grants
    from ckanext.scigov.access.service.acts import By
    from ckanext.scigov.shared.actors import Actor

    def make(dataset_id: str, **more: Any) -> Any:
        given: dict[str, Any] = {"axis": Axis.OPENING, "source": "A-1", "reason": "同意", **more}
        if "agency_id" not in more:
            given.setdefault("user_id", model.User.get("plain").id)
        by = By(Actor("decider-id", "decider-1"), now)
        made = grants.issue(model.Session, NewGrant(dataset_id, **given), by)
        model.Session.commit()
        return made

    return make


@pytest.fixture
def reads(principal: Callable[[str], Any]) -> Callable[[str, str], bool]:
    """Say whether somebody may get the data of a dataset now."""
    from ckan import model

    from ckanext.scigov.access import queries
    from ckanext.scigov.access.domain.policy import Operation, decide

    def may(name: str, dataset_id: str) -> bool:
        obj = queries.objects(model.Session, [dataset_id])[dataset_id]
        return decide(principal(name), Operation.DATA, obj).allowed

    return may


def _made(user: dict[str, Any]) -> tuple[str, str]:
    return user["id"], user["name"]


@pytest.fixture
def table_of(units: dict[str, str], entry_fields: dict[str, Any]) -> Callable[..., str]:
    """Make a dataset with a table: ``table_of("conditional", name="plan")``; see ``graded_tables``."""
    from graded_tables import make_table

    return lambda state="conditional", name="plan", **more: make_table(
        {**entry_fields, "name": name, "owner_org": units["bureau"]}, state, **more
    )


@pytest.fixture
def persona(request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """Make somebody who stands so to a resource: ``persona("grantee", resource_id)``."""
    from graded_tables import somebody

    return lambda who, resource_id: somebody(who, resource_id, request.getfixturevalue)
