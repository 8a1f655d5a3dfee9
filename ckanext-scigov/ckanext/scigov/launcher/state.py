"""What the launcher remembers about a home between two runs (``launcher.json`` in the home)."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

from .errors import LauncherError
from .paths import Home


@dataclasses.dataclass
class State:
    """Remembered facts; ``save`` replaces the file in one step."""

    version: str = ""  # of the code that used the home last
    checkout: str = ""  # whose services run now, or ran last
    port: int = 0
    host: str = ""
    prepared: str = ""  # fingerprint of the code the databases were last prepared for
    externals: str = ""  # Externals.key the services run with
    demo: str = ""  # "", "loaded" or "declined"
    admin_made: bool = False
    managed: dict[str, str] = dataclasses.field(default_factory=dict)  # what we wrote into ckan.ini

    @classmethod
    def load(cls, home: Home) -> State:
        path = _path(home)
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        except ValueError as error:
            raise LauncherError(
                f"{path} is damaged. Delete it and run ./scigov up: nothing else is lost."
            ) from error
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in content.items() if name in known})

    def save(self, home: Home) -> None:
        write_private(_path(home), json.dumps(dataclasses.asdict(self), indent=2) + "\n")


def _path(home: Home) -> Path:
    return home.path / "launcher.json"


def write_private(path: Path, text: str, owner: tuple[int, int] | None = None) -> None:
    """Replace a file in one step; only its owner (uid, gid; else ourselves) may read it."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    beside.write_text(text, encoding="utf-8")
    if owner:
        os.chown(beside, *owner)
    beside.replace(path)
