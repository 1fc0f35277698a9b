"""`Store`: what was worked out before, under the digest of all that it depends on.

A folder of small JSON files in the user's cache. Nothing rests on it: what is not there, or cannot
be read, is worked out again, and what cannot be written is let go.
"""

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_READERS = ("tree-sitter", "tree-sitter-rust")


@cache
def code_digest() -> str:
    """Return a digest of this package's own code and of the parsers that it stands on."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    for name in _READERS:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\0".encode())
    return digest.hexdigest()


class Store:
    """JSON values by key, valid for this very code; values of older code are removed."""

    def __init__(self, folder: Path, kind: str) -> None:
        """Take the cache folder; `kind` parts one use from another. Nothing is read yet."""
        self._kind = folder / kind
        self._folder = self._kind / code_digest()[:16]

    def get(self, key: str) -> Any:
        """Return the value under a key, None where there is none that can be read."""
        try:
            return json.loads((self._folder / f"{key}.json").read_bytes())
        except (OSError, ValueError, RecursionError):  # the last of brackets within brackets
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value: written aside and moved into place, so that none is read half."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        with suppress(OSError, UnicodeEncodeError):  # half a surrogate pair cannot be written
            data = text.encode("utf-8")
            if not self._folder.is_dir():
                self._forget_others()
                self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(name).replace(self._folder / f"{key}.json")
            finally:
                Path(name).unlink(missing_ok=True)

    def _forget_others(self) -> None:
        for other in self._kind.glob("*"):
            if other != self._folder:  # which another process may have made by now
                shutil.rmtree(other, ignore_errors=True)
