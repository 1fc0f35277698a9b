"""`Corpus`: the bytes of a path at one commit, from git objects only.

Opening one, and fetching what is not there yet, is the business of `opening.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from pytest_verbatim.errors import CorpusUnavailable
from pytest_verbatim.git import GitError, Repository
from pytest_verbatim.pin import Pin
from pytest_verbatim.rustfile import RustFile
from pytest_verbatim.testcode import test_files

_Answer = TypeVar("_Answer")


class Corpus:
    """The Rust files of one subtree at one commit, read from git objects only.

    Paths are relative to the subtree. `tag` is None where the commit was asked for by another
    name than a tag; `origin` says, for people, where the objects were read from.
    """

    def __init__(
        self, pin: Pin, repository: Repository, commit: str, tag: str | None, origin: str
    ) -> None:
        """Take a repository that has the commit; nothing is read yet."""
        self.pin = pin
        self.repository = repository
        self.commit = commit
        self.tag = tag
        self.origin = origin
        self._bytes: dict[str, bytes] = {}
        self._rust: dict[str, RustFile] = {}

    def __str__(self) -> str:
        """Return the line that names the corpus in every run."""
        tag = f" {self.tag}" if self.tag else ""
        return f"{self.pin.name}{tag} ({self.commit[:12]}) from {self.origin}"

    @cached_property
    def _blobs(self) -> dict[str, str]:
        prefix = "" if self.pin.subtree == "." else self.pin.subtree + "/"
        found = self._git(lambda: self.repository.blobs(self.commit, self.pin.subtree))
        below = (path for path in found if path.startswith(prefix))
        return {path.removeprefix(prefix): found[path] for path in below}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Return the paths of all files, sorted by code point; none where there is no subtree."""
        return tuple(sorted(self._blobs))

    @cached_property
    def rust_paths(self) -> tuple[str, ...]:
        """Return the paths of the `.rs` files, sorted by code point."""
        return tuple(path for path in self.files if path.endswith(".rs"))

    def blob_id(self, path: str) -> str:
        """Return the id of the blob at a path.

        Raises:
            KeyError: the corpus has no such file.
        """
        return self._blobs[path]

    def read(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            KeyError: the corpus has no such file.
        """
        self._load([path])
        return self._bytes[self._blobs[path]]

    def rust_file(self, path: str) -> RustFile:
        """Return the parsed file; parsed once per run.

        Raises:
            KeyError: the corpus has no such file.
        """
        blob = self._blobs[path]
        if blob not in self._rust:
            self._rust[blob] = RustFile(self.read(path))
        return self._rust[blob]

    def all_rust_files(self) -> dict[str, RustFile]:
        """Return path -> parsed file for the whole subtree, in order; costs a fifth of a second."""
        self._load(self.rust_paths)
        return {path: self.rust_file(path) for path in self.rust_paths}

    @property
    def rust(self) -> Mapping[str, RustFile]:
        """Return path -> parsed file of the whole subtree; nothing is read before it is asked."""
        return _RustFiles(self)

    @cached_property
    def test_paths(self) -> frozenset[str]:
        """Return the paths of the files that hold nothing but test code."""
        self._load(self.rust_paths)
        return test_files(
            {path: self._bytes[self._blobs[path]] for path in self.rust_paths}, self.rust_file
        )

    def licence(self) -> bytes:
        """Return the licence file's bytes.

        Raises:
            CorpusUnavailable: the commit has no such file.
        """
        path = self.pin.licence
        found = self._git(lambda: self.repository.blobs(self.commit, path))
        if path not in found:
            raise CorpusUnavailable(f"commit {self.commit[:12]} has no file `{path}`")
        return self._git(lambda: self.repository.read([found[path]]))[found[path]]

    def _load(self, paths: Sequence[str]) -> None:
        wanted = [self._blobs[path] for path in paths if self._blobs[path] not in self._bytes]
        if wanted:
            self._bytes |= self._git(lambda: self.repository.read(wanted))

    def _git(self, ask: Callable[[], _Answer]) -> _Answer:
        try:
            return ask()
        except GitError as error:
            raise CorpusUnavailable(
                f"the corpus {self} cannot be read: {error}; a partial or damaged clone can be "
                "mended with `git fetch --refetch`, the cache by removing its folder"
            ) from error


class _RustFiles(Mapping[str, RustFile]):
    """The parsed files of a corpus as a mapping that reads on demand."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __getitem__(self, path: str) -> RustFile:
        return self._corpus.rust_file(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._corpus.all_rust_files())

    def __len__(self) -> int:
        return len(self._corpus.rust_paths)
