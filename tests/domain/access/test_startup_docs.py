"""docs/access-startup.md holds the rules of the start-up check. ``PYTHONPATH=tests python`` this file to write them."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

from contract.suites import SUITES
from printed_pages import Page

from ckanext.scigov.access.domain import startup
from ckanext.scigov.access.domain.startup import RULES, WARNINGS, Rule
from ckanext.scigov.access.domain.startup_conditions import SHORTEST_SECRET, Site

ROOT = Path(__file__).parents[3]


def rows(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "| setting | when | what is said |"
    yield "|---|---|---|"
    for rule in rules:
        said = re.sub("{([a-z]+)}", r"*\1*", rule.sentence.replace("{setting}", rule.setting))
        yield f"| `{rule.setting}` | {rule.unsafe} | {said} |"


PAGE = Page("access-startup.md", {"rules": lambda: rows(RULES), "warnings": lambda: rows(WARNINGS)})


def test_the_page_holds_the_rules() -> None:
    said = "| `debug` | true, and ckan.site_url is no loopback address | Set debug to false"
    assert said in PAGE.text()
    assert PAGE.filled() == PAGE.text()


def test_ckans_own_suites_run_without_the_check() -> None:
    """They need what it refuses: groups made by anybody, SQL, public folders."""
    assert [suite.name for suite in SUITES if "scigov" in suite.plugins] == []


def test_the_example_for_containers_does_not_start_as_it_is() -> None:
    lines = (ROOT / "docker" / "example.env").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    secrets = {given["CKAN_SECRET_KEY"], given["CKAN_TOKEN_SECRET"]}
    assert all(len(secret) < SHORTEST_SECRET for secret in secrets)


def test_the_test_suites_secrets_are_known() -> None:
    reader = configparser.RawConfigParser()
    reader.optionxform = str  # type: ignore[assignment]  # the documented way to keep capitals
    reader.read(ROOT / "config" / "test.ini", encoding="utf-8")
    given = reader["app:main"]
    names = ("SECRET_KEY", "api_token.jwt.encode.secret", "api_token.jwt.decode.secret")
    site = Site({name: given[name] for name in names}, label_plugins=("scigov_access",))
    found = [sentence for sentence in startup.findings(site) if "the test suite's" in sentence]
    assert len(found) == 3


if __name__ == "__main__":
    PAGE.write()
