"""Opening a corpus: from a repository at hand, from the cache folder, or by fetching it there.

The first use of a commit fetches it into the cache folder, later ones need no network. A fetch is
made beside its final place and renamed into it when it is whole, so that an interrupted one leaves
nothing that could be taken for a corpus.

Source: design, "Contract: the corpus".
"""

import difflib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import platformdirs

from pytest_verbatim.config.pin import Pin, is_url, transport_fault
from pytest_verbatim.errors import CorpusUnavailable, UsageError
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.git import (
    GitError,
    GitMissing,
    GitSilent,
    NoRevision,
    NotACommit,
    Progress,
    Repository,
    is_commit_id,
    is_safe_name,
    remote_commit,
    remote_tags,
)
from pytest_verbatim.source.store import Store

_ELSEWHERE = "name a repository that has it with --corpus"


def terminal_progress(text: str) -> None:
    """Show git's progress on a terminal, nowhere else."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(text)
        sys.stderr.flush()


def cache_folder() -> Path:
    """Return where fetched commits are kept: $VERBATIM_CACHE_DIR or the user's cache folder."""
    named = os.environ.get("VERBATIM_CACHE_DIR")
    return Path(named) if named else Path(platformdirs.user_cache_dir("pytest-verbatim"))


def kept() -> Store:
    """Return where facts of files and findings of cases are kept from run to run."""
    return Store(cache_folder(), "worked-out")


def open_corpus(
    pin: Pin, repo: str | None, rev: str | None, progress: Progress, called: str = "--corpus-rev"
) -> Corpus:
    """Return the corpus of a pin, fetching it when the cache has it not. One attempt.

    Args:
        pin: names repository, commit and subtree.
        repo: take the commit from this repository (path or URL) instead of the pin's.
        rev: hold this revision instead of the pinned commit.
        progress: is given git's progress text as it comes.
        called: what messages call the argument that `rev` comes from.

    Raises:
        UsageError: `repo` or `rev` cannot be what they are.
        CorpusUnavailable: it cannot be had; the message names the ways out.
    """
    if rev is not None and not is_safe_name(rev):
        raise UsageError(f"{called}: {rev!r} cannot be a revision")
    if repo is not None and transport_fault(repo):
        raise UsageError(f"--corpus: the repository {transport_fault(repo)}")
    source = repo or pin.repository
    try:
        if is_url(source):
            corpus = _open_remote(pin, source, rev, progress, called)
        else:
            asked_for = "--corpus" if repo else f"`repository` in corpus/{pin.name}.toml"
            corpus = _open_local(pin, Path(source).expanduser(), rev, asked_for, called)
    except GitMissing as error:
        raise CorpusUnavailable(f"{error}; install git, then run this again") from error
    except NotACommit as error:
        raise UsageError(
            f"{called}: {rev or pin.commit} is no revision of {source} ({error})"
        ) from error
    except GitError as error:
        raise CorpusUnavailable(_ways_out(pin, source, rev, error)) from error
    if not corpus.files:
        raise UsageError(
            (f"{called}: " if rev is not None else "")
            + f"{corpus}: has no folder `{pin.subtree}`; see `subtree` in corpus/{pin.name}.toml"
        )
    return corpus


def at_hand(pin: Pin, repo: str | None, commit: str, called: str) -> Corpus | None:
    """Return the corpus at a full commit id where no network is needed for it, else None.

    Args:
        pin: names repository and subtree.
        repo: a repository to look into before the pin's, as in `open_corpus`.
        commit: the full commit id.
        called: what people call the revision, a tag or the commit itself.
    """
    tag = None if called == commit else called
    for source in dict.fromkeys((repo or pin.repository, pin.repository)):
        try:
            place, repository = _held(pin, source, commit)
        except GitError:
            continue
        if repository is not None:
            return Corpus(pin, repository, commit, tag, str(place), kept())
    return None


def _held(pin: Pin, source: str, commit: str) -> tuple[Path, Repository | None]:
    """Return where a commit of a repository would be, and the repository if it is there."""
    if is_url(source):
        place = cache_folder() / _folder_name(pin, source, commit)
        return place, _cached(place, commit)
    place = Path(source).expanduser()
    repository = Repository.find(place)
    repository.commit_of(commit)
    return place, repository


def _open_local(pin: Pin, place: Path, rev: str | None, asked_for: str, called: str) -> Corpus:
    try:
        if not place.exists():
            raise UsageError(f"{asked_for}: there is no {place}")
    except OSError as error:
        raise UsageError(f"{asked_for}: {place}: {error.strerror}") from error
    try:
        repository = Repository.find(place)
    except GitMissing:
        raise
    except GitError as error:
        raise UsageError(f"{asked_for}: {place} is no git repository ({error})") from error
    try:
        if rev == pin.tag and not repository.refs_named(rev):
            rev = None  # upstream has given the name of the pin to nothing
        commit = repository.commit_of(rev or pin.commit)
    except GitError as error:
        if rev is not None:
            why = _no_revision(rev, repository) if isinstance(error, NoRevision) else f" ({error})"
            raise UsageError(f"{called}: {rev!r} is no revision of {place}{why}") from error
        raise CorpusUnavailable(_not_pinned(pin, place, repository)) from error
    tag = _tag_of(pin, repository, commit, rev)
    return Corpus(pin, repository, commit, tag, str(place), kept())


def _no_revision(rev: str, repository: Repository) -> str:
    return f"; {_ELSEWHERE}" if is_commit_id(rev) else _near(rev, repository.tags)


def _not_pinned(pin: Pin, place: Path, repository: Repository) -> str:
    """Return that a repository lacks the pinned commit, and what mends that."""
    lacks = f"{place} does not have the pinned commit {pin.commit}"
    if is_url(pin.repository):
        fetch = f"fetch it there (git fetch {pin.repository} {pin.commit})"
        return f"{lacks} ({pin.tag}); {fetch}, or name another repository"
    there = repository.tags().get(pin.tag)
    instead = f"; {pin.tag} is {there[:12]} there" if there else f", nor a tag {pin.tag}"
    return f"{lacks}{instead}: correct `commit` in corpus/{pin.name}.toml, or {_ELSEWHERE}"


def _near(rev: str, tags: Callable[[], Iterable[str]]) -> str:
    """Return words that name the tag nearest to a revision; "" where none is, or none is told."""
    try:
        found = difflib.get_close_matches(rev.removeprefix("refs/tags/"), list(tags()), 1)
    except GitError:
        return ""
    return f"; the nearest tag is {found[0]}" if found else ""


def _tag_of(pin: Pin, repository: Repository, commit: str, rev: str | None) -> str | None:
    named = None if rev is None else repository.tag_named(rev)
    return pin.tag if named is None and commit == pin.commit else named


def _open_remote(pin: Pin, url: str, rev: str | None, progress: Progress, called: str) -> Corpus:
    commit, tag, wanted = pin.commit, pin.tag, [pin.commit, f"refs/tags/{pin.tag}"]
    if rev is not None and is_commit_id(rev):
        commit, wanted = rev, [rev]
        tag = pin.tag if rev == pin.commit else ""
    elif rev is not None and rev not in {pin.tag, pin.commit}:
        found = remote_commit(url, rev, progress)
        if found is None:
            near = _near(rev, partial(remote_tags, url, progress))
            raise UsageError(
                f"{called}: {url} has no tag or branch {rev!r}{near}; an address can be asked for "
                "these and for full commit ids, all else needs --corpus=REPO with a clone"
            )
        commit, ref = found
        tag = rev if ref.startswith("refs/tags/") else pin.tag if commit == pin.commit else ""
        wanted = [commit, ref]
    place = cache_folder() / _folder_name(pin, url, commit)
    cached = _cached(place, commit)
    origin = f"the cache {place}"
    if cached is None:
        cached = _fetch(pin, url, commit, wanted, place, progress)
        origin = f"{url} (now in the cache {place})"
    return Corpus(pin, cached, commit, tag or None, origin, kept())


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
        progress(f"fetching {pin.name} at {commit[:12]} from {url}\n")
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
