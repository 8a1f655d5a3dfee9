"""One run of ``./scigov``: read the command line, have the packages ready, do the command."""

from __future__ import annotations

import importlib
import os
import sys

from . import arguments, console, install
from .errors import LauncherError, sentence_for
from .paths import Home, project_root

INTERRUPTED = 130
BROKEN_PIPE = 141
# command → the module that does it, loaded only then
MODULES = {
    "up": "up",
    "down": "down",
    "status": "status",
    "logs": "logs",
    "test": "handover",
    "ckan": "handover",
    "backup": "backup",
    "restore": "restore",
    "reset": "reset",
}


def main(argv: list[str]) -> int:
    """Return the exit code."""
    options = arguments.parse(argv)
    try:
        if options.command in arguments.NEED_PACKAGES and not install.is_inside():
            install.hand_over(argv, with_tests=options.command == "test")
        os.umask(0o077)
        module = importlib.import_module(f".{MODULES[options.command]}", __package__)
        return module.run(Home.of_environment(project_root()), options)
    except LauncherError as error:
        console.warn(str(error))
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        console.warn(sentence)
        return 1
    except KeyboardInterrupt:
        console.warn("Interrupted. Run the same command again to go on.")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
