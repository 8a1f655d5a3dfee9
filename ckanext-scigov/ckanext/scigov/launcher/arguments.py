"""The command line: which words there are. Wrong use ends with exit code 2 (argparse's own)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

DEFAULT_PORT = 5000
DEFAULT_HOST = "127.0.0.1"
PASSED_THROUGH = ("ckan", "test")  # everything behind these words belongs to another program
NEED_PACKAGES = ("up", "ckan", "test", "backup", "restore")
DESCRIPTION = """A CKAN portal for science-and-technology government data.

  ./scigov up       start the site (the first time: install and set it up)
  ./scigov status   say what runs
  ./scigov down     stop it
"""
EPILOG = """The site's data live in $SCIGOV_HOME (default: .scigov beside this script), the Python
packages in $SCIGOV_VENV (default: .venv beside this script). Exit codes: 0 done, 1 failed,
2 wrong use. More: docs/operations.md."""


def parse(argv: list[str]) -> argparse.Namespace:
    """Return ``command`` and its options; end the program for --help and wrong use."""
    if argv and argv[0] in PASSED_THROUGH:
        return argparse.Namespace(command=argv[0], rest=argv[1:])
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.error("Say what to do; ./scigov --help lists the commands.")
    return arguments


class _Parser(argparse.ArgumentParser):
    """A command's own parser: options are written out, so that a new one breaks no script."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="scigov",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(
        dest="command",
        metavar="COMMAND",
        parser_class=_Parser,
    )
    _add_up(commands)
    commands.add_parser("down", help="stop the site")
    status = commands.add_parser("status", help="say what runs")
    status.add_argument("--json", action="store_true", help="for programs")
    logs = commands.add_parser("logs", help="show the services' logs")
    logs.add_argument("-f", "--follow", action="store_true", help="go on until Ctrl-C")
    logs.add_argument("-n", "--lines", type=_count, default=40, help="how many of each (40)")
    logs.add_argument("service", nargs="?", help="only this one")
    commands.add_parser("test", help="run the tests; `scigov test --help` lists the lanes")
    commands.add_parser("ckan", help="run a CKAN command on this site")
    backup = commands.add_parser("backup", help="save databases, files and settings in one file")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = commands.add_parser("restore", help="put a backup back")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--yes", action="store_true", help="replace the site that is there")
    reset = commands.add_parser("reset", help="delete the site with all its data")
    reset.add_argument("--yes", action="store_true", help="really do it")
    return parser


def _add_up(commands: argparse._SubParsersAction[_Parser]) -> None:
    up = commands.add_parser("up", help="start the site")
    up.add_argument(
        "--port", type=_port, metavar="N", help=f"default {DEFAULT_PORT}, then the last"
    )
    up.add_argument(
        "--host", metavar="ADDRESS", help=f"address to listen on (default {DEFAULT_HOST})"
    )
    up.add_argument(
        "--no-demo", action="store_true", help="do not load the demonstration catalogue"
    )


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; ports are 1 to 65535.")
    return int(text)


def _count(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is not a number of lines.")
    return int(text)
