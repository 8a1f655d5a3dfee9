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
from ckanext.scigov.dcat.domain.shapes import Shapes, shapes_of

MEMORY = 2 << 30


def main() -> None:
    wish = json.loads(sys.argv[1])
    seconds = int(wish["seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(answer(sys.stdin.buffer.read(), wish), sys.stdout)


def answer(content: bytes, wish: dict[str, Any]) -> dict[str, Any]:
    try:
        given = _shapes([Path(one) for one in wish["shapes"]])
        triples = read_within(content, wish["form"], Limits(**wish["limits"]), wish["base"])
        findings = checking.check(triples, given)
    except Unreadable as error:
        return {"refused": error.reason.name, "values": error.values}
    except UnusableShapes as error:
        return {"unusable": str(error)}
    return {"triples": len(triples), "findings": [asdict(one) for one in findings]}


def _shapes(paths: list[Path]) -> Shapes:
    # Each alone first: whoever is told that one is wrong wants to know which.
    for path in paths:
        try:
            shapes_of([(path.name, path.read_bytes())])
        except Unreadable as error:
            raise Unreadable(error.reason, **{**error.values, "shapes": str(path)}) from None
        except OSError as error:
            raise UnusableShapes(f"{path}: {error.strerror}") from None
    return shapes_of([(path.name, path.read_bytes()) for path in paths])


if __name__ == "__main__":
    main()
