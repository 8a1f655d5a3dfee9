"""``./scigov test --bench downloads``: the API while eight people with slow lines download.

One site as ``./scigov up`` runs it, without a proxy. Its API is asked in turn with nobody downloading
and with eight clients who take a file of 64 MB, 16 KB at a time. First the file must arrive as it is.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import ckan_here, measuring, servers
from bench.measuring import Times

SIZE = 64 << 20
SLOW_CLIENTS = 8
PIECE, PAUSE = 16 << 10, 0.2
GOAL = 1.3
IDLE, SLOW = "nobody downloads", f"{SLOW_CLIENTS} slow downloads"
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}


def main(argv: list[str]) -> int:
    """Measure; 1 when the file that arrives is another one."""
    options = _parser().parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    content = os.urandom(SIZE)
    with tempfile.TemporaryDirectory(prefix="scigov-bench-") as scratch:
        ini = ckan_here.served_ini(Path(scratch), setting=f"ckan.storage_path = {scratch}")
        os.environ["CKAN_INI"] = str(ini)
        with ckan_here.loaded():
            dataset_id, path = _publish(content)
        with servers.running("ckanext.scigov.launcher.wsgi:application", ini) as site:
            _seconds, arrived = servers.Client(site.port).get(path)
            if hashlib.sha256(arrived).digest() != hashlib.sha256(content).digest():
                print("Another file arrived; nothing was timed.")
                return 1
            del arrived, content
            results = _measured(site, dataset_id, path, options)
    print(_report(results))
    return 0


def _publish(content: bytes) -> tuple[str, str]:
    """Make an open entry with the file; return its id and the address of the file."""
    from werkzeug.datastructures import FileStorage

    from ckan import model
    from ckan.logic import get_action

    site: Any = {"ignore_auth": True}
    user = get_action("get_site_user")(site, {})["name"]

    def call(action: str, **data: Any) -> Any:
        context: Any = {"ignore_auth": True, "user": user}
        return get_action(action)(context, data)

    organization = call("organization_create", name="bench-provider", title="省科学技术厅")
    dataset = call(
        "package_create", title="遥感影像样本集", notes="用于测量下载的文件, 内容是随机数据。",
        tag_string="遥感", data_kind="scientific", owner_org=organization["id"],
        contact=[{"name": "数据处", "email": "office@example.org"}], license_id="cc-by",
        data_form="image", source_system="遥感平台", update_cycle="annual", **OPEN,
        resources=[
            {"name": "影像", "url": "", "format": "TIFF",
             "upload": FileStorage(io.BytesIO(content), filename="sample.tif")},
        ],
    )  # fmt: skip
    model.Session.remove()
    (resource,) = dataset["resources"]
    return dataset["id"], f"/dataset/{dataset['id']}/resource/{resource['id']}/access"


def _measured(
    site: servers.Server, dataset_id: str, path: str, options: argparse.Namespace
) -> dict[str, Times]:
    results = {IDLE: Times(), SLOW: Times()}
    _ask(site, dataset_id, options.requests)
    for _ in range(options.rounds):
        results[IDLE].seconds += _ask(site, dataset_id, options.requests)
        with _downloading(site.port, path):
            results[SLOW].seconds += _ask(site, dataset_id, options.requests)
    return results


def _ask(site: servers.Server, dataset_id: str, count: int) -> list[float]:
    client = servers.Client(site.port)
    seconds = [client.get("/api/3/action/package_show", id=dataset_id)[0] for _ in range(count)]
    client.close()
    return seconds


@contextlib.contextmanager
def _downloading(port: int, path: str) -> Iterator[None]:
    """Let the slow clients take the file as long as the block lasts; all of them must be served."""
    over, served = threading.Event(), threading.Barrier(SLOW_CLIENTS + 1, timeout=60)
    refused: list[bytes] = []

    def take() -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
            head = line.recv(PIECE)
            if b" 200 " not in head:
                refused.append(head)
            served.wait()
            while not over.wait(PAUSE):
                line.recv(PIECE)

    clients = [threading.Thread(target=take) for _ in range(SLOW_CLIENTS)]
    for client in clients:
        client.start()
    try:
        served.wait()
        if refused:
            raise RuntimeError(f"A download was refused: {refused[0][:200]!r}")
        yield
    finally:
        over.set()
        for client in clients:
            client.join()


def _report(results: dict[str, Times]) -> str:
    ratio = results[SLOW].p95 / results[IDLE].p95
    rows = [
        [name, *map(measuring.milliseconds, (one.fastest, one.p50, one.p95))]
        for name, one in results.items()
    ]
    table = measuring.table(["package_show", "fastest ms", "p50 ms", "p95 ms"], rows)
    return f"\n{table}\n\np95 with slow downloads is {ratio:.2f} times idle (target {GOAL})."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./scigov test --bench downloads --")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--requests", type=int, default=100, help="of the API, in each round")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
