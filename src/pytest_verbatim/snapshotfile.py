"""Snapshot files: where that of a case lies, reading it and writing it. Knows no syrupy."""

import errno
import os
import tempfile
from pathlib import Path

from pytest_verbatim.casefile import Case
from pytest_verbatim.files import Read
from pytest_verbatim.project import CASES, SNAPSHOTS


def snapshot_folder(module: Path) -> Path:
    """Return where the snapshots of `<root>/cases/<dataset>/<module>.py` lie.

    Total: a file that is no case module gets a folder that is never written.
    """
    path = module.with_suffix("")
    if len(path.parts) < 3 or path.parts[-3] != CASES:
        return path.parent / SNAPSHOTS / "_foreign"
    return Path(*path.parts[:-3], SNAPSHOTS, *path.parts[-2:])


def stored(path: Path, read: Read = Path.read_bytes) -> str | None:
    """Return the text of a snapshot file, None where there is none; bad bytes are replaced.

    `read` gives its bytes. Where something else stands in its place, a folder for instance, the
    text is "", which is no snapshot.
    """
    try:
        return read(path).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def snapshot_path(case: Case) -> str:
    """Return the path of a case's snapshot relative to the project, with `/`."""
    return f"{SNAPSHOTS}/{case.dataset}/{Path(case.module).stem}/{case.name}.json"


def write_snapshot(path: Path, text: str) -> None:
    """Write a snapshot file: beside it first, then moved into place; LF whatever the system.

    A link stays: what it leads to is written, be it there or not.

    Raises:
        OSError: the disk does not take it; what stood there stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        Path(beside).chmod(0o644)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
