"""Git repositories that tests make and serve, with any tree; and a server that is silent."""

import os
import select
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE_S = 120.0
"""How long a test waits for what has to happen, before it fails."""


SILENCES_S = (0.3, 2.0, 15.0)
"""How long to let a silent server be, one after the other, until git got as far as calling it."""


def git(folder: Path, *arguments: str, given: bytes | None = None) -> str:
    """Run git on the repository in a folder, without anybody's configuration; return its output."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=given,
        capture_output=True,
        check=True,
        env=env,
    )
    return done.stdout.decode().strip()


class Upstream:
    """A bare repository to take a corpus from."""

    def __init__(self, folder: Path) -> None:
        """Make it; it has no commit yet."""
        self.folder = folder
        folder.mkdir(parents=True)
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main")

    @property
    def url(self) -> str:
        """Return its file:// address."""
        return self.folder.as_uri()

    def commit(
        self,
        files: Mapping[str, bytes],
        *,
        links: Mapping[str, str] | None = None,
        modules: Mapping[str, str] | None = None,
        branch: str = "main",
        message: str = "a commit",
    ) -> str:
        """Commit a whole tree on top of a branch and return the commit's id.

        `links` are symbolic links (path -> target), `modules` submodules (path -> commit id).
        """
        rows = [b"commit refs/heads/" + branch.encode()]
        rows.append(b"committer Relay <relay@example.invalid> 1767225600 +0000")
        rows.append(_data(message.encode()))
        if git(self.folder, "for-each-ref", f"refs/heads/{branch}"):
            rows.append(b"from refs/heads/" + branch.encode() + b"^0")
        rows.append(b"deleteall")
        for path, data in files.items():
            rows += [b"M 100644 inline " + path.encode(), _data(data)]
        for path, target in (links or {}).items():
            rows += [b"M 120000 inline " + path.encode(), _data(target.encode())]
        for path, commit in (modules or {}).items():
            rows.append(f"M 160000 {commit} {path}".encode())
        git(self.folder, "fast-import", "--quiet", given=b"\n".join(rows) + b"\n")
        return git(self.folder, "rev-parse", f"refs/heads/{branch}")

    def tag(self, name: str, commit: str, *, annotated: bool = False) -> str:
        """Let a tag name a commit, wherever it pointed before; return the id of its object."""
        who = ("-c", "user.name=Relay", "-c", "user.email=relay@example.invalid")
        how = ("-a", "-m", name) if annotated else ()
        git(self.folder, *who, "tag", "--force", *how, name, commit)
        return git(self.folder, "rev-parse", f"refs/tags/{name}")

    def set(self, key: str, value: str) -> None:
        """Set an option in the repository's own configuration."""
        git(self.folder, "config", key, value)


def _data(data: bytes) -> bytes:
    return b"data %d\n%s" % (len(data), data)


def has_object(folder: Path, object_id: str) -> bool:
    """Return whether a repository holds an object itself."""
    listed = git(folder, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
    return object_id in listed.split()


class SilentServer:
    """A server on this machine that takes connections and never says a word."""

    def __enter__(self) -> Self:
        """Listen on a free port."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(PATIENCE_S)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self._socket.close()

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self._socket.getsockname()[1])

    @property
    def url(self) -> str:
        """Return the git:// address of a repository on it."""
        return f"git://127.0.0.1:{self.port}/relay.git"

    def is_called(self) -> bool:
        """Return whether somebody waits to be taken, at this moment."""
        return bool(select.select([self._socket], [], [], 0)[0])

    def client(self) -> socket.socket:
        """Return the next connection; waits for it."""
        connection, _ = self._socket.accept()
        connection.settimeout(PATIENCE_S)
        return connection


def hung_up(connection: socket.socket) -> bool:
    """Return True when the other side has closed the connection; waits for it."""
    with connection:
        try:
            while connection.recv(65536):
                pass
        except ConnectionError:
            return True
    return True
