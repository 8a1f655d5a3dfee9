"""The documentation is complete: what somebody can set, call or run is explained, and links hold.

Make the generated parts anew:
    .venv/bin/python tests/test_docs.py
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ckanext.scigov.launcher import arguments, lanes

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
EXTENSION = ROOT / "ckanext-scigov" / "ckanext" / "scigov"
PAGES = sorted(DOCS.rglob("*.md"))
DOCUMENTS = [*PAGES, ROOT / "README.md", ROOT / "CHANGELOG.md"]
CONFIGURATION = DOCS / "configuration.md"
BEGIN, END = "<!-- options: begin -->\n", "<!-- options: end -->"
ALL_TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def options() -> Iterator[dict[str, object]]:
    for file in sorted(EXTENSION.rglob("config_declaration.yaml")):
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]:
            yield from group["options"]


def option_table() -> str:
    rows = ["", "| option | default | meaning |", "|---|---|---|"]
    for option in sorted(options(), key=lambda o: str(o["key"])):
        default = str(option.get("default", "")).strip().replace("|", "\\|")
        meaning = " ".join(str(option["description"]).split()).replace("|", "\\|")
        rows.append(f"| `{option['key']}` | {f'`{default}`' if default else ''} | {meaning} |")
    return "\n".join([*rows, "", ""])


def with_option_table(text: str) -> str:
    head, _, rest = text.partition(BEGIN)
    return head + BEGIN + option_table() + END + rest.partition(END)[2]


def functions_in(pattern: str) -> list[str]:
    """Return the public functions of all modules that match, without importing CKAN."""
    return sorted(
        node.name
        for file in EXTENSION.glob(pattern)
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("scigov_")
    )


def plugins() -> list[str]:
    points = "import importlib.metadata as m; print(*(e.name for e in m.entry_points(group='ckan.plugins') if e.value.startswith('ckanext.scigov')))"
    answer = subprocess.run(
        [sys.executable, "-c", points], capture_output=True, text=True, check=True
    )
    return sorted(set(answer.stdout.split()))


def click_commands() -> list[str]:
    """Return the paths of all commands below ``ckan scigov``, as one would type them."""
    program = (
        "import pylibmagic, click\n"
        "from ckanext.scigov.cli import scigov\n"
        "def walk(command, path):\n"
        "    below = getattr(command, 'commands', {})\n"
        "    if not below: print(path)\n"
        "    for name, sub in below.items(): walk(sub, f'{path} {name}'.strip())\n"
        "walk(scigov, '')\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return sorted(answer.stdout.splitlines())


def launcher_commands() -> list[str]:
    parser = arguments._parser()
    subparsers = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return sorted(subparsers.choices)


def environment_variables() -> list[str]:
    """Return the SCIGOV_ variables a person may set: read from the environment or by compose."""
    read = re.compile(r"""environ(?:\.get\(|\[)\s*["'](SCIGOV_\w+)""")
    set_by_us = {"SCIGOV_SOCKETS", "SCIGOV_SERVICE"}
    found = {
        name
        for file in EXTENSION.rglob("*.py")
        for name in read.findall(file.read_text(encoding="utf-8"))
    }
    for file in ("entrypoint.sh", "example.env"):
        found |= set(
            re.findall(r"\bSCIGOV_\w+", (ROOT / "docker" / file).read_text(encoding="utf-8"))
        )
    return sorted(found - set_by_us)


def mentioned(word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", ALL_TEXT) is not None


def test_every_option_is_in_the_table() -> None:
    text = CONFIGURATION.read_text(encoding="utf-8")
    assert with_option_table(text) == text, "Run .venv/bin/python tests/test_docs.py."


def test_every_option_says_what_it_means() -> None:
    assert [o["key"] for o in options() if len(str(o.get("description", ""))) < 10] == []


@pytest.mark.parametrize(
    "list_words",
    [
        lambda: functions_in("*/logic/action*.py") + functions_in("*/logic/action/*.py"),
        plugins,
        environment_variables,
        lambda: [f"--{part}" for part in {**lanes.PARTS, **lanes.LANES}],
    ],
    ids=["actions", "plugins", "variables", "test parts"],
)
def test_every_name_is_explained(list_words) -> None:
    words = list_words()
    assert words
    assert [word for word in words if not mentioned(word)] == []


def test_every_ckan_command_is_explained() -> None:
    commands = click_commands()
    assert commands
    assert [c for c in commands if f"scigov {c}" not in ALL_TEXT] == []


def test_every_launcher_command_is_explained() -> None:
    commands = launcher_commands()
    assert "up" in commands
    assert [c for c in commands if f"./scigov {c}" not in ALL_TEXT] == []


@pytest.mark.parametrize("feature", sorted(f.parent.name for f in EXTENSION.glob("*/plugin.py")))
def test_every_feature_has_a_page(feature: str) -> None:
    assert (DOCS / f"{feature}.md").is_file()


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("*.md")), ids=lambda p: p.name)
def test_every_decision_says_why_what_and_at_what_cost(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = [h.lower() for h in re.findall(r"^## (.+)$", text, re.MULTILINE)]
    assert re.match(rf"# {page.name[:4]} ", text)
    for part in ("context", "choice", "cost"):
        assert any(part in heading for heading in headings), part


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    local = [t.partition("#")[0] for t in targets if not t.startswith(("http:", "https:", "#"))]
    assert [t for t in local if not (page.parent / t).exists()] == []


@pytest.mark.parametrize("page", [p for p in PAGES if p.name != "index.md"], ids=lambda p: p.name)
def test_every_page_can_be_reached_from_another(page: Path) -> None:
    others = [p for p in DOCUMENTS if p != page]
    assert any(
        (other.parent / target.partition("#")[0]).resolve() == page
        for other in others
        for target in re.findall(r"\]\(([^)\s]+)\)", other.read_text(encoding="utf-8"))
    )


if __name__ == "__main__":
    page = CONFIGURATION.read_text(encoding="utf-8")
    CONFIGURATION.write_text(with_option_table(page), encoding="utf-8")
