"""Which datasets a user may see, by CKAN's default labels, in one statement.

CKAN reads the user's organisations with everything about each of them only to take their ids: half
of the time of a member's search. Another plugin's labels are asked for as they are.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ckan import authz, model
from ckan.model.group import MAX_RECURSES

from ckanext.scigov.search.api.hooks import Site


def labels_of(site: Site, user: Any) -> list[str]:
    """Return what ``get_user_dataset_labels`` returns for somebody who is no administrator."""
    collaborators = authz.check_config_permission("allow_dataset_collaborators")
    if user.is_anonymous or collaborators or not site.has_own_labels_query:
        return list(site.labels.get_user_dataset_labels(user))
    organizations = model.Session.connection().execute(_organizations_of(user.id)).scalars()
    return ["public", f"creator-{user.id}", *(f"member-{found}" for found in organizations)]


def _organizations_of(user_id: str) -> sa.Select[Any]:
    """Select what ``organization_list_for_user`` lists for the permission ``read``."""
    member, group = model.member_table.c, model.group_table.c
    roles = authz.get_roles_with_permission("read")
    cascading: Any = authz.check_config_permission("roles_that_cascade_to_sub_groups")
    own = (
        sa.select(member.group_id, member.capacity)
        .where(
            member.table_name == "user",
            member.table_id == user_id,
            member.state == "active",
            member.capacity.in_(roles),
        )
        .cte("own")
    )
    # A row of `member` puts the organisation `group_id` below the organisation `table_id`.
    below = (
        sa.select(member.group_id, sa.literal(0).label("depth"))
        .join(own, own.c.group_id == member.table_id)
        .where(
            own.c.capacity.in_(cascading), member.table_name == "group", member.state == "active"
        )
        .cte("below", recursive=True)
    )
    below = below.union_all(
        sa.select(member.group_id, below.c.depth + 1)
        .join(below, below.c.group_id == member.table_id)
        .where(
            member.table_name == "group",
            member.state == "active",
            below.c.depth < MAX_RECURSES,
        )
    )
    is_listed = sa.and_(group.is_organization, group.state == "active")
    is_below = sa.and_(group.type == "organization", group.id.in_(sa.select(below.c.group_id)))
    return (
        sa.select(group.id)
        .where(is_listed, sa.or_(group.id.in_(sa.select(own.c.group_id)), is_below))
        .order_by(group.id)
    )
