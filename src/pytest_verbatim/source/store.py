"""`Store`: what was worked out before, under the digest of all that it depends on.

A folder of small JSON files in the user's cache. Nothing rests on it: what is not there, or cannot
be read, is worked out again, and what cannot be written is let go.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

from pytest_verbatim.plain import Plain

PACKAGE = Path(__file__).parent.parent
"""The folder of all our code."""
_READ = frozenset({".py", ".json"})
"""The suffixes of what decides: modules, and the schema of a line."""
_BESIDE = ("jsonschema", "tree-sitter", "tree-sitter-rust")
_KEPT = 4
"""Of so many states of our code the values are kept, those that were written to last."""


@cache
def code_digest() -> str:
    """Return a digest of this package's own code, its schema, and the packages that read for it."""
    digest = hashlib.sha256()
    folder = PACKAGE
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _READ):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    for name in _BESIDE:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\0".encode())
    return digest.hexdigest()


_Plain = TypeVar("_Plain", bound=Plain)


def recalled(
    store: "Store | None", key: str, kind: type[_Plain], work: Callable[[], _Plain]
) -> _Plain:
    """Return the value of a kind that a store has under a key, else what `work` returns.

    The store, where there is one, has that then.
    """
    kept = store.get(key) if store is not None else None
    if kept is not None:
        with suppress(KeyError, TypeError, ValueError):  # somebody wrote into the cache folder
            return kind.from_object(kept)
    found = work()
    if store is not None:
        store.put(key, found.as_object())
    return found


class Store:
    """JSON values by key, valid for this very code; values of long unused code are removed."""

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
        """Remove the values of all but the states of our code that were written to last.

        Several checkouts may share one cache folder, each with code of its own.
        """
        dated = []
        for other in self._kind.glob("*"):
            with suppress(OSError):  # another process may have removed it by now
                dated.append((other.stat().st_mtime_ns, other))
        for _, other in sorted(dated, reverse=True)[_KEPT - 1 :]:
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)
