"""The log of acts is read by auditors of the platform and by system administrators."""

from __future__ import annotations

import pytest

import ckan.plugins.toolkit as tk


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("anonymous", False),
        ("plain", False),
        ("sysadmin", True),
        ("auditor", True),
        ("auditor unit_tree province", False),
        ("auditor provider bureau", False),
        ("cdo", False),
        ("steward", False),
    ],
)
def test_who_reads_the_log(giver, who: str, may: bool):
    context = {"user": giver(who), "ignore_auth": False}
    if may:
        events = tk.get_action("scigov_audit_event_list")(context, {"limit": 1})
        assert isinstance(events, list)
    else:
        with pytest.raises(tk.NotAuthorized):
            tk.get_action("scigov_audit_event_list")(context, {"limit": 1})
