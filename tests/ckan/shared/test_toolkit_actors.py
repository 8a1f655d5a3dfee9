"""The actor comes from the context."""

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.toolkit_actors import actor_from

pytestmark = pytest.mark.usefixtures("clean_db")


def test_a_user_is_named_by_the_context():
    user = factories.Sysadmin(name="operator")
    assert actor_from({"user": "operator"}) == Actor(user["id"], "operator", is_sysadmin=True)


@pytest.mark.parametrize("context", [{}, {"user": ""}, {"user": "nobody-of-that-name"}])
def test_nobody_is_anonymous(context):
    assert actor_from(context) == Actor.anonymous()


def test_the_sites_own_user_is_the_system():
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    assert actor_from({"user": site["name"]}) == Actor.system("site")
