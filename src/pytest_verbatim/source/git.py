"""The only module that starts git.

Nothing here knows what a corpus is. Every call runs without prompts and hooks, with the transports
https, ssh, git and file only, and takes names so that they cannot be read as options. The user's
own configuration (mirrors, proxies, credentials) is honoured; variables that would redirect git to
another repository, as hooks set them, are not.

Source: design, "Contract: the corpus".
"""

import os
import re
import select
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

SILENCE_S = 20.0
"""How long a server may say nothing before a fetch is given up, in seconds."""

_REDIRECTING = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_TRACE",
    "GIT_ASKPASS",
    "SSH_ASKPASS",
)
_COMMIT_ID = re.compile(r"[0-9a-f]{40}")
_REF_RULES = (
    "{}",
    "refs/{}",
    "refs/tags/{}",
    "refs/heads/{}",
    "refs/remotes/{}",
    "refs/remotes/{}/HEAD",
)
"""What a name can be short for, in the order in which git tries; see gitrevisions(7)."""
_SUFFIX = re.compile(r"[~^:]|@\{")
"""What ends the name of a ref in a revision."""
_NO_STEP = re.compile(r"(?:\^\{(?:commit)?\}|[~^]0)*")
"""A suffix behind which the revision is still the commit that its ref names."""
_OTHER_TYPE = re.compile(r"expected commit type, but the object dereferences to (\w+) type")
_NO_REVISION = "fatal: Needed a single revision"

Progress = Callable[[str], None]


class GitError(Exception):
    """git said no; the message is git's own last words, or why it could not be asked."""


class GitMissing(GitError):
    """There is no git to start."""


class NoRevision(GitError):
    """Nothing has that name."""


class NotACommit(GitError):
    """The name is that of a tree or a blob."""


class GitSilent(GitError):
    """The other side did not answer in time."""


def is_commit_id(text: str) -> bool:
    """Return whether `text` is a full commit id: 40 lower-case hexadecimal digits."""
    return bool(_COMMIT_ID.fullmatch(text))


def is_safe_name(text: str) -> bool:
    """Return whether `text` can be handed to git as a revision.

    No option, no exclusion (`^main`), no white space, no control character.
    """
    return bool(text) and text[0] not in "-^" and text.isprintable() and " " not in text


def is_tag_name(text: str) -> bool:
    """Return whether a tag can be called so, by the rules of git.

    Nothing that a revision could begin with and be no tag: `HEAD`, a full ref, a commit id.

    Raises:
        GitError: git could not be asked.
    """
    if not is_safe_name(text) or is_commit_id(text) or text == "HEAD" or text.startswith("refs/"):
        return False
    try:
        _run(None, "check-ref-format", f"refs/tags/{text}")
    except GitMissing:
        raise
    except GitError:
        return False
    return True


def _environment(*, offline: bool) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in _REDIRECTING}
    env |= {
        "GIT_ASKPASS": "",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_ALLOW_PROTOCOL": "" if offline else "https:ssh:git:file",
        "GCM_INTERACTIVE": "never",
        "LC_ALL": "C",
        "LANGUAGE": "",
    }
    if offline:
        env["GIT_NO_LAZY_FETCH"] = "1"
    return env


def _command(directory: Path | None, arguments: Iterable[str]) -> list[str]:
    git = shutil.which("git")
    if git is None:
        raise GitMissing("git was not found on PATH")
    place = [] if directory is None else [f"--git-dir={directory}"]
    return [git, "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", *place, *arguments]


def _run(
    directory: Path | None,
    *arguments: str,
    given: bytes | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run git without the network and return what it printed."""
    command = _command(directory, arguments)
    env = _environment(offline=True) | dict(environment or {})
    try:
        done = subprocess.run(command, input=given, capture_output=True, env=env, check=False)
    except OSError as error:
        raise GitMissing(f"git could not be started: {error}") from error
    if done.returncode:
        raise GitError(_last_words(done.stderr.decode("utf-8", "replace")))
    return done.stdout


def _run_online(directory: Path | None, *arguments: str, progress: Progress) -> bytes:
    """Run git with the network; give up when it is silent for `SILENCE_S`.

    git is a session of its own, so that the helpers it starts go with it.
    """
    command = _command(directory, arguments)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(offline=False),
        start_new_session=True,
    )
    assert process.stdout is not None  # noqa: S101  (for the type checker: both are pipes)
    assert process.stderr is not None  # noqa: S101
    try:
        out, err = _listen(process.stdout, process.stderr, progress)
        code = process.wait()
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    finally:
        process.stdout.close()
        process.stderr.close()
    if code:
        raise GitError(_last_words(err.decode("utf-8", "replace")))
    return out


def _listen(stdout: IO[bytes], stderr: IO[bytes], progress: Progress) -> tuple[bytes, bytes]:
    heard = {stdout: b"", stderr: b""}
    open_pipes = [stdout, stderr]
    while open_pipes:
        ready, _, _ = select.select(open_pipes, [], [], SILENCE_S)
        if not ready:
            raise GitSilent(f"no answer for {SILENCE_S:.0f} seconds")
        for pipe in ready:
            chunk = os.read(pipe.fileno(), 65536)
            if not chunk:
                open_pipes.remove(pipe)
            heard[pipe] += chunk
            if pipe is stderr and chunk:
                progress(chunk.decode("utf-8", "replace"))
    return heard[stdout], heard[stderr]


def _last_words(stderr: str) -> str:
    lines = [line.strip() for line in re.split(r"[\r\n]+", stderr) if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "ssh:"))]
    return " / ".join((told or lines)[-3:]) or "git failed without a word"


class Repository:
    """A git repository that is read through its objects, bare or not, without its work tree."""

    def __init__(self, directory: Path) -> None:
        """Take the git directory, as `find` returns it."""
        self.directory = directory

    @classmethod
    def find(cls, place: Path) -> "Repository":
        """Return the repository at a path: a bare one, or one with a work tree.

        Raises:
            GitError: there is none, or git refuses to open it.
        """
        env = {"GIT_CEILING_DIRECTORIES": str(place.resolve().parent)}
        out = _run(None, "-C", str(place), "rev-parse", "--absolute-git-dir", environment=env)
        return cls(Path(out.decode().removesuffix("\n")))

    def commit_of(self, rev: str) -> str:
        """Return the commit id that a revision names.

        Raises:
            GitError: an ambiguous revision; `NoRevision` where there is none, `NotACommit` for a
                tree or a blob.
        """
        if not is_safe_name(rev):
            raise GitError(f"{rev!r} cannot be a revision")
        arguments = ("rev-parse", "--verify", "--end-of-options", rev + "^{commit}")
        try:
            return _run(self.directory, *arguments).decode().strip()
        except GitError as error:
            other = _OTHER_TYPE.search(str(error))
            if other is not None:
                raise NotACommit(f"it names a {other[1]}, not a commit") from error
            if str(error) == _NO_REVISION:
                raise NoRevision("there is no such revision") from error
            raise

    def refs_named(self, rev: str) -> tuple[str, ...]:
        """Return the full names of the refs that a revision can begin with, git's choice first.

        `v1`, `v1~2` and `tags/v1^{commit}` begin with refs/tags/v1, a commit id with none.

        Raises:
            GitError: git could not be asked.
        """
        name = _SUFFIX.split(rev, maxsplit=1)[0]
        if not name or is_commit_id(name):
            return ()
        refs = tuple(rule.format(name) for rule in _REF_RULES)
        out = _run(self.directory, "for-each-ref", "--format=%(refname)", *refs)
        there = out.decode("utf-8", "replace").splitlines()
        return tuple(ref for ref in refs if ref in there)

    def tag_named(self, rev: str) -> str | None:
        """Return the tag that a revision is a name of, None for what is counted from one.

        `v1`, `refs/tags/v1` and `v1^{commit}` name v1; `v1~1` names none.

        Raises:
            GitError: git could not be asked.
        """
        name = _SUFFIX.split(rev, maxsplit=1)[0]
        if not _NO_STEP.fullmatch(rev.removeprefix(name)):
            return None
        ref = next(iter(self.refs_named(rev)), "")
        return ref.removeprefix("refs/tags/") if ref.startswith("refs/tags/") else None

    def tags(self) -> dict[str, str]:
        """Return tag -> id of what it names, a commit as a rule; by name, in code point order."""
        form = "--format=%(objectname) %(*objectname) %(refname)"
        out = _run(self.directory, "for-each-ref", form, "refs/tags")
        rows = (row.split(" ", 2) for row in out.decode("utf-8", "replace").splitlines())
        return {ref.removeprefix("refs/tags/"): peeled or itself for itself, peeled, ref in rows}

    def branches_named(self, name: str) -> list[str]:
        """Return the full refs of the branches of a name, those of remotes behind its own.

        Raises:
            GitError: git could not be asked.
        """
        out = _run(
            self.directory, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"
        )
        refs = out.decode("utf-8", "replace").splitlines()
        own = f"refs/heads/{name}"
        return [
            ref
            for ref in refs
            if ref == own or (ref.startswith("refs/remotes/") and ref.split("/", 3)[3:] == [name])
        ]

    def blobs(self, commit: str, prefix: str) -> dict[str, str]:
        """Return path -> blob id of the regular files below `prefix`, paths from the root.

        Bytes of a path that are no UTF-8 are lone surrogates, as in Python's own file names.

        Raises:
            GitError: the commit is not there.
        """
        out = _run(self.directory, "ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix)
        rows = (
            row.split("\t", 1) for row in out.decode("utf-8", "surrogateescape").split("\0") if row
        )
        return {
            path: meta.split()[2] for meta, path in rows if meta.split()[0] in {"100644", "100755"}
        }

    def read(self, blob_ids: Iterable[str]) -> dict[str, bytes]:
        """Return blob id -> bytes, with one call of git for all of them.

        Raises:
            GitError: one of them is missing, as in a partial clone.
        """
        wanted = list(dict.fromkeys(blob_ids))
        out = _run(self.directory, "cat-file", "--batch", given="\n".join(wanted).encode() + b"\n")
        found: dict[str, bytes] = {}
        at = 0
        for blob_id in wanted:
            line_end = out.index(b"\n", at)
            header = out[at:line_end].split()
            if len(header) != 3:
                raise GitError(f"object {blob_id} is missing from {self.directory}")
            size = int(header[2])
            found[blob_id] = out[line_end + 1 : line_end + 1 + size]
            at = line_end + size + 2
        return found

    # --- making one ------------------------------------------------------------------------

    @classmethod
    def create(cls, directory: Path) -> "Repository":
        """Return a new, empty, bare repository.

        Raises:
            GitError: the folder cannot be written.
        """
        _run(None, "init", "--quiet", "--bare", "--template=", str(directory))
        return cls(directory)

    def fetch(self, url: str, wanted: str, progress: Progress, *, blobs: bool = False) -> str:
        """Fetch one commit (an id, or a full ref) without history; return its id.

        Its blobs come with it if asked for, and where the server cannot leave them out.

        Raises:
            GitError: it cannot be had; `GitSilent` when nobody answers.
        """
        filtering = "--no-filter" if blobs else "--filter=blob:none"
        arguments = ("--depth=1", "--no-tags", filtering, "--progress")
        _run(self.directory, "config", "remote.origin.url", url)
        _run(self.directory, "config", "remote.origin.promisor", "true")
        _run(self.directory, "config", "remote.origin.partialclonefilter", "blob:none")
        _run_online(self.directory, "fetch", *arguments, "origin", wanted, progress=progress)
        return self.commit_of("FETCH_HEAD")

    def fetch_blobs(self, commit: str, prefixes: Iterable[str], progress: Progress) -> None:
        """Fetch the blobs below `prefixes` that a filtered fetch left out, in one go."""
        listed = _run(
            self.directory,
            "rev-list", "--objects", "--no-walk", "--missing=print",
            commit, "--", *prefixes,
        )  # fmt: skip
        missing = [row[1:] for row in listed.decode().split("\n") if row.startswith("?")]
        for start in range(0, len(missing), 500):
            _run_online(
                self.directory,
                "fetch", "--no-tags", "--no-write-fetch-head", "--filter=blob:none",
                "--progress", "origin", *missing[start : start + 500],
                progress=progress,
            )  # fmt: skip


def remote_tags(url: str, progress: Progress) -> dict[str, str]:
    """Return tag -> id of what it names, a commit as a rule, of a remote repository.

    Raises:
        GitError: the remote cannot be asked.
    """
    out = _run_online(None, "ls-remote", "--tags", "--", url, progress=progress)
    rows = (row.partition("\t") for row in out.decode("utf-8", "replace").splitlines())
    refs = {ref.removeprefix("refs/tags/"): named for named, _, ref in rows}
    return {ref: refs.get(f"{ref}^{{}}", refs[ref]) for ref in refs if not ref.endswith("^{}")}


def remote_commit(url: str, name: str, progress: Progress) -> tuple[str, str] | None:
    """Return (commit id, full ref) of a tag or branch in a remote repository; None without one.

    A tag is preferred to a branch of the same name.

    Raises:
        GitError: the remote cannot be asked.
    """
    if not is_safe_name(name):
        raise GitError(f"{name!r} cannot be a revision")
    tag, branch = f"refs/tags/{name}", f"refs/heads/{name}"
    arguments = ("ls-remote", "--", url, tag, tag + "^{}", branch)
    out = _run_online(None, *arguments, progress=progress)
    rows = (row.partition("\t") for row in out.decode().splitlines())
    refs = {ref: commit for commit, _, ref in rows}
    for ref in (tag + "^{}", tag, branch):
        if ref in refs:
            return refs[ref], ref.removesuffix("^{}")
    return None
