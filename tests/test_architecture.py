"""The rules of the house that a program can check: sizes, names, imports, templates, migrations.

The rules themselves and their reasons: docs/development.md and docs/decisions/0001.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
EXTENSION = ROOT / "ckanext-scigov" / "ckanext" / "scigov"
SOURCES = ("ckanext-scigov", "harvesters", "schemas")

SOFT_LIMIT, HARD_LIMIT = 300, 500
FUNCTION_LIMIT, TEST_LIMIT = 40, 30
CODE = {".py", ".js", ".css", ".html"}
# A file over the soft limit, and why it is still one file.
LONG_FILES: dict[str, str] = {
    "ckanext-scigov/ckanext/scigov/search/bulk/validation.py": "one pass over a schema in parts",
    "tests/ckan/search/test_bulk_documents.py": "a test for each oddity of a dataset, compared alike",
}
# A function over the limit, "path:name", and why it is still one function.
LONG_FUNCTIONS: dict[str, str] = {
    "tests/corpus/documents.py:_document": "a line for each field that CKAN sends to its index",
    "tests/corpus/documents.py:_package": "a line for each field of a dataset",
}
FORBIDDEN_NAMES = {"utils", "util", "common", "misc", "manager", "handler", "process", "data"}
TOP_LEVEL = {
    "ckanext-scigov", "config", "harvesters", "schemas", "docker", "tests", "docs", "setup.py",
    "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "scigov",
}  # fmt: skip


def tracked_files() -> list[Path]:
    """Every file that belongs to the repository, new ones included, ignored ones not."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        skipped = {".git", ".venv", ".scigov", "node_modules", "build", "dist"}
        return [f for f in ROOT.rglob("*") if f.is_file() and not skipped & set(f.parts)]
    return [f for f in (ROOT / name for name in listing.stdout.split("\0") if name) if f.exists()]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


FILES = tracked_files()
CODE_FILES = [f for f in FILES if f.suffix in CODE and not relative(f).startswith("docs/")]
PYTHON_FILES = [f for f in CODE_FILES if f.suffix == ".py"]
TEMPLATES = [f for f in CODE_FILES if f.suffix == ".html" and "templates" in f.parts]


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its length in lines without the docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node, clean=False) is not None:
                text = node.body[0]
                length -= (text.end_lineno or text.lineno) - text.lineno + 1
            yield node.name, length


def test_files_are_short() -> None:
    lengths = {relative(f): len(f.read_text(encoding="utf-8").splitlines()) for f in CODE_FILES}
    too_long = {
        name: length
        for name, length in lengths.items()
        if length > HARD_LIMIT or (length > SOFT_LIMIT and name not in LONG_FILES)
    }
    assert too_long == {}
    stale = [name for name in LONG_FILES if lengths.get(name, 0) <= SOFT_LIMIT]
    assert stale == [], "These files need no exception any more."


def test_functions_are_short() -> None:
    too_long = {}
    for path in PYTHON_FILES:
        if "migration" in path.parts:
            continue  # A migration tells one story from top to bottom.
        limit = TEST_LIMIT if relative(path).startswith("tests/") else FUNCTION_LIMIT
        for name, length in functions_of(path):
            key = f"{relative(path)}:{name}"
            if length > limit and key not in LONG_FUNCTIONS:
                too_long[key] = length
    assert too_long == {}


def test_nothing_is_left_to_do() -> None:
    marker = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
    text_files = {".py", ".js", ".css", ".html", ".yaml", ".yml", ".md", ".ini", ".toml", ".sh"}
    found = [
        f"{relative(f)}:{number}"
        for f in FILES
        if f.suffix in text_files
        for number, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1)
        if marker.search(line)
    ]
    assert found == []


def test_modules_say_what_they_are() -> None:
    modules = {name for f in PYTHON_FILES for name in (f.stem, f.parent.name)}
    assert modules & FORBIDDEN_NAMES == set()


def test_top_level_is_as_agreed() -> None:
    entries = {relative(f).split("/")[0] for f in FILES}
    assert {entry for entry in entries if not entry.startswith(".")} - TOP_LEVEL == set()


def test_imports_go_one_way() -> None:
    settings = str(ROOT / "config" / "importlinter.ini")
    assert lint_imports(config_filename=settings, no_cache=True) == 0


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # "from a.b import c" may name a module c: the longer name decides.
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            assert node.level == 0, f"{relative(path)} imports relatively."
    return found


# Libraries that only compute: text in, values out.
PURE_LIBRARIES = {
    "luqum", "numpy", "pyoxigraph", "pypinyin", "pyshacl", "rapidfuzz", "rdflib", "yaml",
}  # fmt: skip


def test_domain_imports_nothing_but_itself_and_shared() -> None:
    files = sorted(EXTENSION.glob("*/domain/**/*.py"))
    assert files
    own = re.compile(r"ckanext\.scigov\.(\w+\.domain\b|shared\.)")
    glue = re.compile(
        r"ckanext\.scigov\.shared\.(toolkit_\w+|plugin|outbox|model|cli|dispatch|mail|evidence)\b"
    )
    outside = {
        (relative(path), name)
        for path in files
        for name in imports_of(path)
        if name.split(".")[0] not in sys.stdlib_module_names | PURE_LIBRARIES
        and (not own.match(name) or glue.match(name))
    }
    assert outside == set()


def test_a_features_tables_queries_and_actions_are_its_own() -> None:
    private = re.compile(r"ckanext\.scigov\.(\w+)\.(model|queries|logic)\b")
    features = [f for f in EXTENSION.iterdir() if (f / "plugin.py").exists()]
    assert features
    outside = {
        (relative(path), name)
        for feature in features
        for path in feature.rglob("*.py")
        for name in imports_of(path)
        if (found := private.match(name)) and found[1] != feature.name
    }
    assert outside == set()


INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']"""
    r"""|<script(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*["']application/(?:ld\+)?json)"""
    r"""|["']\s*javascript:""",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x()</script>",
        '<a onclick="x()">',
        '<p style="color: red">',
        "<style>p {}</style>",
        '<a href="javascript:x()">',
    ],
)
def test_inline_code_is_recognised(markup: str) -> None:
    assert INLINE.search(markup)


@pytest.mark.parametrize(
    "markup", ['<script src="/a.js"></script>', '<script type="application/json">{}</script>']
)
def test_markup_without_code_is_left_alone(markup: str) -> None:
    assert not INLINE.search(markup)


def test_templates_have_no_inline_code() -> None:
    assert TEMPLATES
    found = {
        f"{relative(f)}:{number}"
        for f in TEMPLATES
        for number, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1)
        if INLINE.search(line)
    }
    assert found == set()


FEATURES_WITH_TABLES = sorted(f.parent.name for f in EXTENSION.glob("*/model.py"))


def versions_of(feature: str) -> list[Path]:
    return sorted((EXTENSION / "migration" / f"scigov_{feature}" / "versions").glob("*.py"))


@pytest.mark.parametrize("feature", FEATURES_WITH_TABLES)
def test_tables_come_with_migrations(feature: str) -> None:
    folder = EXTENSION / "migration" / f"scigov_{feature}"
    assert {"alembic.ini", "env.py", "script.py.mako"} <= {f.name for f in folder.iterdir()}
    names = [f.name for f in versions_of(feature)]
    assert names
    assert [n for n in names if not re.fullmatch(r"\d{3}_[0-9a-f]{12}_[a-z0-9_]+\.py", n)] == []


@pytest.mark.parametrize("feature", FEATURES_WITH_TABLES)
def test_migrations_can_be_undone(feature: str) -> None:
    for path in versions_of(feature):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
        steps = [n for n in ast.walk(functions["downgrade"]) if isinstance(n, ast.Call)]
        assert steps, f"{relative(path)} has a downgrade that does nothing."


def test_no_foreign_key_leaves_its_feature() -> None:
    for feature in FEATURES_WITH_TABLES:
        model = (EXTENSION / feature / "model.py").read_text(encoding="utf-8")
        targets = re.findall(r"ForeignKey\w*\(\s*\[?\s*[\"'](\w+)", model)
        assert [t for t in targets if not t.startswith(f"scigov_{feature}_")] == []


def test_the_umbrella_owns_no_tables() -> None:
    assert not (EXTENSION / "model.py").exists()
    assert not (EXTENSION / "migration" / "scigov").exists()
