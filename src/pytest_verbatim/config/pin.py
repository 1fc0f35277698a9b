"""`Pin`: which commit of which repository the cases are about, as `corpus/<name>.toml` says.

Source: design, "Contract: the corpus".
"""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pytest_verbatim.config.file import TomlFile
from pytest_verbatim.files import Read
from pytest_verbatim.source.git import is_commit_id, is_safe_name

_KEYS = frozenset(
    {"repository", "tag", "commit", "subtree", "licence", "licence_id", "offline_hint"}
)
_URL = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://|(?:[\w.-]+@)?[\w.-]+:(?!//))", re.IGNORECASE
)
_TRANSPORTS = frozenset({"https", "ssh", "git", "file"})


@dataclass(frozen=True, slots=True)
class Pin:
    """Which commit of which repository the cases are about.

    `repository` is a URL or a path that is the same from every folder; `relative` is the path as
    the pin states it where that begins at the folder of the project, else "". `subtree` and
    `licence` are paths from the repository's root, `subtree` is `.` for all of it; `licence_id` is
    the licence's SPDX identifier and `offline_hint` a sentence for those who cannot reach it; both
    are "" where the pin has none.
    """

    name: str
    repository: str
    tag: str
    commit: str
    subtree: str
    licence: str
    offline_hint: str = ""
    licence_id: str = ""
    relative: str = ""

    @property
    def stated(self) -> str:
        """Return the repository as the pin states it, the same in every checkout."""
        return self.relative or self.repository


def read_pin(path: Path, shown: str, read: Read = Path.read_bytes) -> Pin:
    """Return the pin in a file of `corpus/`; `shown` is how messages name the file.

    Raises:
        ConfigError: not TOML, a key is missing, unknown or has a value that cannot be.
    """
    toml = TomlFile(path, shown, read)
    toml.require_known(_KEYS)
    pin = Pin(
        name=path.stem,
        repository=toml.string("repository"),
        tag=toml.string("tag"),
        commit=toml.string("commit"),
        subtree=toml.string("subtree").strip("/"),
        licence=toml.string("licence"),
        licence_id=toml.string("licence_id", ""),
        offline_hint=toml.string("offline_hint", ""),
    )
    if not is_commit_id(pin.commit):
        raise toml.fail("commit", "`commit` must be a full commit id: 40 digits of 0-9 and a-f")
    if not is_safe_name(pin.tag):
        raise toml.fail("tag", f"`tag` cannot be {pin.tag!r}")
    fault = transport_fault(pin.repository)
    if fault:
        raise toml.fail("repository", f"`repository` {fault}")
    for key in ("subtree", "licence"):
        value: str = getattr(pin, key)
        if not is_plain_path(value) and (key, value) != ("subtree", "."):
            raise toml.fail(key, f"`{key}` must be a path inside the repository, without `..`")
    return _from_project(pin, path.absolute().parent.parent)


def _from_project(pin: Pin, root: Path) -> Pin:
    stated = pin.repository
    if is_url(stated) or stated.startswith("~") or Path(stated).is_absolute():
        return pin
    return replace(pin, repository=os.path.realpath(root / stated), relative=stated)


def is_plain_path(path: str) -> bool:
    """Return whether `path` is relative, with `/`, in its shortest form and no option."""
    return (
        bool(path)
        and path.isprintable()
        and "\\" not in path
        and path[0] not in "/-~:"
        and ".." not in path.split("/")
        and str(PurePosixPath(path)) == path
        and path != "."
    )


def transport_fault(repository: str) -> str | None:
    """Return why git is not to be asked for this repository, None where it may be."""
    if (
        not repository
        or repository.startswith("-")
        or not repository.isprintable()
        or "::" in repository
    ):
        return f"cannot be {repository!r}"
    found = _URL.match(repository)
    scheme = found and found["scheme"]
    if scheme and scheme.lower() not in _TRANSPORTS:
        return f"uses {scheme}://; https, ssh, git and file are supported"
    return None


def is_url(repository: str) -> bool:
    """Return whether a repository is named by a URL, `host:path` included, and not by a path."""
    return bool(_URL.match(repository))
