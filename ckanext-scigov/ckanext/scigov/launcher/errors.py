"""What the launcher says when something cannot be done: one sentence, then the exit code 1."""

from __future__ import annotations

import errno

NO_SPACE = "No space left on device"


class LauncherError(Exception):
    """Its text is a full sentence for a person: what happened and what to do."""


def sentence_for(error: OSError) -> str | None:
    """Return the sentence for an error of the machine rather than of the program, or None."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{where}. Make room and run the same command again."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Access is not permitted{where}. Choose another folder or change its permissions."
    if error.errno == errno.EROFS:
        return f"The file system is read-only{where}. Choose a folder on another one."
    return None


def explain(what: str, output: str) -> LauncherError:
    """Turn a failed program's output into an error: the known reason, else its last lines."""
    if NO_SPACE in output or "Disk quota exceeded" in output:
        return LauncherError(
            f"{what} failed because the disk is full. Make room and run the same command again."
        )
    lines = [line for line in output.strip().splitlines() if line.strip()][-12:]
    return LauncherError(f"{what} failed. Its last words were:\n  " + "\n  ".join(lines))
