"""People who report: two of nobody in particular, a member of an agency, and whoever has a visitor's link.

The names of the first and of the agency are canaries: who reports is not for everybody to know.
"""

from __future__ import annotations

from access_matrix import parties

DOUBTER, SECOND, OF_AGENCY = "doubter", "co_doubter", "agency_doubter"
BY_LINK = "link_holder"
"""He is not signed in; his requests bring the token of the link, where the dispute has one."""
CODE = "11100000MB0000004"


def ensure() -> tuple[dict[str, dict[str, str]], dict[str, str], str]:
    """Make them; return them as ``people.listed`` does, the canary of each name, and the agency's id."""
    words = {one: _word(one) for one in (DOUBTER, SECOND, OF_AGENCY)}
    found = {one: parties.user(one, words[one]) for one in (DOUBTER, SECOND)}
    found[OF_AGENCY] = parties.user(OF_AGENCY)
    found[BY_LINK] = {"user": "", "password": "", "token": ""}
    agency_id = parties.agency(f"测试来核部门 {words[OF_AGENCY]}", CODE)
    parties.join(agency_id, OF_AGENCY)
    return found, words, agency_id


def _word(persona: str) -> str:
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import canaries

    return canaries.canary(tk.config, f"{persona} name")
