"""The process that ``checked_apart`` starts: a document comes in, findings go out as JSON. Knows neither CKAN nor options."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ckanext.scigov.dcat.domain import checking
from ckanext.scigov.dcat.domain.checking import UnusableShapes
from ckanext.scigov.dcat.domain.incoming import Limits, Unreadable, read_within
from ckanext.scigov.dcat.domain.shapes import shapes_of

MEMORY = 2 << 30


def main() -> None:
    wish = json.loads(sys.argv[1])
    seconds = int(wish["seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(answer(sys.stdin.buffer.read(), wish), sys.stdout)


def answer(content: bytes, wish: dict[str, Any]) -> dict[str, Any]:
    reading = ""
    try:
        files: list[tuple[str, bytes]] = []
        for reading in wish["shapes"]:
            files.append((Path(reading).name, Path(reading).read_bytes()))
            # Each alone: whoever is told that one is wrong wants to know which.
            shapes_of(files[-1:])
        reading = ""
        triples = read_within(content, wish["form"], Limits(**wish["limits"]), wish["base"])
        findings = checking.check(triples, shapes_of(files))
    except Unreadable as error:
        return {"refused": error.reason.name, "values": error.values, "shapes": reading}
    except OSError as error:
        return {"unusable": f"{reading}: {error.strerror}"}
    except UnusableShapes as error:
        return {"unusable": str(error)}
    return {"triples": len(triples), "findings": [asdict(one) for one in findings]}


if __name__ == "__main__":
    main()
