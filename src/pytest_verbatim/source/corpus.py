"""`Corpus`: the bytes of a path at one commit, from git objects only.

Opening one, and fetching what is not there yet, is the business of `opening.py`.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from pytest_verbatim.config.pin import Pin
from pytest_verbatim.errors import CorpusUnavailable
from pytest_verbatim.rustfile import Facts, RustFile, Tokens
from pytest_verbatim.source.git import GitError, Repository
from pytest_verbatim.source.store import Store, recalled
from pytest_verbatim.source.testcode import test_files
from pytest_verbatim.tree.index import Index

_Answer = TypeVar("_Answer")


class Corpus:
    """The Rust files of one subtree at one commit, read from git objects only.

    Paths are relative to the subtree. `tag` is None where the commit was asked for by another
    name than a tag; `origin` says, for people, where the objects were read from.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (where it is, where to keep what is worked out of it)
        self,
        pin: Pin,
        repository: Repository,
        commit: str,
        tag: str | None,
        origin: str,
        store: Store | None = None,
    ) -> None:
        """Take a repository that has the commit; nothing is read yet.

        `store` keeps facts and tokens of files by blob id from run to run.
        """
        self.pin = pin
        self.repository = repository
        self.commit = commit
        self.tag = tag
        self.origin = origin
        self._bytes: dict[str, bytes] = {}
        self._rust: dict[str, RustFile] = {}
        self._tokens: dict[str, Tokens] = {}
        self.store = store
        self._done: dict[tuple[str, ...], Any] = {}

    @property
    def revision(self) -> str:
        """Return the tag where there is one, else the full commit id."""
        return self.tag or self.commit

    @property
    def short_revision(self) -> str:
        """Return the tag where there is one, else the first twelve digits of the commit id."""
        return self.tag or self.commit[:12]

    @property
    def is_pinned(self) -> bool:
        """Return whether it is at the commit that its pin names."""
        return self.commit == self.pin.commit

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

    @cached_property
    def tree_digest(self) -> str:
        """Return a digest of the subtree: of every path and the blob under it."""
        rows = "".join(f"{path}\0{self._blobs[path]}\n" for path in self.files)
        return hashlib.sha256(rows.encode("utf-8", "surrogateescape")).hexdigest()

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

    def read_all(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return path -> bytes of several files, with one call of git for all of them.

        Raises:
            KeyError: the corpus has no such file.
        """
        self._load(paths)
        return {path: self._bytes[self._blobs[path]] for path in paths}

    def rust_file(self, path: str) -> RustFile:
        """Return the parsed file; parsed once per run.

        Raises:
            KeyError: the corpus has no such file.
        """
        blob = self._blobs[path]
        if blob not in self._rust:
            self._rust[blob] = RustFile(self.read(path))
        return self._rust[blob]

    def tokens(self, path: str) -> Tokens:
        """Return the tokens of a file; read once per run.

        Raises:
            KeyError: the corpus has no such file.
        """
        blob = self._blobs[path]
        if blob not in self._tokens:
            key = f"tokens-{blob}"
            tokens = recalled(self.store, key, Tokens, lambda: self.rust_file(path).tokens)
            self._tokens[blob] = tokens
        return self._tokens[blob]

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
        return test_files(self.read_all(self.rust_paths), self.rust_file)

    @cached_property
    def index(self) -> Index:
        """Return the index of the whole tree, built when it is first asked for."""
        files = [path for path in self.rust_paths if path not in self.test_paths]
        facts = {path: self._facts_of(path) for path in files}
        others = (path for path in self.files if not path.endswith(".rs"))
        return Index(facts, others, self.read_all, sorted(self.test_paths))

    def once(self, key: tuple[str, ...], work: Callable[[], _Answer]) -> _Answer:
        """Return what `work` returns, done once for a key in the life of this corpus."""
        if key not in self._done:
            self._done[key] = work()
        found: _Answer = self._done[key]
        return found

    def _facts_of(self, path: str) -> Facts:
        key = f"facts-{self._blobs[path]}"
        return recalled(self.store, key, Facts, lambda: self.rust_file(path).facts)

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
