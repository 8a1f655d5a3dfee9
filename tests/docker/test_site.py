"""What compose.yaml puts together, without an engine: the entrypoint's own commands on services
they did not start, told by environment variables alone, behind nginx."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ckanext.scigov.launcher import testing_services

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
ENTRYPOINT = str(DOCKER / "entrypoint.sh")
WELL_WITHIN = 300


def environment(services: dict[str, str], folder: Path, port: int) -> dict[str, str]:
    """What a container would be given, and where the image has its files."""
    for source in (ROOT / "config" / "scigov.ini", DOCKER / "ckan.ini"):
        shutil.copy(source, folder)
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CKAN", "SCIGOV"))}
    return {
        **kept,
        **services,
        "PATH": programs,
        "CKAN_INI": str(folder / "ckan.ini"),
        "CKAN_SITE_URL": f"http://127.0.0.1:{port}",
        "CKAN_SECRET_KEY": "only-for-this-test-0123456789",
        "CKAN_TOKEN_SECRET": "only-for-this-test-0123456789abcdef",
        "SCIGOV_DOCKER": str(DOCKER),
        "SCIGOV_WEB_HOST": "127.0.0.1",
        "SCIGOV_WEB_PORT": str(port),
        "SCIGOV_WEB_PROCESSES": "1",
    }


@pytest.fixture(scope="module")
def site(start_nginx, some_port, tmp_path_factory) -> Iterator[str]:
    """The whole site; its address is nginx's."""
    folder, port = tmp_path_factory.mktemp("site"), some_port()
    with ExitStack() as stack:
        services = stack.enter_context(testing_services.running(folder / "services"))
        given = environment(services, folder, port)
        subprocess.run([ENTRYPOINT, "migrate"], env=given, check=True)
        for task in ("web", "worker", "harvester", "scheduler"):
            log = stack.enter_context((folder / f"{task}.log").open("w"))
            process = stack.enter_context(
                subprocess.Popen([ENTRYPOINT, task], env=given, stdout=log, stderr=log)
            )
            stack.callback(process.terminate)
        address = stack.enter_context(start_nginx(folder, port))
        _wait_until_well(address, folder)
        yield address


def _complaint(address: str) -> str:
    """What is wrong with the site; empty when it is well."""
    try:
        urllib.request.urlopen(address + "/healthz", timeout=30).close()
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError as error:
        return str(error)
    return ""


def _wait_until_well(address: str, folder: Path) -> None:
    until = time.monotonic() + WELL_WITHIN
    while complaint := _complaint(address):
        if time.monotonic() > until:
            logs = "\n".join(
                log.read_text(encoding="utf-8")[-3000:] for log in folder.glob("*.log")
            )
            pytest.fail(f"The site was not well within {WELL_WITHIN} seconds: {complaint}\n{logs}")
        time.sleep(0.5)


def fetch(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=120) as reply:
        return reply.status, reply.read().decode()


def test_every_part_is_well(site: str) -> None:
    status, body = fetch(site + "/healthz")
    assert (status, type(json.loads(body))) == (200, dict)


def test_the_public_gets_the_portals_pages(site: str) -> None:
    status, page = fetch(site + "/dataset")
    assert status == 200
    assert 'lang="zh' in page
    assert "科技政务数据资源门户" in page


def test_search_answers_through_the_api(site: str) -> None:
    status, body = fetch(site + "/api/3/action/package_search?rows=0")
    assert (status, json.loads(body)["result"]["count"]) == (200, 0)
