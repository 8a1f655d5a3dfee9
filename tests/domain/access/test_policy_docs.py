"""docs/access-policy.md holds the policy's tables. ``PYTHONPATH=tests python`` this file to write them anew."""

from __future__ import annotations

from collections.abc import Iterator

from printed_pages import Page

from ckanext.scigov.access.domain import policy
from ckanext.scigov.access.domain.policy import DENIES, PERMITS, Audience, Openness, Operation

IN_WORDS = {
    policy.ALL: "always",
    policy.CLASSIFIED: "once classified",
    policy.OPEN: "unconditional",
    policy.ON_CONDITIONS: "unconditional, conditional",
    policy.NEVER: "–",
}
WHO = {
    Audience.SYSTEM: "the system, for a listed purpose",
    Audience.OWNER_ADMIN: "provider's administrator",
    Audience.OWNER_EDITOR: "provider's editor",
    Audience.OWNER_MEMBER: "provider's member",
    Audience.STEWARD: "steward in scope",
    Audience.BREAK_GLASS: "system administrator after break-glass",
    Audience.AGENCY: "member of an approved agency",
    Audience.PUBLIC: "everybody",
    Audience.GRANTEE: "holder of a grant",
    Audience.APPROVER: "approver in scope",
    Audience.REVIEWER: "reviewer in scope",
    Audience.DECIDER: "decider in scope",
    Audience.CHIEF_DATA_OFFICER: "chief data officer in scope",
    Audience.AUDITOR: "auditor in scope",
    Audience.COLLABORATOR: "invited collaborator",
    Audience.SYSADMIN: "system administrator",
}
AXIS = {Audience.AGENCY: "the better of both", Audience.GRANTEE: "the grant's"}


def permits() -> Iterator[str]:
    yield "| who | axis | " + " | ".join(o.value for o in Operation) + " |"
    yield "|---|---|" + "---|" * len(Operation)
    for audience, row in PERMITS.items():
        cells = " | ".join(IN_WORDS[row[operation]] for operation in Operation)
        yield f"| {WHO[audience]} | {AXIS.get(audience, 'opening')} | {cells} |"


def denies() -> Iterator[str]:
    yield "| state | denied | but to |"
    yield "|---|---|---|"
    for denial in DENIES:
        operations = ", ".join(o.value for o in Operation if o in denial.operations)
        excepted = ", ".join(WHO[a] for a in Audience if a in denial.but_to) or "nobody"
        yield f"| {denial.state.value} | {operations} | {excepted} |"


PAGE = Page("access-policy.md", {"permits": permits, "denies": denies})


def test_the_page_holds_the_tables():
    assert PAGE.filled() == PAGE.text()


def test_every_value_has_its_word():
    assert set(WHO) == set(Audience)
    assert {value for row in PERMITS.values() for value in row.values()} <= set(IN_WORDS)
    assert {o.value for o in Openness} == {"unconditional", "conditional", "none", "unclassified"}


if __name__ == "__main__":
    PAGE.write()
