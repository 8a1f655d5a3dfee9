"""Which tests of CKAN, dcat and harvest touch search: found in the installed distributions."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import re
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

# What a module of tests says when it asks the index, fills it, empties it or shows what it answers.
# datastore_search is an action of the DataStore, which has nothing to do with it.
TOUCHES_SEARCH = re.compile(
    r"""make_connection | solr | clean_index | reset_index | \blib\.search\b | import\ search\b
    | package_search | package_autocomplete | search[-_]index | [Ss]earch(?:Query|Index)?Error
    | dataset\.search | \.search\( | followee_list | dashboard""",
    re.VERBOSE | re.IGNORECASE,
)
ABOUT_SOURCES = frozenset({"ckan.tests.test_coding_standards"})
"""Names CKAN's own files and reads them, wherever it is started."""
NOT_SEARCH = re.compile(r"datastore_search\w*|re\.search\(")


@dataclasses.dataclass(frozen=True)
class Suite:
    """Tests that run in one process with one set of settings."""

    name: str
    distribution: str
    plugins: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    everything: bool = False
    """All of its modules: an extension's suite is the contract as a whole."""


SUITES = (
    Suite("ckan", "ckan"),
    Suite(
        "dcat",
        "ckanext-dcat",
        plugins="dcat",
        settings=(("ckanext.dcat.enable_content_negotiation", "true"),),
        everything=True,
    ),
    Suite(
        "harvest",
        "ckanext-harvest",
        plugins="harvest ckan_harvester test_harvester test_harvester2 test_action_harvester",
        settings=(("ckan.harvest.mq.type", "redis"), ("ckan.harvest.timeout", "5")),
        everything=True,
    ),
)


def modules_of(suite: Suite, wanted: Sequence[str] = ()) -> list[str]:
    """Return the modules of a suite by their import names; ``wanted`` names modules or packages."""
    files = importlib.metadata.files(suite.distribution) or []
    found = [file for file in files if is_test(file.as_posix())]
    modules = {module_name(file.as_posix()): Path(str(file.locate())) for file in found}
    if wanted:
        chosen = {name for name in modules if any(_is_in(name, package) for package in wanted)}
    else:
        chosen = {
            name
            for name, file in modules.items()
            if suite.everything or touches_search(file.read_text(encoding="utf-8"))
        } - ABOUT_SOURCES
    return sorted(chosen)


def is_test(path: str) -> bool:
    """Say whether a file of a distribution is a module of tests."""
    return "/tests/" in path and fnmatch(path.rsplit("/", 1)[-1], "test_*.py")


def module_name(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def touches_search(source: str) -> bool:
    return bool(TOUCHES_SEARCH.search(NOT_SEARCH.sub("", source)))


def _is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
