"""Being the only process that updates a project, from the first file read to the last one written.

The system holds the lock, so that it goes when the process does, however that ends.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import PINS

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_FILE = f"{PINS}/.verbatim-update.lock"
"""What is locked where a folder cannot be; it stands as long as an update runs."""


class UpdateRefused(UsageError):
    """Nothing was written; the text says why."""


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep other updates of a project away meanwhile.

    A file system without locks, NFS for instance, keeps none away.

    Raises:
        UpdateRefused: another one is at work, or there is nothing to lock.
    """
    try:
        handle = _opened(root)
    except OSError as error:
        raise UpdateRefused(f"{PINS}/: cannot be locked ({error.strerror})") from error
    try:
        with suppress(OSError):
            if not _is_locked(handle):
                raise UpdateRefused("another update of this project is at work; wait for it")
        yield
    finally:
        os.close(handle)
        if fcntl is None:
            with suppress(OSError):  # another process may have opened it by now
                (root / _FILE).unlink()


def _opened(root: Path) -> int:
    if fcntl is None:
        return os.open(root / _FILE, os.O_RDWR | os.O_CREAT)
    return os.open(root / PINS, os.O_RDONLY)


def _is_locked(handle: int) -> bool:
    """Return whether this process has the lock now.

    Raises:
        OSError: the file system has no locks.
    """
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            windows = import_module("msvcrt")
            windows.locking(handle, windows.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    return True
