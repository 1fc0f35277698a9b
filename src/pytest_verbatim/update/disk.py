"""New files beside those that they are to replace, and making both last.

A link stays a link: what it leads to is replaced.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pytest_verbatim.files import folders_below
from pytest_verbatim.project import CASES, PINS, SNAPSHOTS

_BESIDE = ".verbatim-update"
"""How the names of files end that wait beside their targets; no pattern of ours takes them in."""


def target_of(root: Path, path: str) -> Path:
    """Return where a file of the project really is."""
    return (root / path).resolve()


def beside(target: Path) -> Path:
    """Return where the file waits that is to replace another."""
    return target.with_name(f".{target.name}{_BESIDE}")


@contextmanager
def naming(path: str) -> Iterator[None]:
    """Let an `OSError` name a file of the project; one for a full disk names none by itself."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), path) from error


def put_beside(target: Path, data: bytes) -> None:
    """Write the file that is to replace another, so that it lasts, with the mode of that one.

    Raises:
        OSError: the disk refuses.
    """
    place = beside(target)
    with place.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    shutil.copymode(target, place)


def sync_folders(folders: Iterable[Path]) -> None:
    """Make names in folders last, where the system can.

    Raises:
        OSError: the disk refuses.
    """
    if not hasattr(os, "O_DIRECTORY"):  # Windows opens no folders
        return
    for folder in folders:
        with naming(str(folder)):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def sweep(root: Path) -> bool:
    """Remove what waits beside files of a project; return whether there was anything.

    For one in which no journal stands: what waits was left by an update that decided nothing.
    """
    found = {
        place
        for top in (PINS, CASES, SNAPSHOTS)
        for folder in folders_below(root / top)
        for place in _waiting_in(folder)
    }
    for place in found:
        with suppress(OSError):
            place.unlink()
    return bool(found)


def _waiting_in(folder: Path) -> Iterator[Path]:
    yield from folder.glob(f".*{_BESIDE}")
    for link in folder.iterdir():
        if link.is_symlink():
            place = beside(Path(os.path.realpath(link)))
            if place.is_file():
                yield place
