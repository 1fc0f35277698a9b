"""Snapshot files: where that of a case lies, reading and writing it, orphans. Knows no syrupy."""

import os
from contextlib import suppress
from pathlib import Path

from pytest_verbatim.casefile import Case
from pytest_verbatim.files import Read, read_whole, write_whole
from pytest_verbatim.project import CASES, SNAPSHOTS, Project


def snapshot_folder(module: Path) -> Path:
    """Return where the snapshots of `<root>/cases/<dataset>/<module>.py` lie.

    Total: a file that is no case module gets a folder that is never written.
    """
    path = module.with_suffix("")
    if len(path.parts) < 3 or path.parts[-3] != CASES:
        return path.parent / SNAPSHOTS / "_foreign"
    return Path(*path.parts[:-3], SNAPSHOTS, *path.parts[-2:])


def stored(path: Path, read: Read = read_whole) -> str | None:
    """Return the text of a snapshot file, None where there is none; bad bytes are replaced.

    `read` gives its bytes. Where something else stands in its place, a folder or a pipe for
    instance, the text is "", which is no snapshot.
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


def orphans(project: Project) -> tuple[str, ...]:
    """Return the snapshot files without a case, relative to the project, sorted.

    Raises:
        UsageError: a case module cannot be imported, so that nobody can tell.
    """
    kept = {snapshot_path(case) for case in project.cases()}
    walked = os.walk(project.root / SNAPSHOTS)  # asks nothing of a file, which may be refused
    places = (Path(folder, name) for folder, _, names in walked for name in names)
    found = (project.shown(place) for place in places if place.suffix == ".json")
    return tuple(sorted(path for path in found if path not in kept))


def remove_snapshot(root: Path, path: str) -> None:
    """Remove a snapshot file of a project, and the folders below `snapshots/` that are empty then.

    Raises:
        OSError: the file cannot be removed.
    """
    place = root / path
    place.unlink()
    with suppress(OSError):  # the first one that holds something, or may not be touched, stays
        for folder in place.parents:
            if folder == root / SNAPSHOTS:
                return
            folder.rmdir()


def write_snapshot(path: Path, text: str) -> None:
    """Write a snapshot file, and the folders above it; LF whatever the system.

    Raises:
        OSError: as `write_whole`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
