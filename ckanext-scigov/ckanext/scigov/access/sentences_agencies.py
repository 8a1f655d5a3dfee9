"""The reader's sentences for what is refused about agencies, roles, grants and broken glass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.agencies import AgencyReason
from ckanext.scigov.access.domain.granting import GlassReason, GrantReason
from ckanext.scigov.access.domain.naming import NameReason
from ckanext.scigov.access.domain.roles import RoleReason

NAMES: dict[Any, Callable[[], str]] = {
    NameReason.USER_UNKNOWN: lambda: tk._("There is no active user of this name."),
    NameReason.ORGANIZATION_UNKNOWN: lambda: tk._("There is no organisation of this name."),
    NameReason.AGENCY_UNKNOWN: lambda: tk._(
        "“%(agency)s” is not on the register of agencies. Give the id of an approved agency."
    ),
}
AGENCIES: dict[Any, Callable[[], str]] = {
    **NAMES,
    AgencyReason.CREDIT_CODE_WRONG: lambda: tk._(
        "This is no unified social credit code: it has 18 characters, the last of which checks "
        "the others. Compare it with the certificate."
    ),
    AgencyReason.CREDIT_CODE_TAKEN: lambda: tk._(
        "An agency with this unified social credit code is on the register already."
    ),
    AgencyReason.NOT_IN_THIS_STATE: lambda: tk._(
        "This cannot be decided as the agency stands now. Reload the page to see where it stands."
    ),
    AgencyReason.OWN_REGISTRATION: lambda: tk._(
        "You have registered this agency yourself. Somebody else has to approve it."
    ),
    AgencyReason.ALREADY_MEMBER: lambda: tk._(
        "This user belongs to the agency already. To change what he may do there, remove him first."
    ),
    AgencyReason.NO_MEMBER: lambda: tk._("This user does not belong to the agency."),
    AgencyReason.ONESELF: lambda: tk._(
        "You cannot add yourself to an agency. Somebody else has to do it."
    ),
}
ROLES: dict[Any, Callable[[], str]] = {
    **NAMES,
    RoleReason.ONESELF: lambda: tk._(
        "You cannot give yourself a role. Somebody else has to do it."
    ),
    RoleReason.ALREADY_HELD: lambda: tk._("This user has this role in this scope already."),
    RoleReason.TERM_EMPTY: lambda: tk._("The end must lie after the beginning, and in the future."),
    RoleReason.NOT_IN_FORCE: lambda: tk._("This role has ended or has been taken back already."),
    RoleReason.STANDS_IN_FOR_ONESELF: lambda: tk._("Nobody can stand in for himself."),
    RoleReason.OTHER_HOLDS_NONE: lambda: tk._(
        "Whoever is stood in for must hold this role in this scope himself at that time."
    ),
    RoleReason.STANDS_IN_WITHOUT_END: lambda: tk._(
        "State until when somebody stands in for another."
    ),
    RoleReason.STANDS_IN_TOO_LONG: lambda: tk._(
        "Somebody can stand in for another only as long as that one holds the role."
    ),
}
GRANTS: dict[Any, Callable[[], str]] = {
    **NAMES,
    GrantReason.SHARING_NEEDS_AGENCY: lambda: tk._(
        "What is shared between departments is granted to an agency, not to a person."
    ),
    GrantReason.AGENCY_NOT_APPROVED: lambda: tk._(
        "“%(agency)s” is not an approved agency. It must be approved before data is shared with it."
    ),
    GrantReason.RESOURCE_UNKNOWN: lambda: tk._("The dataset has no such resource."),
    GrantReason.ITEM_UNKNOWN: lambda: tk._(
        "“%(item)s” is no data item of the resources that are granted. Choose from their dictionaries."
    ),
    GrantReason.TERM_EMPTY: lambda: tk._(
        "The end must lie after the beginning, and in the future."
    ),
    GrantReason.NOT_IN_FORCE: lambda: tk._(
        "This grant has ended or has been revoked already. A new one needs a new application."
    ),
    GrantReason.HAS_NO_END: lambda: tk._("This grant has no end, so it cannot be prolonged."),
    GrantReason.NOT_LATER: lambda: tk._("The new end must lie after the present one."),
    GrantReason.OWN_GRANT: lambda: tk._(
        "This grant is for you or your agency. Somebody else has to prolong it."
    ),
}
GLASS: dict[Any, Callable[[], str]] = {
    GlassReason.NOT_ADMINISTRATOR: lambda: tk._(
        "Only a system administrator may open graded data in an emergency."
    ),
    GlassReason.REASON_TOO_SHORT: lambda: tk._(
        "State the reason in at least %(least)s characters."
    ),
}
