"""Which versions of CKAN's functions the short way repeats.

It does what these functions do, as they are in the CKAN it was compared with. Where CKAN changes
one of them, for a security fix for example, CKAN's own way is taken until somebody has compared
the two again: tests/ckan/search/test_api_fast.py fails and prints the new digest.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import inspect
from collections.abc import Mapping
from types import MappingProxyType

IN_FLASK: Mapping[str, str] = MappingProxyType(
    {
        "ckan.logic.action.get:package_search": "81b2ef89812dba85",
        "ckan.views.api:action": "43b30faa084ec1fd",
        "ckan.lib.navl.validators:ignore_missing": "09d61678e7f408ad",
        "ckan.lib.navl.validators:unicode_safe": "adf45f7f9d933cdb",
        "ckan.views.api:_finish": "93f42343b14ad539",
    }
)
"""What is repeated for every user, by the first digits of the SHA-256 of its source."""

OF_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "ckan.lib.plugins:DefaultPermissionLabels.get_user_dataset_labels": "bf9f7473d6916fff",
        "ckan.logic.action.get:organization_list_for_user": "cf3f030621ee72f6",
        "ckan.logic.auth.get:organization_list_for_user": "844d0e81694940b1",
        "ckan.model.group:Group.get_children_group_hierarchy": "4714ea149017fa4c",
    }
)
"""What is repeated to know a user's organisations."""

OF_TOKENS: Mapping[str, str] = MappingProxyType(
    {
        "ckan.config.middleware.flask_app:_get_user_for_apitoken": "5b823ead2204781d",
        "ckan.lib.api_token:get_user_from_token": "61207b7742d2b216",
        "ckan.lib.api_token:decode": "0b0d2c8e7e70e8fa",
        "ckan.model.api_token:ApiToken.touch": "0801e6a44b80880b",
        "ckan.model.core:StatefulObjectMixin.is_active": "f14b7a3efe3249b7",
        "ckan.model.user:User.set_user_last_active": "1248b4530e842f3d",
        "ckan.model.user:last_active_check": "d57612a82b8fec96",
        "ckan.authz:is_authorized": "7e9dbb4efbf98383",
    }
)
"""What is repeated to know whose token it is and that it may search."""

BEFORE_FLASK: Mapping[str, str] = MappingProxyType(
    {
        "ckan.views.api:_get_request_data": "24ce3a9fa861c549",
        "ckan.logic.auth.get:package_search": "7333d602ce5b855f",
        "ckan.config.middleware.flask_app:handle_i18n": "d5654eafa05c95d4",
        "ckan.config.middleware.flask_app:ckan_before_request": "539f8ba80fb4856a",
        "ckan.config.middleware.flask_app:ckan_after_request": "521fc0b1e04f807a",
        "ckan.config.middleware.flask_app:load_user_from_request": "a9736a6a3a78239b",
        "ckan.lib.app_globals:app_globals._check_uptodate": "f12b0a02e69ec21f",
        "ckan.model.system_info:get_system_info": "f21b128bd4504a74",
        "ckan.views:identify_user": "72168facf7f123df",
        "ckan.views:set_cache_control_headers_for_response": "1cd2e9c1686cd7b5",
        "ckan.views:set_cors_headers_for_response": "398b1fed1a30d919",
    }
)
"""What is repeated, or without effect, for an anonymous request that Flask never sees."""


def digest(name: str) -> str:
    """Return the digest of a function's source; the empty string where there is none."""
    module, _, path = name.partition(":")
    try:
        function = functools.reduce(getattr, path.split("."), importlib.import_module(module))
        source = inspect.getsource(function)  # type: ignore[arg-type]
    except (ImportError, AttributeError, OSError, TypeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


@functools.cache
def changed(expected: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return the names of functions that are not as they were when they were compared."""
    return tuple(name for name, known in expected if digest(name) != known)
