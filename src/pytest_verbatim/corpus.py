"""`Pin` and `Corpus`: the bytes of a path at one commit of one repository.

The first use of a commit fetches it into the cache folder, later ones need no network. A fetch is
made beside its final place and renamed into it when it is whole, so that an interrupted one leaves
nothing that could be taken for a corpus.

Source: design, "Contract: the corpus".
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

import platformdirs

from pytest_verbatim.config_file import TomlFile
from pytest_verbatim.errors import CorpusUnavailable, UsageError
from pytest_verbatim.git import (
    GitError,
    GitMissing,
    GitSilent,
    Progress,
    Repository,
    is_commit_id,
    is_safe_name,
    remote_commit,
)
from pytest_verbatim.rustfile import RustFile
from pytest_verbatim.testcode import test_files

_Answer = TypeVar("_Answer")
_KEYS = frozenset({"repository", "tag", "commit", "subtree", "licence", "offline_hint"})
_URL = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://|(?:[\w.-]+@)?[\w.-]+:(?!//))", re.IGNORECASE
)
_TRANSPORTS = frozenset({"https", "ssh", "git", "file"})


@dataclass(frozen=True, slots=True)
class Pin:
    """Which commit of which repository the cases are about.

    `subtree` and `licence` are paths from the repository's root; `offline_hint` is a sentence for
    those who cannot reach it, "" where the pin has none.
    """

    name: str
    repository: str
    tag: str
    commit: str
    subtree: str
    licence: str
    offline_hint: str = ""


def read_pin(path: Path, shown: str) -> Pin:
    """Return the pin in a file; `shown` is how messages name the file.

    Raises:
        ConfigError: not TOML, a key is missing, unknown or has a value that cannot be.
    """
    toml = TomlFile(path, shown)
    toml.require_known(_KEYS)
    pin = Pin(
        name=path.stem,
        repository=toml.string("repository"),
        tag=toml.string("tag"),
        commit=toml.string("commit"),
        subtree=toml.string("subtree").strip("/"),
        licence=toml.string("licence"),
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
        if not is_plain_path(getattr(pin, key)):
            raise toml.fail(key, f"`{key}` must be a path inside the repository, without `..`")
    return pin


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
        prefix = self.pin.subtree + "/"
        found = self._git(lambda: self.repository.blobs(self.commit, self.pin.subtree))
        if not found or self.pin.subtree in found:
            raise CorpusUnavailable(
                f"commit {self.commit[:12]} has no folder `{self.pin.subtree}` ({self.origin})"
            )
        return {path.removeprefix(prefix): blob for path, blob in found.items()}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Return the paths of all files, sorted by code point."""
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


# --- opening ---------------------------------------------------------------------------------


def cache_folder() -> Path:
    """Return where fetched commits are kept: $VERBATIM_CACHE_DIR or the user's cache folder."""
    named = os.environ.get("VERBATIM_CACHE_DIR")
    return Path(named) if named else Path(platformdirs.user_cache_dir("pytest-verbatim"))


def open_corpus(pin: Pin, repo: str | None, rev: str | None, progress: Progress) -> Corpus:
    """Return the corpus of a pin, fetching it when the cache has it not. One attempt.

    Args:
        pin: names repository, commit and subtree.
        repo: take the commit from this repository (path or URL) instead of the pin's.
        rev: hold this revision instead of the pinned commit.
        progress: is given git's progress text as it comes.

    Raises:
        UsageError: `repo` or `rev` cannot be what they are.
        CorpusUnavailable: it cannot be had; the message names the ways out.
    """
    if rev is not None and not is_safe_name(rev):
        raise UsageError(f"--corpus-rev: {rev!r} cannot be a revision")
    if repo is not None and transport_fault(repo):
        raise UsageError(f"--corpus: the repository {transport_fault(repo)}")
    source = repo or pin.repository
    try:
        if not _URL.match(source):
            return _open_local(pin, Path(source).expanduser(), rev)
        return _open_remote(pin, source, rev, progress)
    except GitMissing as error:
        raise CorpusUnavailable(f"{error}; install git, then run this again") from error
    except GitError as error:
        raise CorpusUnavailable(_ways_out(pin, source, rev, error)) from error


def _open_local(pin: Pin, place: Path, rev: str | None) -> Corpus:
    if not place.exists():
        raise UsageError(f"--corpus: there is no {place}")
    try:
        repository = Repository.find(place)
    except GitMissing:
        raise
    except GitError as error:
        raise UsageError(f"--corpus: {place} is no git repository ({error})") from error
    try:
        commit = repository.commit_of(rev or pin.commit)
    except GitError as error:
        if rev is not None:
            raise UsageError(
                f"--corpus-rev: {rev!r} is no revision of {place} ({error})"
            ) from error
        raise CorpusUnavailable(
            f"{place} does not have the pinned commit {pin.commit} ({pin.tag}); "
            f"fetch it there (git fetch {pin.repository} {pin.commit}), or leave --corpus out"
        ) from error
    return Corpus(pin, repository, commit, _tag_of(pin, repository, commit, rev), str(place))


def _tag_of(pin: Pin, repository: Repository, commit: str, rev: str | None) -> str | None:
    if commit == pin.commit:
        return pin.tag
    return rev if rev is not None and repository.is_tag(rev) else None


def _open_remote(pin: Pin, url: str, rev: str | None, progress: Progress) -> Corpus:
    commit, tag, wanted = pin.commit, pin.tag, [pin.commit, f"refs/tags/{pin.tag}"]
    if rev is not None and is_commit_id(rev):
        commit, wanted = rev, [rev]
        tag = pin.tag if rev == pin.commit else ""
    elif rev is not None and rev not in {pin.tag, pin.commit}:
        found = remote_commit(url, rev, progress)
        if found is None:
            raise UsageError(
                f"--corpus-rev: {url} has no tag or branch {rev!r}; "
                "give a full commit id, or --corpus=REPO with a clone that knows it"
            )
        commit, ref = found
        tag = rev if ref.startswith("refs/tags/") else ""
        wanted = [commit, ref]
    place = cache_folder() / _folder_name(pin, url, commit)
    cached = _cached(place, commit)
    origin = f"the cache {place}"
    if cached is None:
        cached = _fetch(pin, url, commit, wanted, place, progress)
        origin = f"{url} (now in the cache {place})"
    return Corpus(pin, cached, commit, tag or None, origin)


def _folder_name(pin: Pin, url: str, commit: str) -> str:
    return f"{pin.name}-{commit[:12]}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.git"


def _cached(place: Path, commit: str) -> Repository | None:
    if not place.is_dir():
        return None
    try:
        repository = Repository(place)
        repository.commit_of(commit)
    except GitMissing:
        raise
    except GitError:
        return None
    return repository


def _fetch(
    pin: Pin, url: str, commit: str, wanted: list[str], place: Path, progress: Progress
) -> Repository:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=place.name + ".part-", dir=place.parent))
    except OSError as error:
        raise CorpusUnavailable(
            f"the cache folder {place.parent} cannot be written ({error.strerror}); "
            "set VERBATIM_CACHE_DIR to one that can, or give --corpus=REPO with a local clone"
        ) from error
    try:
        repository = Repository.create(beside)
        _fetch_commit(repository, url, commit, wanted, progress)
        repository.fetch_blobs(commit, (pin.subtree, pin.licence), progress)
        if _cached(place, commit) is None:
            shutil.rmtree(place, ignore_errors=True)
            beside.rename(place)
    except OSError as error:
        if _cached(place, commit) is None:
            raise CorpusUnavailable(f"{place} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Repository(place)


def _fetch_commit(
    repository: Repository, url: str, commit: str, wanted: list[str], progress: Progress
) -> None:
    """Fetch by commit id; by the ref's name where the server hands out no bare ids.

    Such a server hands out no single blobs either, so that all of them have to come at once.
    """
    try:
        got = repository.fetch(url, wanted[0], progress)
    except GitSilent:
        raise
    except GitError:
        if len(wanted) == 1:
            raise
        got = repository.fetch(url, wanted[1], progress, blobs=True)
    if got != commit:
        raise GitError(f"{wanted[-1]} is {got[:12]} there, not {commit[:12]}")


def _ways_out(pin: Pin, source: str, rev: str | None, error: GitError) -> str:
    what = f"revision {rev}" if rev else f"commit {pin.commit[:12]} ({pin.tag})"
    lines = [
        f"the corpus {pin.name} cannot be had: {what} from {source}: {error}",
        "ways out:",
        "  --corpus=REPO  a local clone that has the commit",
        "  git config url.<mirror>.insteadOf  where git can reach a mirror",
    ]
    if pin.offline_hint:
        lines.append(f"  {pin.offline_hint}")
    return "\n".join(lines)
