"""Files: those of a project as they were read, each once (`Files`), and writing one whole.

Who asks for a file gets the bytes that the first one got, so that what is decided rests on the same
bytes throughout; `digests` tells afterwards which those were.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

Read = Callable[[Path], bytes]
"""Gives the bytes of a file, as `Path.read_bytes` does."""


class Files:
    """The files below a folder, read when they are first asked for."""

    def __init__(self, root: Path) -> None:
        """Take the folder; nothing is read yet."""
        self._root = root
        self._read: dict[Path, bytes | OSError] = {}
        self._instead: Mapping[Path, bytes] = {}

    def read(self, place: Path) -> bytes:
        """Return the bytes of a file, which lies below the folder.

        Raises:
            OSError: it cannot be read, or could not when it was first asked for.
        """
        if place in self._instead:
            return self._instead[place]
        if place not in self._read:
            self._read[place] = _bytes_of(place)
        found = self._read[place]
        if isinstance(found, OSError):
            raise found
        return found

    def digest(self, place: Path) -> str:
        """Return the SHA-256 digest of a file, in hex.

        Raises:
            OSError: as `read`.
        """
        return digest_of(self.read(place))

    def digests(self) -> tuple[tuple[str, str | None], ...]:
        """Return (path, digest) of all that was read, sorted; None for what could not be read.

        Paths are relative to the folder, with `/`.
        """
        return tuple(
            sorted(
                (place.relative_to(self._root).as_posix(), _digest(found))
                for place, found in self._read.items()
            )
        )

    def instead(self, sources: Mapping[Path, bytes]) -> "Files":
        """Return these files as they would be if some had other bytes.

        What either of the two reads is read for both.
        """
        other = Files(self._root)
        other._read = self._read
        other._instead = {**self._instead, **sources}
        return other


def folders_below(top: Path, above: tuple[str, ...] = ()) -> Iterator[Path]:
    """Yield a folder and all below it, those behind links too, as pytest finds them.

    A link that leads back to a folder around it is not followed. `above` are these folders.
    """
    real = os.path.realpath(top)
    if real in above:
        return
    try:
        inside = sorted(entry.name for entry in os.scandir(top) if entry.is_dir())
    except OSError:
        return
    yield top
    for name in inside:
        yield from folders_below(top / name, (*above, real))


def is_device(path: Path) -> bool:
    """Return whether a device, a pipe or a socket is there, or behind the link that is."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _refuse_device(path: Path) -> None:
    if is_device(path):
        raise OSError(errno.EINVAL, "it is a device, a pipe or a socket", str(path))


def read_whole(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        OSError: it cannot be read, or a device or a pipe is there, which may have no end.
    """
    _refuse_device(path)
    return path.read_bytes()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all: beside its place first, then moved into it.

    A link stays: what it leads to is written, be it there or not.

    Raises:
        OSError: the disk does not take it, or a device or a pipe is there; what stood there stands.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    _refuse_device(target)
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).chmod(0o644)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def digest_of(data: bytes) -> str:
    """Return the SHA-256 digest of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(place: Path) -> str | None:
    """Return the digest of a file as it is now; None where it cannot be read."""
    return _digest(_bytes_of(place))


def _digest(found: bytes | OSError) -> str | None:
    return None if isinstance(found, OSError) else digest_of(found)


def _bytes_of(place: Path) -> bytes | OSError:
    try:
        return read_whole(place)
    except OSError as error:
        return error
