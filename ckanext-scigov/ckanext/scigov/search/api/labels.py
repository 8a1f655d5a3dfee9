"""Which datasets a user may see, by CKAN's default labels, in one statement.

CKAN reads the user's organisations with everything about each of them only to take their ids: half
of the time of a member's search. Another plugin's labels are asked for as they are.
"""

from __future__ import annotations

import functools
from typing import Any

import sqlalchemy as sa

from ckan import authz, model
from ckan.model.group import MAX_RECURSES

from ckanext.scigov.search.alone import reading_connection
from ckanext.scigov.search.api.hooks import Site
from ckanext.scigov.search.api.questions import Ordinary
from ckanext.scigov.search.api.tokens import Owner
from ckanext.scigov.search.prepared import Prepared


def labels_of(site: Site, user: Any) -> list[str]:
    """Return what ``get_user_dataset_labels`` returns for somebody who is no administrator."""
    collaborators = authz.check_config_permission("allow_dataset_collaborators")
    if user.is_anonymous or collaborators or not site.has_own_labels_query:
        return list(site.labels.get_user_dataset_labels(user))
    return default_labels(user.id)


def labels_of_owner(site: Site, owner: Owner | None, connection: sa.Connection) -> list[str] | None:
    """Return what the owner of a token, or nobody, may see; None means everything."""
    if owner is None:
        return list(site.labels.get_user_dataset_labels(None))
    if owner.is_administrator:
        return None
    if site.knows_labels:
        return list(site.labels.get_labels_of(connection, owner.id))
    if authz.check_config_permission("allow_dataset_collaborators"):
        raise Ordinary
    return default_labels(owner.id)


def default_labels(user_id: str) -> list[str]:
    """Return CKAN's own labels of a user where there are no collaborators."""
    rows = _organizations().run(
        reading_connection(),
        user=user_id,
        roles=authz.get_roles_with_permission("read"),
        cascading=authz.check_config_permission("roles_that_cascade_to_sub_groups"),
        deepest=MAX_RECURSES,
    )
    return ["public", f"creator-{user_id}", *(f"member-{row[0]}" for row in rows)]


@functools.cache
def _organizations() -> Prepared:
    """Select what ``organization_list_for_user`` lists for the permission ``read``."""
    member, group = model.member_table.c, model.group_table.c
    own = (
        sa.select(member.group_id, member.capacity)
        .where(
            member.table_name == "user",
            member.table_id == sa.bindparam("user", required=True),
            member.state == "active",
            member.capacity == sa.func.any(sa.bindparam("roles", required=True)),
        )
        .cte("own")
    )
    # A row of `member` puts the organisation `group_id` below the organisation `table_id`.
    is_inside = sa.and_(member.table_name == "group", member.state == "active")
    below = (
        sa.select(member.group_id, sa.literal(0).label("depth"))
        .join(own, own.c.group_id == member.table_id)
        .where(is_inside, own.c.capacity == sa.func.any(sa.bindparam("cascading", required=True)))
        .cte("below", recursive=True)
    )
    below = below.union_all(
        sa.select(member.group_id, below.c.depth + 1)
        .join(below, below.c.group_id == member.table_id)
        .where(is_inside, below.c.depth < sa.bindparam("deepest", required=True))
    )
    is_below = sa.and_(group.type == "organization", group.id.in_(sa.select(below.c.group_id)))
    return Prepared(
        sa.select(group.id)
        .where(
            group.is_organization,
            group.state == "active",
            sa.or_(group.id.in_(sa.select(own.c.group_id)), is_below),
        )
        .order_by(group.id)
    )
